package uz.fiskaldesk.desk.capture;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
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
        Button discard = ui.button("several-discard", "action.discard", "Esc", capture::discard, "second-button");
        getChildren().setAll(which, choices, discard);
        ui.observe(capture.receiptChoices(), this::show);
    }

    private void show(List<FiscalReceipt> receipts) {
        Ui.setShown(this, !receipts.isEmpty());
        which.setText(receipts.isEmpty() ? "" : ui.text("several.which", receipts.size()));
        choices.getChildren().setAll(receipts.stream().map(this::choice).toList());
    }

    private Button choice(FiscalReceipt receipt) {
        Label number = ui.label(ui.text("receipt.title", receipt.receiptNumber()), "card-title");
        Label issued = ui.label(Formats.dateTime(receipt.issuedAt()), "muted");
        HBox first = new HBox(10, number, Ui.spacer(), issued);
        first.setAlignment(Pos.BASELINE_LEFT);
        Label module = ui.label(receipt.terminalId(), "muted");
        VBox words = new VBox(2, first, module);
        Button button = new Button();
        button.setId("several-" + receipt.receiptNumber());
        button.setGraphic(words);
        button.setAccessibleText(number.getText() + ", " + issued.getText() + ", " + module.getText());
        button.setMaxWidth(Double.MAX_VALUE);
        words.prefWidthProperty().bind(button.widthProperty().subtract(30));
        button.getStyleClass().add("action");
        button.setOnAction(_ -> capture.chooseReceipt(receipt));
        return button;
    }
}
