package uz.fiskaldesk.desk.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Scrolling;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.desk.supervisor.PinPage;
import uz.fiskaldesk.wording.Messages;

/** Shown when the ledger or the settings cannot be opened: the reason and what can be done about it. */
public final class StartFailureView extends VBox {
    private static final double WIDTH = 720;

    /** Height in pixels of the page with all keys. */
    private static final double PIN_HEIGHT = 440;

    private final VBox content = new VBox(16);
    private final Button again;

    /**
     * The repair actions for invalid settings.
     *
     * @param lastGood restores the last valid settings; null if there are none
     * @param fresh replaces the settings by the defaults
     */
    public record SettingsRepair(
            Runnable openFile, @Nullable Runnable lastGood, Runnable fresh) {}

    /**
     * @param approval asks for a PIN on this page before a guarded repair
     * @param repair null if the settings are valid
     * @param nothingLost false if the list of payments itself is damaged or gone
     */
    public StartFailureView(
            Messages messages,
            NoticeModel notices,
            WindowActions commands,
            ApprovalModel approval,
            Runnable tryAgain,
            @Nullable SettingsRepair repair,
            boolean nothingLost,
            Runnable close) {
        Ui ui = new Ui(messages);
        ui.announceIn(this);
        setId("opening-trouble");
        getStyleClass().addAll("desk", "opening-trouble");
        content.setAlignment(Pos.CENTER);
        ScrollPane scroll = Scrolling.vertical(content);
        scroll.setFitToHeight(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(scroll);
        Notice notice = notices.current().get();
        String said = notice == null
                ? messages.texts().get("trouble.unexpected")
                : notice.text().in(messages);
        Label what = ui.wrappedLabel(said, "danger-box");
        what.setId("opening-trouble-text");
        what.setMaxWidth(WIDTH);
        Label calm = ui.wrappedLabel(ui.text("trouble.nothing-lost"), "muted");
        calm.setId("nothing-lost");
        calm.setMaxWidth(WIDTH);
        Ui.setShown(calm, nothingLost);
        again = ui.button("try-again", "trouble.try-again", tryAgain, "main-button");
        FlowPane buttons = row(
                again,
                ui.button("open-support", "support.title", commands::openSupport, "second-button"),
                ui.button("open-logs", "settings.logs", commands::openLogs, "second-button"),
                ui.button("close", "trouble.close", close, "second-button"));
        Label brand = ui.label("FiskalDesk", "brand");
        content.getChildren().setAll(brand, what, calm, buttons);
        VBox repairs = new VBox(16);
        repairs.setAlignment(Pos.CENTER);
        if (repair != null) {
            repairs.getChildren().setAll(repairs(ui, repair));
        }
        content.getChildren().addAll(repairs, pin(ui, approval));
        // The PIN page has the main button of the moment, and needs the room.
        ui.observe(approval.guardedAct(), act -> {
            Ui.setShown(brand, act == null);
            Ui.setShown(again, act == null);
            Ui.setShown(repairs, act == null && repair != null);
        });
    }

    /** Focuses the button that tries again; a question for the PIN takes the focus later. */
    void focus() {
        // The content of a scroll pane belongs to the scene only once the pane has its skin.
        applyCss();
        again.requestFocus();
    }

    private static FlowPane row(Node... buttons) {
        FlowPane row = new FlowPane(8, 8, buttons);
        row.setAlignment(Pos.CENTER);
        row.setMaxWidth(WIDTH);
        row.setMinHeight(USE_PREF_SIZE);
        return row;
    }

    private static PinPage pin(Ui ui, ApprovalModel approval) {
        PinPage page = new PinPage(ui, approval, approval::cancelRequest);
        page.setMaxWidth(WIDTH);
        page.setMinHeight(PIN_HEIGHT);
        page.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (pressed.getCode() == KeyCode.ESCAPE) {
                approval.cancelRequest();
            }
        });
        ui.observe(approval.guardedAct(), act -> {
            Ui.setShown(page, act != null);
            if (act != null) {
                // The content of a scroll pane belongs to the scene only once the pane has its skin.
                page.applyCss();
                page.initialFocus().requestFocus();
            }
        });
        return page;
    }

    private static List<Node> repairs(Ui ui, SettingsRepair repair) {
        FlowPane acts = row(ui.button("settings-open", "settings-repair.open", repair.openFile(), "second-button"));
        if (repair.lastGood() != null) {
            acts.getChildren()
                    .add(ui.button(
                            "settings-last-good", "settings-repair.last-good", repair.lastGood(), "second-button"));
        }
        acts.getChildren().add(ui.button("settings-fresh", "settings-repair.fresh", repair.fresh(), "second-button"));
        Label note = ui.wrappedLabel(ui.text("settings-repair.note"), "muted");
        note.setMaxWidth(WIDTH);
        return List.of(acts, note);
    }
}
