package uz.fiskaldesk.desk.view;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Skin;
import uz.fiskaldesk.desk.model.Permission;

/** Asks for the supervisor's PIN before an act that bends the rules. */
final class PinPage extends Form {
    private final PasswordField pin = new PasswordField() {
        @Override
        protected Skin<?> createDefaultSkin() {
            return new StillCaret(this);
        }
    };

    PinPage(Ui ui, Permission permission, Runnable back) {
        super(ui, "pin-page", "supervisor.title", back);
        pin.setId("pin");
        pin.textProperty().bindBidirectional(permission.pin());
        Label what = ui.sentence("", "pin-what");
        Label problem = ui.line(permission.problem(), "danger-box");
        problem.setId("pin-problem");
        fill(what, ui.named("supervisor.pin", pin), problem);
        does("pin-do", "supervisor.allow", permission::answer);
        ui.show(
                permission.asked(),
                act -> what.setText(
                        act == null ? "" : ui.text("supervisor.needed", ui.text("supervisor.act." + act.code()))));
    }

    @Override
    Node first() {
        return pin;
    }
}
