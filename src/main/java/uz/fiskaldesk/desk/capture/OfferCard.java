package uz.fiskaldesk.desk.capture;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.Formats;

/** Shows the offered receipt with its warnings and questions. */
public final class OfferCard extends VBox {
    private final Ui ui;
    private final CaptureModel capture;
    private final Label number;
    private final Label time;
    private final Label distance;
    private final Label terminal;
    private final Label sign;
    private final VBox notes = new VBox(6);
    private final Label blocked;
    private final Label replaced;
    private final CheckBox replacementConfirmed;
    private final VBox taken;
    private final Label takenBy;
    private final Button openHolder;
    private final TextField reuseReason;

    public OfferCard(Ui ui, CaptureModel capture) {
        super(8);
        this.ui = ui;
        this.capture = capture;
        setId("offer");
        getStyleClass().add("card");
        number = ui.label("", "card-title");
        number.setId("offer-number");
        time = ui.label("", "card-time");
        distance = ui.label("", "muted");
        terminal = ui.label("", "fact");
        sign = ui.label("", "fact");
        HBox first = new HBox(8, number, Ui.spacer(), time);
        first.setAlignment(Pos.BASELINE_LEFT);
        GridPane facts = new GridPane(14, 4);
        facts.addRow(0, ui.label(ui.text("receipt.terminal"), "muted"), terminal);
        facts.addRow(1, ui.label(ui.text("receipt.sign"), "muted"), sign);
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
        openHolder = ui.button("offer-holder", "offer.open-holder", "", capture::openHolder, "action");
        FlowPane ready = new FlowPane(8, 8);
        for (String key : List.of("reason.two-payments", "reason.wrong-payment")) {
            Button button = ui.button(
                    key.replace('.', '-'), key, "", () -> capture.reuseReason().set(ui.text(key)));
            button.getStyleClass().add("action");
            ready.getChildren().add(button);
        }
        taken = new VBox(6, takenBy, openHolder, ready, reuseReason);
        taken.getStyleClass().add("danger-box");
        getChildren().setAll(blocked, first, distance, facts, notes, replaced, replacementConfirmed, taken);
        ui.observe(capture.offer(), this::show);
        ui.observe(capture.holder(), _ -> showHolder());
    }

    /** The field for the reason to use a receipt that another payment has. */
    public TextField reuseReason() {
        return reuseReason;
    }

    /** The check box that confirms the replacement of a receipt. */
    public CheckBox replacementConfirmed() {
        return replacementConfirmed;
    }

    private void show(@Nullable Offer offer) {
        Ui.setShown(this, offer != null);
        if (offer == null) {
            return;
        }
        number.setText(ui.text("receipt.title", offer.receipt().receiptNumber()));
        time.setText(Formats.dateTime(offer.receipt().issuedAt()));
        String far = ui.messages()
                .timeDifference(offer.receipt(), offer.entry().payment().paidAt())
                .orElse("");
        distance.setText(far);
        Ui.setShown(distance, !far.isEmpty());
        terminal.setText(offer.receipt().terminalId());
        sign.setText(offer.receipt().fiscalSign());
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
        showReplaced(offer);
        Ui.setShown(blocked, offer.isBlocked());
        blocked.setText(ui.text("offer.blocked", ui.messages().status(offer.entry())));
        Ui.setShown(taken, offer.takenBy() != null && !offer.isBlocked());
        showHolder();
    }

    /** Describes the payment that has the receipt: a cashier knows it by its amount and time. */
    private void showHolder() {
        LedgerEntry holder = capture.holder().get();
        Ui.setShown(openHolder, holder != null);
        Offer offer = capture.offer().get();
        if (holder != null) {
            takenBy.setText(ui.text(
                    "offer.taken",
                    String.join(
                            ", ",
                            ui.messages().amount(holder.payment().amount()),
                            Formats.dateTime(holder.sortTime()),
                            ui.messages().state(holder))));
        } else if (offer != null && offer.takenBy() != null) {
            takenBy.setText(ui.text("offer.taken", offer.takenBy()));
        }
    }

    private void showReplaced(Offer offer) {
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
