package uz.fiskaldesk.desk.capture;

import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;

/** The form for the four printed fields of a receipt. */
public final class KeyedReceiptPage extends FormPage {
    private final TextField terminal;
    private final TextField number;

    public KeyedReceiptPage(Ui ui, KeyedReceiptModel keyed, Runnable back) {
        super(ui, "keyed-page", "keyed.title", back);
        terminal = field("keyed-terminal", "UZ170703100597", keyed.terminalId());
        number = field("keyed-number", "2421", keyed.number());
        TextField time = field("keyed-time", "04.01.2023 12:18:01", keyed.time());
        // A text field selects its whole text when it gets the focus, so that typing would replace the day.
        time.selectionProperty().subscribe(selected -> {
            if (selected.getLength() == time.getLength() && time.getText().endsWith(" ")) {
                time.end();
            }
        });
        TextField sign = field("keyed-sign", "514343190161", keyed.sign());
        setContent(
                ui.wrappedLabel(ui.text("keyed.how"), "muted"),
                ui.labelled("keyed.terminal", terminal),
                ui.labelled("keyed.number", number),
                ui.labelled("keyed.time", time),
                ui.labelled("keyed.sign", sign));
        showProblem(
                "keyed-problem",
                keyed.problem(),
                Map.of(keyed.terminalId(), terminal, keyed.number(), number, keyed.time(), time, keyed.sign(), sign));
        addSubmitButtons("keyed-take", "keyed.take", keyed::submit);
    }

    private TextField field(String id, String example, StringProperty value) {
        TextField field = ui.field(id, "", value);
        field.setPromptText(example);
        return field;
    }

    @Override
    public Node initialFocus() {
        return terminal.getText().isEmpty() ? terminal : number;
    }
}
