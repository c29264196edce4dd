package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the initial position and size of the window, which never exceeds the visible screen, and remembers them, and
 * the folder of the last file, in a file of the data folder. A window that no screen shows any more is placed as at the first start: it fills the screen.
 */
final class WindowPlacement {
    static final double WIDTH = 1366;
    static final double HEIGHT = 768;

    private static final Logger LOG = LoggerFactory.getLogger(WindowPlacement.class);
    private static final String FILE = "window.properties";
    private static final String LAST_FOLDER = "lastFolder";

    private WindowPlacement() {}

    /** @param folder the data folder */
    static void place(Stage stage, Path folder) {
        Rectangle2D visible = Screen.getPrimary().getVisualBounds();
        Properties kept = read(folder).orElseGet(Properties::new);
        Optional<Rectangle2D> bounds = bounds(kept)
                .filter(at -> Screen.getScreensForRectangle(at).stream()
                        .anyMatch(screen -> screen.getVisualBounds().contains(at)))
                .filter(at -> at.getWidth() >= minWidth(visible) && at.getHeight() >= minHeight(visible));
        // Not maximized in between: leaving that state would bring another size back.
        if (bounds.isPresent() && !Boolean.parseBoolean(kept.getProperty("maximized", "true"))) {
            setMinimum(stage, visible);
            stage.setMaximized(false);
            set(stage, bounds.get());
        } else {
            bounds.ifPresent(at -> set(stage, at));
            place(stage, visible);
        }
    }

    /** @param visible the part of the screen that no task bar covers, in the units of JavaFX */
    static void place(Stage stage, Rectangle2D visible) {
        setMinimum(stage, visible);
        if (visible.getWidth() <= WIDTH || visible.getHeight() <= HEIGHT) {
            // Set the bounds, too, because not every window manager maximizes.
            set(stage, visible);
        }
        stage.setMaximized(true);
    }

    private static void setMinimum(Stage stage, Rectangle2D visible) {
        stage.setMinWidth(minWidth(visible));
        stage.setMinHeight(minHeight(visible));
    }

    private static double minWidth(Rectangle2D visible) {
        return Math.min(ScaleToFit.WIDTH, visible.getWidth());
    }

    private static double minHeight(Rectangle2D visible) {
        return Math.min(ScaleToFit.HEIGHT, visible.getHeight());
    }

    private static Optional<Rectangle2D> bounds(Properties kept) {
        if (!kept.containsKey("x")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Rectangle2D(
                    number(kept, "x"), number(kept, "y"), number(kept, "width"), number(kept, "height")));
        } catch (IllegalArgumentException e) {
            LOG.warn("The place of the window in {} cannot be used", FILE, e);
            return Optional.empty();
        }
    }

    private static double number(Properties kept, String key) {
        return Double.parseDouble(kept.getProperty(key, ""));
    }

    private static void set(Stage stage, Rectangle2D bounds) {
        stage.setX(bounds.getMinX());
        stage.setY(bounds.getMinY());
        stage.setWidth(bounds.getWidth());
        stage.setHeight(bounds.getHeight());
    }

    /** Remembers where the window is. The size of a maximized window is not kept, but the one that it had before. */
    static void remember(Stage stage, Path folder) {
        Properties now = read(folder).orElseGet(Properties::new);
        if (!stage.isMaximized()) {
            now.setProperty("x", Double.toString(stage.getX()));
            now.setProperty("y", Double.toString(stage.getY()));
            now.setProperty("width", Double.toString(stage.getWidth()));
            now.setProperty("height", Double.toString(stage.getHeight()));
        }
        now.setProperty("maximized", Boolean.toString(stage.isMaximized()));
        write(now, folder);
    }

    /** The folder in which a file was chosen last; null if there is none. */
    static @Nullable File lastFolder(Path folder) {
        return read(folder)
                .map(kept -> kept.getProperty(LAST_FOLDER))
                .map(File::new)
                .orElse(null);
    }

    static void rememberFolder(@Nullable File chosen, Path folder) {
        if (chosen != null) {
            Properties now = read(folder).orElseGet(Properties::new);
            now.setProperty(LAST_FOLDER, chosen.getPath());
            write(now, folder);
        }
    }

    private static void write(Properties now, Path folder) {
        try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
            now.store(out, null);
        } catch (IOException e) {
            LOG.info("{} is not written", FILE, e);
        }
    }

    private static Optional<Properties> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Reader in = Files.newBufferedReader(file)) {
            Properties kept = new Properties();
            kept.load(in);
            return Optional.of(kept);
        } catch (IOException | IllegalArgumentException e) {
            LOG.info("The place of the window cannot be read", e);
            return Optional.empty();
        }
    }
}
