package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/**
 * The sheet of all screens: every state in every language, theme, text size and window size, each checked and drawn into
 * {@code target/screens}. Run by {@code packaging/screens}; the property {@code screens.only} is a regular expression over
 * names such as {@code ru-dark-150-1024x600}.
 */
class ScreenSheet extends RareScreens {
    private static final Path SHEET = Path.of("target", "screens");
    private static final boolean DRAWS = Boolean.parseBoolean(System.getProperty("screens.draw", "true"));

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

    private final List<Way> ways = ways(Pattern.compile(System.getProperty("screens.only", ".*")));
    private Way now = USUAL;
    private int number;
    private Runnable whenShown = () -> {};

    private static List<Way> ways(Pattern only) {
        List<Way> all = new ArrayList<>();
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            for (int text : new int[] {100, 150, 200}) {
                for (Language language : Language.values()) {
                    // The size comes last, because the window need not be built anew for it.
                    for (int[] size : new int[][] {{1366, 768}, {1024, 600}}) {
                        Way way = new Way(language, theme, text, size[0], size[1]);
                        if (only.matcher(way.name()).matches()) {
                            all.add(way);
                        }
                    }
                }
            }
        }
        return all;
    }

    @Test
    void nothingIsCutOffOverlapsOrLeavesTheWindow() throws Exception {
        assertThat(ways).isNotEmpty();
        lookAtRareScreens(USUAL.width(), USUAL.height());
        sessions = new TestSessions(
                Files.createDirectory(folder.resolve("usual")),
                fiscalBox.address().toString());
        lookAtEverything(USUAL.width(), USUAL.height());
        assertThat(complaints).isEmpty();
    }

    @Override
    void lookAt(String what) {
        number++;
        for (Way way : ways) {
            change(way);
            onWindow(() -> {
                whenShown.run();
                return null;
            });
            String name = "%02d %s".formatted(number, what);
            Parent root = onWindow(() -> stage().getScene().getRoot());
            onWindow(() -> AccessibilityCheck.complaints(root))
                    .forEach(complaint -> complaints.add(way.name() + ": " + name + ": " + complaint));
            if (DRAWS) {
                draw(way, name);
            }
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

    /** The picture is written outside of the JavaFX thread, because that takes longer than to draw it. */
    private static void draw(Way way, String name) {
        BufferedImage picture =
                onWindow(() -> SwingFXUtils.fromFXImage(stage().getScene().snapshot(null), null));
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
