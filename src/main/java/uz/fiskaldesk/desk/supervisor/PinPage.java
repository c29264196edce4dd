package uz.fiskaldesk.desk.supervisor;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Skin;
import javafx.scene.layout.GridPane;
import org.kordamp.ikonli.feather.Feather;
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
        Label checking = ui.label(ui.text("supervisor.checking"), "muted");
        checking.setId("pin-checking");
        ui.observe(approval.checking(), now -> Ui.setShown(checking, now));
        setContent(what, ui.labelled("supervisor.pin", pin), problem, checking, keypad());
        Button allow = addSubmitButtons("pin-do", "supervisor.allow", approval::submit);
        ui.observe(approval.checking(), allow::setDisable);
        ui.observe(
                approval.guardedAct(),
                act -> what.setText(
                        act == null ? "" : ui.text("supervisor.needed", ui.text("supervisor.act." + act.code()))));
    }

    /** Digits for a touch screen without a keyboard. */
    private GridPane keypad() {
        GridPane keys = new GridPane(8, 8);
        for (int digit = 1; digit <= 9; digit++) {
            keys.add(key(Integer.toString(digit)), (digit - 1) % 3, (digit - 1) / 3);
        }
        keys.add(key("0"), 1, 3);
        Button delete = ui.iconButton("pin-delete", Feather.DELETE, "supervisor.delete-digit", pin::deletePreviousChar);
        delete.getStyleClass().remove("flat");
        delete.getStyleClass().addAll("action", "pin-key");
        delete.setFocusTraversable(false);
        keys.add(delete, 2, 3);
        return keys;
    }

    private Button key(String digit) {
        Button key = new Button(digit);
        key.setId("pin-" + digit);
        key.getStyleClass().addAll("action", "pin-key");
        // The focus stays in the field, so that Enter submits.
        key.setFocusTraversable(false);
        key.setOnAction(_ -> {
            pin.appendText(digit);
            pin.requestFocus();
            pin.end();
        });
        return key;
    }

    @Override
    public Node initialFocus() {
        return pin;
    }
}
