package uz.fiskaldesk.desk.shell;

import javafx.scene.control.Label;
import uz.fiskaldesk.desk.ClosingModel;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;

/** Says what is in progress when the window is to be closed, and asks whether to close it nevertheless. */
final class ClosingPage extends FormPage {
    ClosingPage(Ui ui, ClosingModel closing, WindowActions commands, Runnable back) {
        super(ui, "closing-page", "closing.title", back);
        Label question = ui.messageLabel(closing.question(), "warning-box");
        question.setId("closing-question");
        question.setMaxWidth(Double.MAX_VALUE);
        setContent(question);
        addSubmitButtons("closing-do", "closing.nevertheless", commands::closeNevertheless);
    }
}
