package uz.fiskaldesk.desk.shell;

import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Fits the window's content into any window. Where there is less room than the content can be laid out in, as on a screen
 * of 800 by 600 or one that is scaled to 200 %, it is drawn smaller as a whole, so that everything can be seen and
 * reached.
 */
public final class ScaleToFit extends Region {
    /** The smallest window in which the content is drawn in its full size. */
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
