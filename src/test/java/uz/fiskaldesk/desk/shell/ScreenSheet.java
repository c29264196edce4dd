package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.embed.swing.SwingFXUtils;
import javafx.stage.PopupWindow;
import javafx.stage.Screen;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/**
 * The sheet of all screens: every state in every language, theme, text size and window size, each checked and drawn into
 * {@code target/screens}. Run by {@code packaging/screens}; the property {@code screens.only} is a regular expression over
 * names such as {@code ru-dark-150-1024x600}, and {@code screens.states} one over the states, such as {@code camera.*}.
 */
class ScreenSheet extends TrainingScreens {
    private static final Path SHEET = Path.of("target", "screens");
    private static final boolean DRAWS = Boolean.parseBoolean(System.getProperty("screens.draw", "true"));
    private static final Pattern STATES = Pattern.compile(System.getProperty("screens.states", ".*"));

    /** One way to show every state. */
    private record Way(Language language, Theme theme, int text, int width, int height) {
        String name() {
            return "%s-%s-%d-%dx%d"
                    .formatted(
                            language.tag(),
                            theme.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            text,
                            width,
                            height);
        }
    }

    private static final Way USUAL = new Way(Language.ENGLISH, Theme.LIGHT, 100, 1366, 768);

    private static final int[][] SIZES = {{1366, 768}, {1024, 600}, {800, 600}, {1920, 1080}};

    private final List<Way> ways = ways(Pattern.compile(System.getProperty("screens.only", ".*")));
    private Way now = USUAL;
    private int number;
    private Runnable whenShown = () -> {};

    private static List<Way> ways(Pattern only) {
        List<Way> all = new ArrayList<>();
        List<Language> languages = new ArrayList<>(List.of(Language.values()));
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            for (int text : new int[] {100, 150, 200}) {
                for (Language language : languages) {
                    // The size comes last, because the window need not be built anew for it.
                    for (int[] size : SIZES) {
                        if (size[0] == 1366 || size[0] == 1024 || (isSample(theme, text) && fitsScreen(size[0]))) {
                            Way way = new Way(language, theme, text, size[0], size[1]);
                            if (only.matcher(way.name()).matches()) {
                                all.add(way);
                            }
                        }
                    }
                }
                // The next look begins with the language that is shown, which saves building the window once.
                Collections.reverse(languages);
            }
        }
        return all;
    }

    /** The rare sizes are looked at with each theme and each text size once. */
    private static boolean isSample(Theme theme, int text) {
        return switch (theme) {
            case LIGHT -> text == 100;
            case DARK -> text == 150;
            case HIGH_CONTRAST -> text == 200;
            case SYSTEM -> false;
        };
    }

    /** JavaFX's screen in memory can hold no larger window than that of 1366 by 768 pixels. */
    private static boolean fitsScreen(int width) {
        return width <= 1366 || width <= Screen.getPrimary().getBounds().getWidth();
    }

    @Test
    void nothingIsCutOffOverlapsOrLeavesTheWindow() throws Exception {
        assertThat(ways).isNotEmpty();
        lookAtRareScreens(USUAL.width(), USUAL.height());
        beginAgain("receipts");
        lookAtReceipts(USUAL.width(), USUAL.height());
        beginAgain("overlays");
        lookAtOverlays(USUAL.width(), USUAL.height());
        lookAtTraining(USUAL.width(), USUAL.height());
        beginAgain("usual");
        lookAtEverything(USUAL.width(), USUAL.height());
        assertThat(complaints).isEmpty();
    }

    private void beginAgain(String what) throws IOException {
        sessions = new TestSessions(
                Files.createDirectory(folder.resolve(what)), fiscalBox.address().toString());
        now = USUAL;
    }

    @Override
    void lookAt(String what) {
        number++;
        if (!STATES.matcher(what).matches()) {
            return;
        }
        for (Way way : ways) {
            change(way);
            onWindow(() -> {
                whenShown.run();
                return null;
            });
            String name = "%03d %s".formatted(number, what);
            complaintsWhenSettled().forEach(complaint -> complaints.add(way.name() + ": " + name + ": " + complaint));
            if (DRAWS) {
                draw(way, name);
            }
            run(ScreenSheet::hideOverlays);
        }
        change(USUAL);
        try {
            // After each screen, because all of them take long.
            Files.write(Files.createDirectories(SHEET).resolve("complaints.txt"), complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void whenShown(Runnable action) {
        whenShown = action;
    }

    private void change(Way way) {
        if (way.equals(now)) {
            return;
        }
        boolean looksTheSame = way.theme() == now.theme() && way.text() == now.text();
        boolean speaksTheSame = way.language() == now.language();
        now = way;
        onWindow(() -> {
            if (stage().getWidth() != way.width() || stage().getHeight() != way.height()) {
                resize(way.width(), way.height());
            }
            sessions.save(sessions.settings().withLanguage(way.language()).withTheme(way.theme()));
            if (!looksTheSame) {
                window().setDisplay(sessions.settings().display().withText(way.text()));
            }
            if (!speaksTheSame) {
                window().setLanguage(way.language());
            }
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents(1);
        until(
                "the window has its size",
                () -> stage().getScene().getWidth() == way.width()
                        && stage().getScene().getHeight() == way.height());
    }

    private static void hideOverlays() {
        for (Window each : List.copyOf(Window.getWindows())) {
            if (each instanceof PopupWindow popup) {
                popup.hide();
            }
        }
        stage().setIconified(false);
    }

    /** Draws the window and what lies over it. Written outside of the JavaFX thread, because that takes longer than to draw. */
    private static void draw(Way way, String name) {
        BufferedImage picture = onWindow(() -> {
            BufferedImage whole = SwingFXUtils.fromFXImage(stage().getScene().snapshot(null), null);
            Graphics2D over = whole.createGraphics();
            for (Window each : Window.getWindows()) {
                if (each.isShowing() && !each.equals(stage())) {
                    over.drawImage(
                            SwingFXUtils.fromFXImage(each.getScene().snapshot(null), null),
                            (int) (each.getX() - stage().getX()),
                            (int) (each.getY() - stage().getY()),
                            null);
                }
            }
            over.dispose();
            return whole;
        });
        try {
            Path folder = Files.createDirectories(SHEET.resolve(way.name()));
            ImageIO.write(
                    picture,
                    "png",
                    folder.resolve(name.replaceAll("[^\\w ]", "").replace(' ', '-') + ".png")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
