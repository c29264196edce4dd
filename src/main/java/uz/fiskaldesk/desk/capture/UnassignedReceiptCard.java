package uz.fiskaldesk.desk.capture;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
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
        Button discard = ui.button("unplaced-discard", "action.discard", "Esc", capture::discard, "second-button");
        getChildren().setAll(first, which, choices, discard);
        ui.observe(capture.unassigned(), this::show);
    }

    private void show(@Nullable UnassignedReceipt unplaced) {
        Ui.setShown(this, unplaced != null);
        choices.getChildren().clear();
        if (unplaced == null) {
            return;
        }
        number.setText(ui.text("receipt.title", unplaced.receipt().receiptNumber()));
        time.setText(Formats.dateTime(unplaced.receipt().issuedAt()));
        which.setText(ui.text(unplaced.candidates().isEmpty() ? "unplaced.none" : "unplaced.which"));
        for (LedgerEntry entry : unplaced.candidates()) {
            choices.getChildren().add(choice(unplaced, entry));
        }
        if (!choices.getChildren().isEmpty()) {
            choices.getChildren().getFirst().requestFocus();
        }
    }

    private Button choice(UnassignedReceipt unplaced, LedgerEntry entry) {
        Label amount = ui.label(ui.wording().amount(entry.payment().amount()), "card-title");
        Label paid = ui.label(Formats.dateTime(entry.happenedAt()), "muted");
        String far = ui.wording()
                .distance(unplaced.receipt(), entry.payment().paidAt())
                .orElse("");
        HBox first = new HBox(10, amount, Ui.spacer(), paid);
        first.setAlignment(Pos.BASELINE_LEFT);
        Label distance = ui.label(far, "muted");
        Ui.setShown(distance, !far.isEmpty());
        VBox words = new VBox(2, first, distance);
        Button button = new Button();
        button.setId("unplaced-" + entry.transactionId().key());
        button.setGraphic(words);
        button.setAccessibleText(amount.getText() + ", " + paid.getText() + (far.isEmpty() ? "" : ", " + far));
        button.setMaxWidth(Double.MAX_VALUE);
        words.prefWidthProperty().bind(button.widthProperty().subtract(30));
        button.getStyleClass().add("action");
        button.setOnAction(_ -> capture.assignTo(entry));
        return button;
    }
}
