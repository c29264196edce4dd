package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.acts.ReasonPage;
import uz.fiskaldesk.desk.capture.KeyedReceiptPage;
import uz.fiskaldesk.desk.capture.ScannerKeyFilter;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.health.TillPage;
import uz.fiskaldesk.desk.history.HistoryPage;
import uz.fiskaldesk.desk.intake.AddPaymentPage;
import uz.fiskaldesk.desk.intake.ColumnsPage;
import uz.fiskaldesk.desk.intake.DroppedFilesPage;
import uz.fiskaldesk.desk.intake.ImportResultPage;
import uz.fiskaldesk.desk.intake.StatementPage;
import uz.fiskaldesk.desk.list.PaymentListView;
import uz.fiskaldesk.desk.payment.PaymentHeader;
import uz.fiskaldesk.desk.payment.PaymentPage;
import uz.fiskaldesk.desk.phone.PhonePage;
import uz.fiskaldesk.desk.settings.SettingsPage;
import uz.fiskaldesk.desk.shift.ShiftPage;
import uz.fiskaldesk.desk.start.StartPage;
import uz.fiskaldesk.desk.supervisor.PinPage;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.desk.training.SamplesPage;
import uz.fiskaldesk.desk.training.TrainingBanner;
import uz.fiskaldesk.desk.update.UpdatePage;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.wording.Messages;

/** The content of the window in one language: the list on the left, a page on the right, the status bar below. */
public final class DeskView extends DeskLayout {
    private static final Set<Page> ABOUT_THE_PAYMENT =
            EnumSet.of(Page.RECEIPT, Page.KEYED_RECEIPT, Page.PHONE, Page.HISTORY, Page.REASON, Page.SAMPLES);

    private final Ui ui;
    private final DeskModel model;
    private final PaymentListView listPanel;
    private final PaymentHeader head;
    private final PaymentPage receiptPage;
    private final StatusBar footer;
    private final ScannerKeyFilter scannerKeys;
    private final Map<Page, Supplier<Region>> pages = new EnumMap<>(Page.class);
    private final Map<Page, Region> made = new EnumMap<>(Page.class);
    private final StackPane pageHolder = new StackPane();

    /**
     * @param samples the sample receipts; null outside training mode
     * @param dataFolder the folder of settings, ledger and logs, for display
     */
    public DeskView(
            Messages messages,
            DeskModel model,
            WindowActions commands,
            Operator operator,
            Clock clock,
            @Nullable SampleReceipts samples,
            String dataFolder) {
        this.ui = new Ui(messages);
        this.model = model;
        listPanel = new PaymentListView(
                ui,
                model.list(),
                model.providers(),
                new PaymentListView.Actions(
                        model.addPayment()::open,
                        commands::chooseImport,
                        model.sending()::sendAll,
                        model.sending()::retry),
                commands.display(),
                clock);
        receiptPage = new PaymentPage(ui, model, commands);
        footer = new StatusBar(ui, model, operator, commands::openGuide, clock);
        offerPages(commands, operator, samples, dataFolder);
        setId("desk");
        getStyleClass().add("desk");
        HeaderBar header = new HeaderBar(ui, model, commands);
        head = new PaymentHeader(ui, model.list(), model.providers(), model.notices());
        VBox right = new VBox(head, pageHolder);
        right.getStyleClass().add("right");
        VBox.setVgrow(pageHolder, Priority.ALWAYS);
        setParts(
                samples == null ? header : new VBox(header, new TrainingBanner(ui, model.pages())),
                listPanel,
                right,
                footer);
        new KeyBindings(this, model, commands, listPanel, receiptPage, pageHolder, samples != null).install();
        scannerKeys = new ScannerKeyFilter(
                receiptPage.link(), System::nanoTime, model.scanner()::isReceipt, model.scanner()::scanned);
        ui.observe(sceneProperty(), scannerKeys::install);
        ui.announceIn(this);
        ui.observe(
                stackedRoom(), room -> receiptPage.setRoom(Objects.requireNonNullElse(room, Double.MAX_VALUE), head));
        ui.observe(model.pages().current(), this::show);
        ui.observe(model.approval().guardedAct(), _ -> showHead());
    }

    private void offerPages(
            WindowActions commands, Operator operator, @Nullable SampleReceipts samples, String dataFolder) {
        Runnable back = model.pages()::back;
        pages.put(Page.RECEIPT, () -> receiptPage);
        pages.put(Page.KEYED_RECEIPT, () -> new KeyedReceiptPage(ui, model.keyedReceipt(), back));
        pages.put(Page.PHONE, () -> new PhonePage(ui, model.phone(), commands::openSettings, back));
        pages.put(Page.ADD, () -> new AddPaymentPage(ui, model.addPayment(), back));
        pages.put(Page.HISTORY, () -> new HistoryPage(ui, model.history(), commands::copyForSupport, back));
        pages.put(Page.SHIFT, () -> new ShiftPage(ui, model.shift(), operator, commands, back));
        pages.put(Page.REASON, () -> new ReasonPage(ui, model.reason(), back));
        pages.put(Page.DROPPED, () -> new DroppedFilesPage(ui, model.droppedFiles(), back));
        pages.put(Page.IMPORTED, () -> new ImportResultPage(ui, model.imports(), back));
        pages.put(Page.COLUMNS, () -> new ColumnsPage(ui, model.columns(), back));
        pages.put(Page.STATEMENT, () -> new StatementPage(ui, model.statement(), commands, back));
        pages.put(
                Page.SETTINGS,
                () -> new SettingsPage(
                        ui,
                        model.settings(),
                        model.camera(),
                        model.scanner(),
                        model.health(),
                        model.update().isPossible(),
                        commands,
                        dataFolder,
                        back));
        pages.put(
                Page.START,
                () -> new StartPage(
                        ui, model.start(), model.camera(), model.scanner().test(), commands));
        pages.put(Page.PIN, () -> new PinPage(ui, model.approval(), back));
        pages.put(
                Page.TILL,
                () -> new TillPage(
                        ui,
                        model.health(),
                        model.keptReceipts(),
                        model.reprint(),
                        new StatusParts(ui, model, commands::openSettings),
                        commands::openSupport,
                        back));
        pages.put(Page.UPDATE, () -> new UpdatePage(ui, model.update(), back));
        pages.put(Page.CLOSING, () -> new ClosingPage(ui, model.closing(), commands, back));
        pages.put(Page.HELP, () -> new HelpPage(ui, samples != null, commands::openGuide, back));
        if (samples != null) {
            pages.put(Page.SAMPLES, () -> new SamplesPage(ui, model.list(), model.notices(), commands, samples, back));
        }
    }

    /** The page, which is made when it is shown for the first time: making them all takes a fifth of the start of the desk. */
    private Region made(Page page) {
        return made.computeIfAbsent(
                page, _ -> pages.getOrDefault(page, () -> receiptPage).get());
    }

    private void show(Page page) {
        showHead();
        Region shown = made(page);
        if (page.isFull()) {
            setFull(shown);
        } else {
            pageHolder.getChildren().setAll(shown);
            setFull(null);
        }
        focus();
    }

    private void showHead() {
        GuardedAct act = model.approval().guardedAct().get();
        Page page = model.pages().currentPage();
        boolean asksAboutThePayment = page == Page.PIN && act != null && act.isAboutOnePayment();
        head.setRelevant(ABOUT_THE_PAYMENT.contains(page) || asksAboutThePayment);
    }

    /** Focuses the first control of the open page. */
    public void focus() {
        Node node = made(model.pages().currentPage());
        // The controls of a page that was never shown have no skins yet and could not take the focus.
        applyCss();
        if (node instanceof FormPage form) {
            form.initialFocus().requestFocus();
        } else {
            receiptPage.focus(listPanel.view());
        }
    }

    /**
     * Focuses what had the focus in the view that this one takes the place of, else the first control of the open page. A button
     * has done its work, such as that of the language: Enter is for the next step.
     *
     * @param before what had the focus; null if nothing had
     */
    void focusAgain(@Nullable Node before) {
        focus();
        String id = before == null ? null : before.getId();
        Node same = id == null ? null : lookup("#" + id);
        if (same == null
                || same instanceof ButtonBase
                || !same.isFocusTraversable()
                || same.isDisabled()
                || !isShown(same)) {
            return;
        }
        same.requestFocus();
        if (before instanceof TextInputControl old && same instanceof TextInputControl field) {
            field.positionCaret(old.getCaretPosition());
        }
    }

    /** Updates what depends on the current time; called every second. */
    public void tick() {
        footer.tick();
        listPanel.tick();
        receiptPage.tick();
        model.shift().tick();
        model.receiptProposals().tick();
        model.camera().tick();
        model.approval().tick();
    }

    /** Removes all subscriptions to models; the view must not be used afterwards. */
    public void dispose() {
        ui.dispose();
        // Otherwise the invisible list would keep updating its cells.
        listPanel.view().setItems(null);
        scannerKeys.install(null);
    }
}
