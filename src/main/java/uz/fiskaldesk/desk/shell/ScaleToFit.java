package uz.fiskaldesk.desk.shell;

import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Scales its content up by the text size, and down if the window is smaller than the minimum layout size, as on a screen of
 * 800 by 600 pixels or with a display scaling of 200 %. Enlarged content may get a layout size below {@link #WIDTH}; then
 * {@link DeskView} stacks its parts.
 */
public final class ScaleToFit extends Region {
    /** The minimum layout size in pixels; smaller windows are scaled. */
    public static final double WIDTH = 1024;

    public static final double HEIGHT = 600;

    /** The minimum layout width in pixels of stacked content. */
    static final double STACKED_WIDTH = 540;

    private final Region content;
    private final double zoom;
    private final Scale scale = new Scale(1, 1);

    /** @param textPercent the text size; 100 for the usual one */
    public ScaleToFit(Region content, int textPercent) {
        this.content = content;
        this.zoom = textPercent / 100.0;
        content.getTransforms().add(scale);
        getChildren().setAll(content);
    }

    @Override
    protected void layoutChildren() {
        double factor = factor(getWidth(), getHeight());
        if (factor > 0) {
            scale.setX(factor);
            scale.setY(factor);
            content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor);
        }
    }

    private double factor(double width, double height) {
        double fitting = Math.min(width / WIDTH, height / HEIGHT);
        return zoom > 1 ? Math.min(zoom, Math.max(fitting, width / STACKED_WIDTH)) : Math.min(1, fitting);
    }
}
