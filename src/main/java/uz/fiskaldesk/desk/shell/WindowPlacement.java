package uz.fiskaldesk.desk.shell;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Sets the initial position and size of the window, which never exceeds the visible screen. */
final class WindowPlacement {
    static final double WIDTH = 1366;
    static final double HEIGHT = 768;

    private WindowPlacement() {}

    static void place(Stage stage) {
        place(stage, Screen.getPrimary().getVisualBounds());
    }

    /** @param visible the part of the screen that no task bar covers, in the units of JavaFX */
    static void place(Stage stage, Rectangle2D visible) {
        stage.setMinWidth(Math.min(ScaleToFit.WIDTH, visible.getWidth()));
        stage.setMinHeight(Math.min(ScaleToFit.HEIGHT, visible.getHeight()));
        boolean fills = visible.getWidth() <= WIDTH || visible.getHeight() <= HEIGHT;
        if (fills) {
            // Set the bounds, too, because not every window manager maximizes.
            stage.setX(visible.getMinX());
            stage.setY(visible.getMinY());
            stage.setWidth(visible.getWidth());
            stage.setHeight(visible.getHeight());
        }
        stage.setMaximized(fills);
    }
}
