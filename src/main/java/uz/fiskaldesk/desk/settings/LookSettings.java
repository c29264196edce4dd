package uz.fiskaldesk.desk.settings;

import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** The choices of how the window looks. Each takes effect at once and is saved. */
final class LookSettings {
    private static final int[] TEXT_SIZES = {100, 125, 150, 175, 200};
    private static final int[] LONG_WAITS = {10, 15, 20, 30, 45, 60};
    private static final int[] VERY_LONG_WAITS = {60, 90, 120, 180, 240, 480};

    private final Ui ui;
    private final WindowActions commands;

    LookSettings(Ui ui, WindowActions commands) {
        this.ui = ui;
        this.commands = commands;
    }

    Node[] entries() {
        DisplaySettings now = commands.display();
        ComboBox<Language> language = ui.choice("settings-language", Language::ownName);
        language.getItems().setAll(Language.values());
        choose(language, commands.language(), commands::setLanguage);
        ComboBox<Theme> theme = ui.choice("settings-theme", each -> ui.text("theme." + each.code()));
        theme.getItems().setAll(Theme.values());
        choose(theme, commands.theme(), commands::setTheme);
        return new Node[] {
            ui.labelled("settings.language", language),
            ui.labelled("settings.theme", theme),
            ui.labelled(
                    "settings.text-size",
                    number(
                            "settings-text-size",
                            "settings.percent",
                            TEXT_SIZES,
                            now.textPercent(),
                            percent -> commands.setDisplay(now.withText(percent)))),
            ui.labelled(
                    "settings.long-wait",
                    number(
                            "settings-long-wait",
                            "span.minutes",
                            IntStream.of(LONG_WAITS)
                                    .filter(minutes -> minutes <= now.veryLongWaitMinutes())
                                    .toArray(),
                            now.longWaitMinutes(),
                            minutes -> commands.setDisplay(now.withWaits(minutes, now.veryLongWaitMinutes())))),
            ui.labelled(
                    "settings.very-long-wait",
                    number(
                            "settings-very-long-wait",
                            "span.minutes",
                            IntStream.of(VERY_LONG_WAITS)
                                    .filter(minutes -> minutes >= now.longWaitMinutes())
                                    .toArray(),
                            now.veryLongWaitMinutes(),
                            minutes -> commands.setDisplay(now.withWaits(now.longWaitMinutes(), minutes)))),
            ui.wrappedLabel(ui.text("settings.motion"), "muted")
        };
    }

    private ComboBox<Integer> number(String id, String textKey, int[] choices, int now, Consumer<Integer> chosen) {
        ComboBox<Integer> box = ui.choice(id, value -> ui.text(textKey, value));
        TreeSet<Integer> all = new TreeSet<>(IntStream.of(choices).boxed().toList());
        // A value from the settings' file.
        all.add(now);
        box.getItems().setAll(all);
        choose(box, now, chosen);
        return box;
    }

    private static <T> void choose(ComboBox<T> box, T now, Consumer<T> chosen) {
        box.setValue(now);
        box.setOnAction(_ -> {
            T value = box.getValue();
            if (value != null && !value.equals(now)) {
                chosen.accept(value);
            }
        });
    }
}
