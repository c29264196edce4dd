package uz.fiskaldesk.desk.view;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.model.Notice;
import uz.fiskaldesk.desk.model.Notices;
import uz.fiskaldesk.wording.Wording;

/** The window while there is no ledger: what stands in the way, and what can be done. */
public final class OpeningTrouble extends VBox {
    private static final double WIDTH = 640;

    public OpeningTrouble(
            Wording wording, Notices notices, DeskCommands commands, Runnable tryAgain, Runnable close) {
        super(18);
        Ui ui = new Ui(wording);
        setId("opening-trouble");
        getStyleClass().addAll("desk", "opening-trouble");
        setAlignment(Pos.CENTER);
        Notice notice = notices.current().get();
        String said = notice == null ? wording.texts().get("trouble.unexpected") : notice.words().in(wording);
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
    }
}
