package uz.fiskaldesk.desk;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.desk.acts.ActsModel;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.capture.BetterPaymentsModel;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.KeyedReceiptModel;
import uz.fiskaldesk.desk.capture.LastReceiptModel;
import uz.fiskaldesk.desk.capture.PastedTextModel;
import uz.fiskaldesk.desk.capture.PictureCaptureModel;
import uz.fiskaldesk.desk.capture.ReceiptPictureReader;
import uz.fiskaldesk.desk.capture.ReceiptProposalsModel;
import uz.fiskaldesk.desk.capture.ScannerModel;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.health.ReprintModel;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.desk.history.HistoryModel;
import uz.fiskaldesk.desk.intake.AddPaymentModel;
import uz.fiskaldesk.desk.intake.ColumnsModel;
import uz.fiskaldesk.desk.intake.DroppedFilesModel;
import uz.fiskaldesk.desk.intake.ImportModel;
import uz.fiskaldesk.desk.intake.StatementModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.phone.PhoneModel;
import uz.fiskaldesk.desk.phone.PhotoCapture;
import uz.fiskaldesk.desk.sending.SendingModel;
import uz.fiskaldesk.desk.sending.StoredReceiptsModel;
import uz.fiskaldesk.desk.settings.LiveSettings;
import uz.fiskaldesk.desk.settings.SettingsModel;
import uz.fiskaldesk.desk.shift.ShiftModel;
import uz.fiskaldesk.desk.start.PracticeModel;
import uz.fiskaldesk.desk.start.StartModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.desk.update.UpdateModel;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.StatementCheck;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.Settings;

/** The view models of a session, over one ledger and one FiscalBox. Used on the JavaFX thread. */
public final class DeskModel {
    private final boolean addressGiven;
    private final NoticeModel notices;
    private final SoundCues soundCues = new SoundCues();
    private final PageModel pages = new PageModel();
    private final Providers providers;
    private final PaymentListModel list;
    private final HealthModel health;
    private final StoredReceiptsModel keptReceipts;
    private final CaptureModel capture;
    private final PastedTextModel pastedText;
    private final BetterPaymentsModel betterPayments;
    private final ReceiptProposalsModel receiptProposals;
    private final PictureCaptureModel pictureCapture;
    private final LastReceiptModel lastReceipt;
    private final ReprintModel reprint;
    private final Sender sender;
    private final ApprovalModel approval;
    private final SendingModel sending;
    private final ClosingModel closing;
    private final ActsModel acts;
    private final AddPaymentModel addPayment;
    private final ColumnsModel columns;
    private final ImportModel imports;
    private final StatementModel statement;
    private final DroppedFilesModel droppedFiles;
    private final KeyedReceiptModel keyedReceipt;
    private final ReasonModel reason;
    private final HistoryModel history;
    private final ShiftModel shift;
    private final LiveSettings live;
    private final SettingsModel settings;
    private final ScannerModel scanner;
    private final StartModel start;
    private final CameraModel camera;
    private final ReceiptPictureReader pictures;
    private final PhoneModel phone;
    private final UpdateModel update;

    /**
     * @param settings as they are now
     * @param saveSettings stores changed settings and applies them, by a new session
     * @param keep changes the stored settings where they are in effect already
     * @param notices where {@code tasks} reports failures
     * @param window runs tasks on the JavaFX thread
     */
    public DeskModel(
            DeskServices services,
            Settings settings,
            Consumer<Settings> saveSettings,
            Consumer<UnaryOperator<Settings>> keep,
            NoticeModel notices,
            BackgroundTasks tasks,
            Executor window) {
        this.addressGiven = settings.api().url() != null || services.samples() != null;
        this.notices = notices;
        live = new LiveSettings(settings, keep);
        Ledger ledger = services.ledger();
        Clock clock = services.clock();
        ReceiptReader reader = services.receipts();
        providers = Providers.ofCodes(settings.providers());
        list = new PaymentListModel(ledger, tasks, clock);
        health = new HealthModel(services.fiscalBox(), services.isConnected(), addressGiven, tasks, clock);
        keptReceipts = new StoredReceiptsModel(services.fiscalBox(), notices, tasks, health::query);
        capture = new CaptureModel(
                list, ledger, notices, soundCues, tasks, reader, new ReceiptChecks(clock), health::terminalId, clock);
        addPayment = new AddPaymentModel(ledger, services.operator(), providers, list, pages, notices, tasks);
        pastedText = new PastedTextModel(reader, capture, addPayment);
        pictureCapture = new PictureCaptureModel(capture, pastedText, list, notices, tasks);
        lastReceipt = new LastReceiptModel(services.fiscalBox(), capture, list, notices, tasks);
        betterPayments = new BetterPaymentsModel(ledger, list, capture, tasks, health::terminalId);
        receiptProposals = new ReceiptProposalsModel(ledger, list, capture, tasks, health::terminalId);
        reprint = new ReprintModel(services.fiscalBox(), notices, tasks, clock);
        sender = new Sender(services.confirmation(), ledger, clock, new SenderResults(window, this::sending, health));
        list.sending().setInFlight(sender::isInFlight);
        approval = new ApprovalModel(services.supervisor(), pages, tasks, clock);
        list.selected().subscribe((before, _) -> paymentDeselected(before));
        sending = sendingModel(services, tasks, () -> live.scanner().get().sendsAtOnce());
        capture.setOfferListener(sending::receiptOffered);
        acts = new ActsModel(ledger, services.operator(), list, capture::isIdle, notices, tasks);
        columns = new ColumnsModel(services.columnMemory(), pages, tasks);
        Import importing = new Import(ledger, reader, services.operator(), providers);
        statement = new StatementModel(
                new StatementCheck(ledger, providers), importing, list, pages, notices, tasks, columns);
        imports = new ImportModel(importing, list, pages, notices, tasks, columns, window);
        droppedFiles = new DroppedFilesModel(imports, statement, services.columnMemory(), pages, notices, tasks);
        closing = new ClosingModel(sender, list, imports, pages, clock);
        keyedReceipt = new KeyedReceiptModel(capture, list, pages);
        reason = new ReasonModel(ledger, acts, list, pages, approval, notices, tasks);
        history = new HistoryModel(ledger, list, pages, tasks);
        shift = new ShiftModel(new Shifts(ledger, services.operator()), sending, list, pages, notices, tasks);
        scanner = new ScannerModel(pastedText, pages, notices, soundCues, reader);
        Consumer<Settings.Camera> keepCamera = chosen -> keep.accept(stored -> stored.withCamera(chosen));
        camera = new CameraModel(
                list, capture, pages, services.cameraFor(), settings.camera(), keepCamera, window, clock);
        pictures = new ReceiptPictureReader(reader, clock);
        phone = phoneModel(services, tasks, window);
        shift.shown().subscribe(this::shiftShown);
        update = new UpdateModel(services.updates(), () -> sender.inFlightCount() > 0, pages, notices, tasks, window);
        // The camera may have been changed since the form was opened.
        Consumer<Settings> save = changed ->
                saveSettings.accept(changed.withCamera(camera.settings().get()));
        this.settings =
                new SettingsModel(pages, approval, tasks, live, services.fiscalBoxAt(), imports::isRunning, save);
        start = startModel(services, tasks, save);
    }

    private void shiftShown(ShiftModel.@Nullable Shown shown) {
        if (shown != null && shown.closed()) {
            phone.shiftClosed();
        }
    }

    private StartModel startModel(DeskServices services, BackgroundTasks tasks, Consumer<Settings> save) {
        PracticeModel practice = new PracticeModel(services.practice(), services.receipts(), tasks);
        return new StartModel(pages, approval, tasks, services.fiscalBoxAt(), scanner.test(), practice, save);
    }

    private PhoneModel phoneModel(DeskServices services, BackgroundTasks tasks, Executor window) {
        return new PhoneModel(
                live.phone(),
                pages,
                new PhotoCapture(pictures::read, pictureCapture, capture, services.receipts(), pages),
                services.networks(),
                tasks,
                window,
                services.clock());
    }

    private SendingModel sendingModel(DeskServices services, BackgroundTasks tasks, BooleanSupplier atOnce) {
        return new SendingModel(
                services.ledger(),
                services.confirmation(),
                sender,
                list,
                capture,
                pages,
                approval,
                notices,
                tasks,
                atOnce);
    }

    private void paymentDeselected(@Nullable LedgerEntry before) {
        if (before != null && !list.isSelected(before.transactionId())) {
            approval.paymentDeselected();
        }
    }

    /** Shows what the watchdog found; null if no payment is delayed. The advice is given once. */
    public void reportLatePayments(@Nullable DelayedPayments now) {
        if (now != null && health.latePayments().get() == null) {
            notices.warning("health.late-advice");
        }
        health.setLatePayments(now);
    }

    /** Shows the state of a server; the sentence about a failure is shown once. */
    public void reportServer(SessionServer.Kind kind, BackgroundServer.State state) {
        health.setServer(kind, state);
        if (state instanceof BackgroundServer.State.Failed failed) {
            notices.show(
                    Notice.Kind.WARNING,
                    messages -> messages.texts()
                            .get(
                                    "server.notice",
                                    messages.texts().get(kind.textKey()),
                                    failed.reason().in(messages.texts())));
        }
    }

    /** Whether the shop has entered the address of FiscalBox; otherwise the usual one on this computer is tried. */
    public boolean isAddressGiven() {
        return addressGiven;
    }

    public NoticeModel notices() {
        return notices;
    }

    public SoundCues soundCues() {
        return soundCues;
    }

    public PageModel pages() {
        return pages;
    }

    public Providers providers() {
        return providers;
    }

    public PaymentListModel list() {
        return list;
    }

    public HealthModel health() {
        return health;
    }

    public StoredReceiptsModel keptReceipts() {
        return keptReceipts;
    }

    public CaptureModel capture() {
        return capture;
    }

    public BetterPaymentsModel betterPayments() {
        return betterPayments;
    }

    public ReceiptProposalsModel receiptProposals() {
        return receiptProposals;
    }

    public PastedTextModel pastedText() {
        return pastedText;
    }

    public PictureCaptureModel pictureCapture() {
        return pictureCapture;
    }

    public LastReceiptModel lastReceipt() {
        return lastReceipt;
    }

    public ReprintModel reprint() {
        return reprint;
    }

    /** Sends payments; {@link Sender#tick} is called periodically to retry due ones. */
    public Sender sender() {
        return sender;
    }

    public SendingModel sending() {
        return sending;
    }

    public ApprovalModel approval() {
        return approval;
    }

    public ClosingModel closing() {
        return closing;
    }

    public ActsModel acts() {
        return acts;
    }

    public AddPaymentModel addPayment() {
        return addPayment;
    }

    public ColumnsModel columns() {
        return columns;
    }

    public DroppedFilesModel droppedFiles() {
        return droppedFiles;
    }

    public StatementModel statement() {
        return statement;
    }

    public ImportModel imports() {
        return imports;
    }

    public KeyedReceiptModel keyedReceipt() {
        return keyedReceipt;
    }

    public ReasonModel reason() {
        return reason;
    }

    public HistoryModel history() {
        return history;
    }

    public ShiftModel shift() {
        return shift;
    }

    /** The settings that take effect without a new session. */
    public LiveSettings live() {
        return live;
    }

    public SettingsModel settings() {
        return settings;
    }

    /** The guide of the first start. */
    public StartModel start() {
        return start;
    }

    public ScannerModel scanner() {
        return scanner;
    }

    public CameraModel camera() {
        return camera;
    }

    /** Reads pictures that were chosen, dropped, pasted or photographed. */
    public ReceiptPictureReader pictures() {
        return pictures;
    }

    public PhoneModel phone() {
        return phone;
    }

    public UpdateModel update() {
        return update;
    }
}
