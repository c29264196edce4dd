package uz.fiskaldesk.desk.supervisor;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Skin;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.StillCaretSkin;
import uz.fiskaldesk.desk.common.Ui;

/** The form for the supervisor's PIN. */
public final class PinPage extends FormPage {
    private final PasswordField pin = new PasswordField() {
        @Override
        protected Skin<?> createDefaultSkin() {
            return new StillCaretSkin(this);
        }
    };

    public PinPage(Ui ui, ApprovalModel permission, Runnable back) {
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
    public Node first() {
        return pin;
    }
}
