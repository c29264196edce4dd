package uz.fiskaldesk.desk.shell;

import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.wording.Messages;

/** Shown while changed settings are applied. Payments that are being sent are completed first; no others can be sent. */
public final class ApplyingSettingsView extends VBox {
    private static final double WIDTH = 640;

    /** @param patience the longest wait for a pending response */
    public ApplyingSettingsView(Messages messages, Duration patience) {
        super(18);
        Ui ui = new Ui(messages);
        setId("taking-effect");
        getStyleClass().addAll("desk", "opening-trouble");
        setAlignment(Pos.CENTER);
        Label what = ui.wrappedLabel(
                ui.text("settings.taking-effect", Formats.duration(patience, messages.texts())), "muted");
        what.setMaxWidth(WIDTH);
        ProgressBar progress = new ProgressBar();
        progress.setMaxWidth(WIDTH);
        getChildren().setAll(ui.label("FiskalDesk", "brand"), what, progress);
    }
}
