package uz.fiskaldesk.desk.view;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.model.AskedReason;

/** Asks why a payment is set aside or confirmed by hand; the usual reasons need one touch. */
final class ReasonPage extends Form {
    private final AskedReason asked;
    private final TextField reason;
    private final Label what;
    private final FlowPane ready = new FlowPane(8, 8);
    private final Button button;

    ReasonPage(Ui ui, AskedReason asked, Runnable back) {
        super(ui, "reason-page", "action.set-aside", back);
        this.asked = asked;
        what = ui.sentence("", "reason-what");
        reason = ui.field("reason", "reason.prompt");
        reason.textProperty().bindBidirectional(asked.reason());
        fill(what, ready, ui.named("reason.own", reason));
        button = does("reason-do", "action.set-aside", asked::answer);
        ui.show(asked.question(), this::show);
        ui.show(asked.reason(), why -> button.setDisable(why.isBlank()));
    }

    private void show(AskedReason.@Nullable Question question) {
        if (question == null) {
            return;
        }
        boolean aside = question.act() == AskedReason.For.SET_ASIDE;
        what.setText(ui.text(aside ? "reason.set-aside" : "reason.by-hand"));
        title.setText(ui.text(aside ? "action.set-aside" : "action.by-hand"));
        button.setText(ui.text(aside ? "action.set-aside" : "action.by-hand"));
        ready.getChildren().clear();
        for (String key : question.act().ready()) {
            ready.getChildren()
                    .add(ui.button(
                            key.replace('.', '-'), key, "", () -> asked.reason().set(ui.text(key)), "action"));
        }
    }

    @Override
    Node first() {
        return reason;
    }
}
