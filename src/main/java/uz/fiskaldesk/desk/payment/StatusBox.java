package uz.fiskaldesk.desk.payment;

import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.sending.StoredReceiptsModel;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;

/** The status of the payment: what happened, the response of FiscalBox, what to do next and the buttons to do it. */
final class StatusBox extends VBox {
    private final Ui ui;
    private final DeskModel model;
    private final Label title;
    private final Label advice;
    private final Label fault;
    private final Label raw;
    private final Label receipt;
    private final Button accept;
    private final Button sendKept;
    private final Button restore;
    private final Button undoByHand;
    private final Button takeBack;
    private final Button another;
    private final FlowPane buttons;
    private final VBox underWay;

    StatusBox(Ui ui, DeskModel model) {
        super(6);
        this.ui = ui;
        this.model = model;
        setId("standing");
        getStyleClass().add("standing");
        title = ui.wrappedLabel("", "standing-title");
        title.setId("standing-title");
        advice = ui.wrappedLabel("", "standing-advice");
        advice.setId("standing-advice");
        fault = ui.wrappedLabel("", "standing-raw");
        fault.setId("standing-fault");
        raw = ui.wrappedLabel("", "standing-raw");
        raw.setId("standing-raw");
        receipt = ui.wrappedLabel("", "standing-raw");
        accept = ui.button("accept", "action.send-anyway", model.sending()::acceptWarnings, "action");
        accept.getStyleClass().add("doubtful");
        sendKept = ui.button("send-kept", "action.send-kept", model.keptReceipts()::send, "action");
        sendKept.disableProperty().bind(model.keptReceipts().sending());
        restore =
                ui.button("restore", "action.restore", Shortcut.SET_ASIDE, () -> with(model.acts()::restore), "action");
        undoByHand = ui.button(
                "undo-by-hand",
                "action.undo-by-hand",
                Shortcut.UNDO_BY_HAND,
                () -> with(model.acts()::undoByHand),
                "action");
        takeBack = ui.button(
                "take-back",
                "action.take-back",
                Shortcut.REMOVE_RECEIPT,
                () -> with(model.acts()::removeReceipt),
                "action",
                "flat");
        another = ui.button(
                "other-receipt",
                "action.other-receipt",
                Shortcut.OTHER_RECEIPT,
                model.capture()::startReplacing,
                "action",
                "flat");
        buttons = new FlowPane(8, 8, accept, sendKept, restore, undoByHand, takeBack, another);
        ProgressBar progress = new ProgressBar();
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setAccessibleText(ui.text("state.sending"));
        underWay = new VBox(6, progress);
        getChildren().setAll(title, underWay, advice, buttons, fault, raw, receipt);
        ui.observe(model.list().selected(), _ -> show());
        ui.observe(model.capture().offer(), _ -> show());
        ui.observe(model.capture().replacing(), _ -> show());
    }

    private void with(Consumer<LedgerEntry> action) {
        LedgerEntry entry = model.list().selected().get();
        if (entry != null) {
            action.accept(entry);
        }
    }

    private void show() {
        LedgerEntry entry = model.list().selected().get();
        OfferedReceipt offer = model.capture().offer().get();
        if (entry == null || entry.state() == PaymentState.PENDING || (offer != null && !offer.isBlocked())) {
            Ui.setShown(this, false);
            return;
        }
        Ui.setShown(this, true);
        String name = entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Ui.setStyle(this, "standing-", entry.confirmedBy() == ConfirmedBy.SIMULATOR ? "practice" : name);
        Outcome outcome = entry.lastOutcome();
        showTitle(entry);
        put(advice, advice(entry, outcome));
        boolean isSending = entry.state() == PaymentState.SENDING;
        if (isSending != underWay.isVisible()) {
            Ui.setShown(underWay, isSending);
        }
        String whose = isAboutToBeSent(entry) ? "" : ui.messages().fault(entry);
        put(fault, whose.isEmpty() ? null : ui.text("fault.is", whose));
        put(raw, outcome == null || !entry.state().isWaiting() ? null : said(outcome));
        put(receipt, receiptLine(entry));
        Ui.setShown(sendKept, StoredReceiptsModel.areRequiredBy(entry));
        Ui.setShown(accept, entry.needsAcceptance() && entry.takesReceipt());
        Ui.setShown(restore, entry.state() == PaymentState.SET_ASIDE);
        Ui.setShown(undoByHand, entry.confirmedBy() == ConfirmedBy.PERSON);
        Ui.setShown(takeBack, entry.canRemoveReceipt() && !isAboutToBeSent(entry));
        Ui.setShown(
                another,
                entry.canReplaceReceipt() && !model.capture().replacing().get());
        Ui.setShown(buttons, buttons.getChildren().stream().anyMatch(javafx.scene.Node::isVisible));
    }

    /** Updates the elapsed time; called every second. */
    void tick() {
        LedgerEntry entry = model.list().selected().get();
        if (entry != null && isVisible()) {
            showTitle(entry);
        }
    }

    private boolean isAboutToBeSent(LedgerEntry entry) {
        return model.list().sending().isAboutToBeSent(entry);
    }

    private void showTitle(LedgerEntry entry) {
        String elapsed = model.list().sending().time(entry).map(ui::elapsed).orElse("");
        String said =
                isAboutToBeSent(entry) ? ui.text("line.ready") : ui.messages().status(entry);
        put(title, said + elapsed);
    }

    private @Nullable String advice(LedgerEntry entry, @Nullable Outcome outcome) {
        if (entry.state() == PaymentState.SENDING) {
            return ui.text("standing.go-on");
        }
        if (entry.needsAcceptance()) {
            return ui.messages().warnings(entry);
        }
        if (entry.confirmedBy() == ConfirmedBy.SIMULATOR) {
            return ui.text("advice.practice");
        }
        return outcome == null || !entry.state().isWaiting()
                ? null
                : ui.messages().advice(entry, outcome);
    }

    private @Nullable String said(Outcome outcome) {
        String said = ui.messages().fiscalBoxAnswer(outcome.answer());
        return said.isEmpty() ? null : ui.text("standing.said", said);
    }

    private @Nullable String receiptLine(LedgerEntry entry) {
        FiscalReceipt has = entry.receipt();
        if (has == null) {
            return null;
        }
        String text =
                ui.text("standing.receipt", has.receiptNumber(), Formats.dateTime(has.issuedAt()), has.terminalId());
        return entry.attempts() < 2 ? text : text + " · " + ui.text("standing.attempts", entry.attempts());
    }

    private static void put(Label label, @Nullable String text) {
        label.setText(text == null ? "" : text);
        Ui.setShown(label, text != null && !text.isEmpty());
    }
}
