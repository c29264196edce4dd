package uz.fiskaldesk.desk.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.image.Image;
import javafx.scene.text.Font;
import uz.fiskaldesk.support.Settings.Theme;

/** Loads fonts, themes and style sheets. */
final class Appearance {
    private Appearance() {}

    /** Loads the bundled fonts, so that the window looks the same on every machine. */
    static void loadFonts() {
        for (String name : List.of("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")) {
            Font.loadFont(resource("fonts/" + name), 14);
        }
    }

    static String theme(Theme theme) {
        return switch (theme) {
            case LIGHT -> new PrimerLight().getUserAgentStylesheet();
            case DARK -> new PrimerDark().getUserAgentStylesheet();
        };
    }

    /** The icon of the window in all sizes. */
    static List<Image> icons() {
        return Stream.of(16, 32, 48, 64, 128, 256)
                .map(size -> new Image(resource("icon-" + size + ".png")))
                .toList();
    }

    static String stylesheet() {
        return resource("desk.css");
    }

    /** The URL of a resource of the desk. */
    static String resource(String name) {
        URL url = Appearance.class.getResource("/uz/fiskaldesk/desk/" + name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
