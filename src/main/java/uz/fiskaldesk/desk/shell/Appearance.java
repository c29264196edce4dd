package uz.fiskaldesk.desk.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.scene.text.Font;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Settings.Theme;

/** Loads fonts, themes and style sheets. */
final class Appearance {
    private static final int TEXT_PIXELS = 14;

    private Appearance() {}

    /** Loads the bundled fonts, so that the window looks the same on every machine. */
    static void loadFonts() {
        for (String name : List.of("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")) {
            Font.loadFont(resource("fonts/" + name), 14);
        }
    }

    /**
     * Reads what takes long and rarely depends on the settings: the system's fonts and the style sheet of the light theme. Called
     * on the JavaFX thread, while another one reads the settings.
     */
    static void preload() {
        Font _ = Font.getDefault();
        Application.setUserAgentStylesheet(theme(Theme.LIGHT));
    }

    /** The style sheet of JavaFX's controls in this theme. */
    static String theme(Theme theme) {
        return isDark(theme) ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet();
    }

    /** Whether the theme has light text on a dark ground; for {@link Theme#SYSTEM}, whether the system has now. */
    static boolean isDark(Theme theme) {
        return switch (theme) {
            case LIGHT -> false;
            case DARK, HIGH_CONTRAST -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /** The icon of the window: JavaFX uses 32 pixels on Windows and 128 on other systems, and would decode all sizes for that. */
    static List<Image> icons() {
        return Stream.of(32, 128)
                .map(size -> new Image(resource("icon-" + size + ".png")))
                .toList();
    }

    /**
     * The style sheets of the window.
     *
     * @param textPercent the text size; menus, tooltips and the strip are windows of their own, which {@link ScaleToFit} does not reach
     */
    static List<String> stylesheets(Theme theme, int textPercent) {
        List<String> sheets = new ArrayList<>();
        sheets.add(resource("desk.css"));
        if (theme == Theme.HIGH_CONTRAST) {
            sheets.add(resource("high-contrast.css"));
        }
        if (textPercent != DisplaySettings.SMALLEST_TEXT) {
            sheets.add("data:text/css,"
                    + URLEncoder.encode(
                                    ".context-menu, .combo-box-popup, .tooltip, .waiting-strip { -fx-font-size: "
                                            + TEXT_PIXELS * textPercent / 100 + "px; }",
                                    StandardCharsets.UTF_8)
                            .replace("+", "%20"));
        }
        return sheets;
    }

    /** The URL of a resource of the desk. */
    static String resource(String name) {
        URL url = Appearance.class.getResource("/uz/fiskaldesk/desk/" + name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
