package uz.fiskaldesk.desk.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.wording.Wording;

/** The window while there is no ledger: what stands in the way, and what can be done. */
public final class StartFailureView extends VBox {
    private static final double WIDTH = 640;

    /**
     * What can be done about settings that cannot be used.
     *
     * @param lastGood null where there are no earlier ones
     */
    public record SettingsRepair(
            Runnable openFile, @Nullable Runnable lastGood, Runnable fresh) {}

    /** @param repair null where the settings are not at fault */
    public StartFailureView(
            Wording wording,
            NoticeModel notices,
            WindowActions commands,
            Runnable tryAgain,
            @Nullable SettingsRepair repair,
            Runnable close) {
        super(18);
        Ui ui = new Ui(wording);
        setId("opening-trouble");
        getStyleClass().addAll("desk", "opening-trouble");
        setAlignment(Pos.CENTER);
        Notice notice = notices.current().get();
        String said = notice == null
                ? wording.texts().get("trouble.unexpected")
                : notice.words().in(wording);
        Label what = ui.sentence(said, "danger-box");
        what.setId("opening-trouble-text");
        what.setMaxWidth(WIDTH);
        Label calm = ui.sentence(ui.text("trouble.nothing-lost"), "muted");
        calm.setMaxWidth(WIDTH);
        HBox buttons = new HBox(
                10,
                ui.button("try-again", "trouble.try-again", "", tryAgain, "main-button"),
                ui.button("open-logs", "settings.logs", "", commands::openLogs, "second-button"),
                ui.button("close", "trouble.close", "", close, "second-button"));
        buttons.setAlignment(Pos.CENTER);
        getChildren().setAll(ui.label("FiskalDesk", "brand"), what, calm, buttons);
        if (repair != null) {
            addRepair(ui, repair);
        }
    }

    private void addRepair(Ui ui, SettingsRepair repair) {
        HBox acts = new HBox(
                10, ui.button("settings-open", "settings-repair.open", "", repair.openFile(), "second-button"));
        if (repair.lastGood() != null) {
            acts.getChildren()
                    .add(ui.button(
                            "settings-last-good", "settings-repair.last-good", "", repair.lastGood(), "second-button"));
        }
        acts.getChildren()
                .add(ui.button("settings-fresh", "settings-repair.fresh", "", repair.fresh(), "second-button"));
        acts.setAlignment(Pos.CENTER);
        Label note = ui.sentence(ui.text("settings-repair.note"), "muted");
        note.setMaxWidth(WIDTH);
        getChildren().addAll(acts, note);
    }
}
