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

    public PinPage(Ui ui, ApprovalModel approval, Runnable back) {
        super(ui, "pin-page", "supervisor.title", back);
        pin.setId("pin");
        pin.textProperty().bindBidirectional(approval.pin());
        Label what = ui.wrappedLabel("", "pin-what");
        Label problem = ui.messageLabel(approval.problem(), "danger-box");
        problem.setId("pin-problem");
        setContent(what, ui.labelled("supervisor.pin", pin), problem);
        addSubmitButtons("pin-do", "supervisor.allow", approval::submit);
        ui.observe(
                approval.guardedAct(),
                act -> what.setText(
                        act == null ? "" : ui.text("supervisor.needed", ui.text("supervisor.act." + act.code()))));
    }

    @Override
    public Node initialFocus() {
        return pin;
    }
}
