package uz.fiskaldesk.desk.shell;

import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Scales its content down if the window is smaller than the minimum layout size, as on a screen of 800 by 600 pixels or
 * with a display scaling of 200 %, so that everything stays visible.
 */
public final class ScaleToFit extends Region {
    /** The minimum layout size in pixels; smaller windows are scaled. */
    public static final double WIDTH = 1024;

    public static final double HEIGHT = 600;

    private final Region content;
    private final Scale scale = new Scale(1, 1);

    public ScaleToFit(Region content) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().setAll(content);
    }

    @Override
    protected void layoutChildren() {
        double factor = Math.min(1, Math.min(getWidth() / WIDTH, getHeight() / HEIGHT));
        if (factor > 0) {
            scale.setX(factor);
            scale.setY(factor);
            content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor);
        }
    }
}
