package uz.fiskaldesk.desk.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.Formats;

/** Shows the payment and the offered receipt side by side, with warnings and questions. */
public final class OfferCard extends VBox {
    private final Ui ui;
    private final CaptureModel capture;
    private final Label number;
    private final Label paidTime;
    private final Label paidDay;
    private final Label issuedTime;
    private final Label issuedDay;
    private final Label distance;
    private final Label direction;
    private final Label till;
    private final Label terminal;
    private final Label terminalMark;
    private final Label amount;
    private final Label sign;
    private final Label amountMark;
    private final Label sum;
    private final VBox notes = new VBox(6);
    private final VBox doubts;
    private final Label blocked;
    private final Label replaced;
    private final CheckBox replacementConfirmed;
    private final VBox taken;
    private final Label takenBy;
    private final Button openHolder;
    private final TextField reuseReason;

    /** @param confirm sends the offer, unless it is doubtful */
    public OfferCard(Ui ui, CaptureModel capture, BetterPaymentsModel better, Runnable confirm) {
        super(8);
        this.ui = ui;
        this.capture = capture;
        setId("offer");
        getStyleClass().add("card");
        number = ui.label("", "card-title");
        number.setId("offer-number");
        paidTime = ui.label("", "compare-time");
        paidDay = ui.label("", "muted");
        issuedTime = ui.label("", "compare-time");
        issuedDay = ui.label("", "muted");
        distance = ui.wrappedLabel("", "compare-distance");
        distance.setId("offer-distance");
        direction = ui.wrappedLabel("", "muted", "compare-direction");
        till = ui.wrappedLabel("", "fact");
        terminal = ui.wrappedLabel("", "fact");
        terminalMark = ui.label("");
        terminalMark.setId("offer-terminal-mark");
        amount = ui.label("", "fact");
        amountMark = ui.label("");
        amountMark.setId("offer-amount-mark");
        sum = ui.wrappedLabel("", "fact");
        sum.setId("offer-sum");
        sign = ui.wrappedLabel("", "muted");
        GridPane compared = comparison();
        blocked = ui.wrappedLabel("", "danger-box");
        blocked.setId("offer-blocked");
        blocked.setMaxWidth(Double.MAX_VALUE);
        replaced = ui.wrappedLabel("", "fact");
        replaced.setId("offer-replaced");
        replacementConfirmed = new CheckBox();
        replacementConfirmed.setId("offer-word");
        replacementConfirmed.setWrapText(true);
        replacementConfirmed.getStyleClass().add("warning-box");
        replacementConfirmed.setMaxWidth(Double.MAX_VALUE);
        replacementConfirmed.selectedProperty().bindBidirectional(capture.replacementConfirmed());
        takenBy = ui.wrappedLabel("", "danger-text");
        reuseReason = ui.field("offer-reason", "offer.reason", capture.reuseReason());
        openHolder = ui.button("offer-holder", "offer.open-holder", capture.holder()::open, "action");
        FlowPane ready = new FlowPane(8, 8, openHolder);
        for (String key : List.of("reason.two-payments", "reason.wrong-payment")) {
            Button button = ui.button(key.replace('.', '-'), key, () -> {
                capture.reuseReason().set(ui.text(key));
                confirm.run();
            });
            button.getStyleClass().add("action");
            ready.getChildren().add(button);
        }
        taken = new VBox(8, takenBy, ready, reuseReason);
        taken.getStyleClass().add("danger-box");
        BetterPaymentsCard others = new BetterPaymentsCard(ui, better);
        doubts = new VBox(8, notes, others);
        getChildren().setAll(blocked, compared, doubts, replaced, replacementConfirmed, taken);
        ui.observe(capture.offer(), this::show);
        ui.observe(capture.holder().entry(), _ -> showHolder());
    }

    /** The field for the reason to use a receipt that another payment has. */
    public TextField reuseReason() {
        return reuseReason;
    }

    /** The check box that confirms the replacement of a receipt. */
    public CheckBox replacementConfirmed() {
        return replacementConfirmed;
    }

    /** The warnings about the receipt, and the payments that it fits better. */
    public Region doubts() {
        return doubts;
    }

    private GridPane comparison() {
        GridPane grid = new GridPane(8, 2);
        grid.getColumnConstraints().setAll(column(36, HPos.LEFT), column(28, HPos.CENTER), column(36, HPos.LEFT));
        grid.addRow(0, ui.label(ui.text("offer.payment"), "compare-title"), new Label(), number);
        grid.addRow(1, paidTime, distance, issuedTime);
        grid.addRow(2, paidDay, direction, issuedDay);
        grid.addRow(3, till, terminalMark, terminal);
        grid.addRow(4, amount, amountMark, new VBox(2, sum, sign));
        GridPane.setValignment(amount, VPos.TOP);
        GridPane.setValignment(amountMark, VPos.TOP);
        return grid;
    }

    private static ColumnConstraints column(double percent, HPos alignment) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        column.setHalignment(alignment);
        return column;
    }

    private void compare(OfferedReceipt offer) {
        FiscalReceipt receipt = offer.receipt();
        Instant paidAt = offer.entry().payment().paidAt();
        number.setText(ui.text("receipt.title", receipt.receiptNumber()));
        issuedTime.setText(Formats.timeWithSeconds(receipt.issuedAt()));
        issuedDay.setText(Formats.date(receipt.issuedAt()));
        paidTime.setText(paidAt == null ? "?" : Formats.timeWithSeconds(paidAt));
        paidDay.setText(paidAt == null ? ui.text("offer.time-unknown") : Formats.date(paidAt));
        Duration far = paidAt == null ? Duration.ZERO : receipt.issuedAfter(paidAt);
        distance.setText(
                paidAt == null
                        ? "?"
                        : (far.isNegative() ? "−" : "+")
                                + Formats.duration(far, ui.messages().texts()));
        direction.setText(paidAt == null ? "" : ui.text(far.isNegative() ? "offer.before" : "offer.after"));
        boolean wrongTime = offer.warnings().contains(ReceiptWarning.BEFORE_PAYMENT)
                || offer.warnings().contains(ReceiptWarning.LONG_AFTER_PAYMENT)
                || offer.warnings().contains(ReceiptWarning.NOT_RECENT);
        Ui.setStyle(distance, "compare-distance-", paidAt == null || wrongTime ? "doubtful" : "fine");
        String own = capture.tillTerminalId();
        till.setText(own == null ? ui.text("offer.till-unknown") : own);
        terminal.setText(receipt.terminalId());
        boolean otherTill = offer.warnings().contains(ReceiptWarning.OTHER_TILL);
        terminalMark.setText(own == null ? "?" : otherTill ? "≠" : "=");
        Ui.setStyle(terminalMark, "mark-", own == null || otherTill ? "doubtful" : "fine");
        amount.setText(ui.messages().amount(offer.entry().payment().amount()));
        sign.setText(ui.text("receipt.sign") + " " + receipt.fiscalSign());
        compareSum(offer);
    }

    /** Only the till's last receipt tells its sum. */
    private void compareSum(OfferedReceipt offer) {
        LastReceipt.Printed printed = offer.printed();
        Amount total = printed == null ? null : printed.total();
        Amount card = printed == null ? null : printed.card();
        Ui.setShown(sum, total != null);
        String all = ui.messages().amount(total);
        sum.setText(
                card == null || card.equals(total)
                        ? all
                        : ui.text("receipt.sum-card", all, ui.messages().amount(card)));
        boolean isComparable = total != null && offer.entry().payment().amount() != null;
        boolean differs = offer.warnings().contains(ReceiptWarning.AMOUNT_DIFFERS);
        amountMark.setText(!isComparable ? "" : differs ? "≠" : "=");
        Ui.setStyle(amountMark, "mark-", differs ? "doubtful" : "fine");
    }

    private void show(@Nullable OfferedReceipt offer) {
        Ui.setShown(this, offer != null);
        if (offer == null) {
            return;
        }
        compare(offer);
        notes.getChildren().clear();
        if (offer.layoutRepaired()) {
            Label hint = ui.wrappedLabel(ui.text("offer.layout"), "info-box");
            hint.setMaxWidth(Double.MAX_VALUE);
            notes.getChildren().add(hint);
        }
        for (ReceiptWarning warning : offer.warnings()) {
            String text = ui.messages().warning(warning, capture.tillTerminalId());
            Label note = ui.wrappedLabel(text, warning.isDoubtful() ? "warning-box" : "info-box");
            note.setGraphic(new FontIcon(warning.isDoubtful() ? Feather.ALERT_TRIANGLE : Feather.INFO));
            note.setMaxWidth(Double.MAX_VALUE);
            notes.getChildren().add(note);
        }
        Ui.setShown(notes, !notes.getChildren().isEmpty());
        Ui.setShown(doubts, !notes.getChildren().isEmpty());
        showReplaced(offer);
        Ui.setShown(blocked, offer.isBlocked());
        blocked.setText(ui.text("offer.blocked", ui.messages().status(offer.entry())));
        Ui.setShown(taken, offer.takenBy() != null && !offer.isBlocked());
        showHolder();
    }

    /** Describes the payment that has the receipt: a cashier knows it by its amount and time. */
    private void showHolder() {
        LedgerEntry holder = capture.holder().entry().get();
        Ui.setShown(openHolder, holder != null);
        OfferedReceipt offer = capture.offer().get();
        if (holder != null) {
            takenBy.setText(ui.text("offer.taken", ui.messages().brief(holder)));
        } else if (offer != null && offer.takenBy() != null) {
            takenBy.setText(ui.text("offer.taken", offer.takenBy()));
        }
    }

    private void showReplaced(OfferedReceipt offer) {
        FiscalReceipt has =
                offer.replacesReceipt() && !offer.isBlocked() ? offer.entry().receipt() : null;
        Ui.setShown(replaced, has != null);
        Ui.setShown(replacementConfirmed, has != null);
        if (has != null) {
            replaced.setText(
                    ui.text("offer.replaced", has.receiptNumber(), Formats.dateTime(has.issuedAt()), has.terminalId()));
            replacementConfirmed.setText(ui.text(offer.mayBeBookedTwice() ? "offer.word" : "offer.word-replace"));
        }
    }
}
