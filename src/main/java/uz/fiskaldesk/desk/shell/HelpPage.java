package uz.fiskaldesk.desk.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;

/** What to do, in five sentences, and every key. */
final class HelpPage extends FormPage {
    /** Of the page's width for what a key does, two of them beside each other, in percent. */
    private static final double SHARE = 36;

    private record Key(String key, String textKey) {}

    private static final List<Key> KEYS = List.of(
            new Key("Enter", "help.enter"),
            new Key("Esc", "help.escape"),
            new Key("↑ ↓", "help.arrows"),
            new Key("F1", "help.help"),
            new Key("F2", "action.add"),
            new Key("F3", "action.camera"),
            new Key("F4", "action.keyed"),
            new Key("F5", "action.retry"),
            new Key("Ctrl+F5", "action.send-all"),
            new Key("F6", "action.picture"),
            new Key("F7", "action.history"),
            new Key("F9", "action.set-aside"),
            new Key("F11", "action.other-receipt"),
            new Key("F12", "action.by-hand"),
            new Key("Ctrl+F", "help.search"),
            new Key("Ctrl+O", "action.import"),
            new Key("Ctrl+V", "help.paste"),
            new Key("Ctrl+Z", "action.undo"));

    HelpPage(Ui ui, Runnable back) {
        super(ui, "help-page", "help.title", back);
        GridPane keys = new GridPane(12, 9);
        keys.getColumnConstraints().setAll(narrow(), wide(), narrow(), wide());
        int half = (KEYS.size() + 1) / 2;
        for (int i = 0; i < KEYS.size(); i++) {
            Label key = ui.label(KEYS.get(i).key(), "key");
            keys.add(key, i / half * 2, i % half);
            keys.add(ui.sentence(ui.text(KEYS.get(i).textKey())), i / half * 2 + 1, i % half);
        }
        fill(ui.sentence(ui.text("help.steps")), ui.sentence(ui.text("help.unknown"), "warning-box"), keys);
        onlyBack();
    }

    private static ColumnConstraints narrow() {
        ColumnConstraints column = new ColumnConstraints();
        column.setMinWidth(Region.USE_PREF_SIZE);
        return column;
    }

    private static ColumnConstraints wide() {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(SHARE);
        return column;
    }

    @Override
    public Node first() {
        return this;
    }
}
