package uz.fiskaldesk.desk.capture;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;

/** Lets the cashier choose the payment that an unassigned receipt belongs to. */
public final class UnassignedReceiptCard extends VBox {
    private final Ui ui;
    private final CaptureModel capture;
    private final Label number;
    private final Label time;
    private final Label which;
    private final VBox choices = new VBox(8);

    public UnassignedReceiptCard(Ui ui, CaptureModel capture) {
        super(10);
        this.ui = ui;
        this.capture = capture;
        setId("unplaced");
        getStyleClass().add("card");
        number = ui.label("", "card-title");
        time = ui.label("", "card-time");
        HBox first = new HBox(8, number, Ui.spacer(), time);
        first.setAlignment(Pos.BASELINE_LEFT);
        which = ui.wrappedLabel("", "muted");
        Button discard =
                ui.button("unplaced-discard", "action.discard", Shortcut.ESCAPE, capture::discard, "second-button");
        getChildren().setAll(first, which, choices, discard);
        ui.observe(capture.unassigned(), this::show);
    }

    private void show(@Nullable UnassignedReceipt unassigned) {
        Ui.setShown(this, unassigned != null);
        choices.getChildren().clear();
        if (unassigned == null) {
            return;
        }
        number.setText(ui.text("receipt.title", unassigned.receipt().receiptNumber()));
        time.setText(Formats.dateTime(unassigned.receipt().issuedAt()));
        which.setText(question(unassigned));
        for (Proposal proposal : unassigned.candidates()) {
            choices.getChildren().add(choice(proposal.entry(), proposal.match()));
        }
        LedgerEntry holder = unassigned.takenBy();
        if (choices.getChildren().isEmpty() && holder != null) {
            choices.getChildren().add(ui.button("unplaced-holder", "offer.open-holder", () -> open(holder), "action"));
        }
        if (!choices.getChildren().isEmpty()) {
            choices.getChildren().getFirst().requestFocus();
        }
    }

    private void open(LedgerEntry holder) {
        capture.discard();
        capture.holder().open(holder);
    }

    private String question(UnassignedReceipt unassigned) {
        if (!unassigned.candidates().isEmpty()) {
            return ui.text("unplaced.which");
        }
        return unassigned.takenBy() == null
                ? ui.text("unplaced.none")
                : ui.text("unplaced.taken", ui.messages().brief(unassigned.takenBy()));
    }

    private Button choice(LedgerEntry entry, Match match) {
        return ui.choiceButton(
                "unplaced-" + entry.transactionId().key(),
                ui.messages().amount(entry.payment().amount()),
                Formats.dateTime(entry.sortTime()),
                ui.messages().match(match),
                () -> capture.offerFor(entry));
    }
}
