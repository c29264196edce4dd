package uz.fiskaldesk.desk.shell;

import java.util.Arrays;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;

/** The steps of the work, and all keyboard shortcuts. */
final class HelpPage extends FormPage {
    HelpPage(Ui ui, boolean training, Runnable back) {
        super(ui, "help-page", "help.title", back);
        GridPane keys = new GridPane(12, 9);
        keys.getColumnConstraints().setAll(narrow(), wide(), narrow(), wide());
        List<Shortcut> shortcuts = Arrays.stream(Shortcut.values())
                .filter(each -> each.isAvailable(training))
                .toList();
        int half = (shortcuts.size() + 1) / 2;
        for (int i = 0; i < shortcuts.size(); i++) {
            Label key = ui.key(shortcuts.get(i));
            keys.add(key, i / half * 2, i % half);
            keys.add(ui.wrappedLabel(ui.text(shortcuts.get(i).textKey())), i / half * 2 + 1, i % half);
        }
        setContent(
                ui.wrappedLabel(ui.text("help.steps")), ui.wrappedLabel(ui.text("help.unknown"), "warning-box"), keys);
        addBackButton();
    }

    private static ColumnConstraints narrow() {
        ColumnConstraints column = new ColumnConstraints();
        column.setMinWidth(Region.USE_PREF_SIZE);
        return column;
    }

    private static ColumnConstraints wide() {
        ColumnConstraints column = new ColumnConstraints();
        // Equal preferred widths, so that both columns of descriptions share the remaining width equally.
        column.setPrefWidth(1);
        column.setHgrow(Priority.ALWAYS);
        return column;
    }
}
