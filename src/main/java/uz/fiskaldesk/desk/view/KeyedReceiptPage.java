package uz.fiskaldesk.desk.view;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import uz.fiskaldesk.desk.model.KeyedReceipt;

/** The four printed fields of a receipt with a torn QR. */
final class KeyedReceiptPage extends Form {
    private final TextField terminal;
    private final TextField number;

    KeyedReceiptPage(Ui ui, KeyedReceipt keyed, Runnable back) {
        super(ui, "keyed-page", "keyed.title", back);
        terminal = field("keyed-terminal", "UZ170703100597", keyed.terminalId());
        number = field("keyed-number", "2421", keyed.number());
        TextField time = field("keyed-time", "04.01.2023 12:18:01", keyed.time());
        TextField sign = field("keyed-sign", "514343190161", keyed.sign());
        Label problem = ui.line(keyed.problem(), "danger-box");
        problem.setId("keyed-problem");
        fill(
                ui.sentence(ui.text("keyed.how"), "muted"),
                ui.named("keyed.terminal", terminal),
                ui.named("keyed.number", number),
                ui.named("keyed.time", time),
                ui.named("keyed.sign", sign),
                problem);
        does("keyed-take", "keyed.take", keyed::take);
    }

    private TextField field(String id, String example, StringProperty value) {
        TextField field = ui.field(id, "");
        field.setPromptText(example);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    @Override
    Node first() {
        return terminal.getText().isEmpty() ? terminal : number;
    }
}
