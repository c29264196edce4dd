package uz.fiskaldesk.desk.capture;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;

/** Lets the cashier choose between the receipts found in one picture. */
public final class ReceiptChoiceCard extends VBox {
    private final Ui ui;
    private final CaptureModel capture;
    private final Label which;
    private final VBox choices = new VBox(8);

    public ReceiptChoiceCard(Ui ui, CaptureModel capture) {
        super(10);
        this.ui = ui;
        this.capture = capture;
        setId("several");
        getStyleClass().add("card");
        which = ui.wrappedLabel("", "card-title");
        Button discard =
                ui.button("several-discard", "action.discard", Shortcut.ESCAPE, capture::discard, "second-button");
        getChildren().setAll(which, choices, discard);
        ui.observe(capture.receiptChoices(), this::show);
    }

    private void show(List<FiscalReceipt> receipts) {
        Ui.setShown(this, !receipts.isEmpty());
        which.setText(receipts.isEmpty() ? "" : ui.text("several.which", receipts.size()));
        choices.getChildren().setAll(receipts.stream().map(this::choice).toList());
        focusFirst();
    }

    /** Focuses the receipt that fits best, which also scrolls to it. */
    public void focusFirst() {
        if (!choices.getChildren().isEmpty()) {
            choices.getChildren().getFirst().requestFocus();
        }
    }

    private String reason(FiscalReceipt receipt) {
        Match match = capture.matchOf(receipt);
        String why = match == null ? "" : ui.messages().match(match);
        return why.isEmpty() ? receipt.terminalId() : receipt.terminalId() + " · " + why;
    }

    private Button choice(FiscalReceipt receipt) {
        return ui.choiceButton(
                "several-" + receipt.receiptNumber(),
                ui.text("receipt.title", receipt.receiptNumber()),
                Formats.dateTime(receipt.issuedAt()),
                reason(receipt),
                () -> capture.chooseReceipt(receipt));
    }
}
