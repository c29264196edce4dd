package uz.fiskaldesk.desk.shell;

import java.util.Arrays;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import uz.fiskaldesk.desk.common.SectionedPage;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;

/** The steps of the work, what the states mean, what to do when something does not work, and all keyboard shortcuts. */
final class HelpPage extends SectionedPage {
    private static final double KEYS = 120;

    HelpPage(Ui ui, boolean training, Runnable openGuide, Runnable back) {
        super(ui, "help-page", "help.title", back);
        addSection("help.work", ui.wrappedLabel(ui.text("help.steps")));
        addSection(
                "help.states", texts("pending", "queued", "sending", "confirmed", "rejected", "unknown", "set-aside"));
        addSection("help.trouble", texts("no-connection", "torn", "scanner", "camera", "wrong-receipt"));
        List<Shortcut> shortcuts = Arrays.stream(Shortcut.values())
                .filter(each -> each.isAvailable(training))
                .toList();
        addSection("help.keys", shortcuts.stream().map(this::key).toArray(Node[]::new));
        if (training) {
            addBackButton();
        } else {
            addBackButton(ui.button("help-guide", "start.title", openGuide, "action"));
        }
    }

    private Node[] texts(String... names) {
        return Arrays.stream(names)
                .map(name ->
                        ui.wrappedLabel(ui.text("help." + name), name.equals("unknown") ? "warning-box" : "help-text"))
                .toArray(Node[]::new);
    }

    private Node key(Shortcut shortcut) {
        StackPane keys = new StackPane(ui.key(shortcut));
        keys.setAlignment(Pos.CENTER_LEFT);
        keys.setMinWidth(KEYS);
        Label text = ui.wrappedLabel(ui.text(shortcut.textKey()));
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(12, keys, text);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }
}
