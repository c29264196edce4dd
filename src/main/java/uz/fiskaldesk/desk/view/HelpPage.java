package uz.fiskaldesk.desk.view;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** What to do, in five sentences, and every key. */
final class HelpPage extends Form {
    private record Key(String key, String textKey) {}

    private static final List<Key> KEYS = List.of(
            new Key("Enter", "help.enter"),
            new Key("Esc", "help.escape"),
            new Key("↑ ↓", "help.arrows"),
            new Key("F1", "help.help"),
            new Key("F2", "action.add"),
            new Key("F4", "action.keyed"),
            new Key("F5", "action.retry"),
            new Key("Ctrl+F5", "action.send-all"),
            new Key("F6", "action.picture"),
            new Key("F7", "action.history"),
            new Key("F9", "action.set-aside"),
            new Key("F12", "action.by-hand"),
            new Key("Ctrl+F", "help.search"),
            new Key("Ctrl+O", "action.import"),
            new Key("Ctrl+V", "help.paste"),
            new Key("Ctrl+Z", "action.undo"));

    HelpPage(Ui ui, Runnable back) {
        super(ui, "help-page", "help.title", back);
        GridPane keys = new GridPane(14, 8);
        for (int i = 0; i < KEYS.size(); i++) {
            Label key = ui.label(KEYS.get(i).key(), "key");
            keys.addRow(i, key, ui.sentence(ui.text(KEYS.get(i).textKey())));
        }
        fill(
                ui.sentence(ui.text("help.steps")),
                ui.sentence(ui.text("help.unknown"), "warning-box"),
                keys);
        onlyBack();
    }

    @Override
    Node first() {
        return this;
    }
}
