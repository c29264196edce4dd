package uz.fiskaldesk.desk.camera;

import java.nio.IntBuffer;
import javafx.scene.Group;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.camera.CameraModel.DetectedCode;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.PreviewFrame;
import uz.fiskaldesk.scan.decoder.Corner;

/** The camera's picture with an outline around the detected code, scaled to the available space. */
final class CameraPreview extends Group {
    private final ImageView view = new ImageView();
    private final Polygon outline = new Polygon();
    private final Rectangle edge = new Rectangle();
    private final Scale scale = new Scale(1, 1);
    private @Nullable PixelBuffer<IntBuffer> pixels;
    private @Nullable Region place;
    private int width;
    private int height;
    private boolean mirrored;

    CameraPreview() {
        Group picture = new Group(view, outline);
        picture.setClip(edge);
        picture.getTransforms().setAll(scale);
        outline.getStyleClass().add("camera-outline");
        outline.setVisible(false);
        view.setId("camera-picture");
        view.accessibleTextProperty().bind(accessibleTextProperty());
        getChildren().setAll(picture);
    }

    /** Scales the picture to this region, keeping its aspect ratio. */
    void fitInto(Region region) {
        place = region;
        region.widthProperty().subscribe(this::fit);
        region.heightProperty().subscribe(this::fit);
    }

    boolean hasPicture() {
        return pixels != null;
    }

    /** Copies the frame, so that the camera thread can reuse its buffer immediately. */
    void show(PreviewFrame frame) {
        PixelBuffer<IntBuffer> buffer = pixels;
        if (buffer == null || width != frame.width() || height != frame.height()) {
            width = frame.width();
            height = frame.height();
            buffer = new PixelBuffer<>(
                    width, height, IntBuffer.allocate(width * height), PixelFormat.getIntArgbPreInstance());
            pixels = buffer;
            view.setImage(new WritableImage(buffer));
            edge.setWidth(width);
            edge.setHeight(height);
            fit();
        }
        System.arraycopy(frame.argb(), 0, buffer.getBuffer().array(), 0, width * height);
        buffer.updateBuffer(_ -> null);
    }

    void mirror(boolean newMirrored) {
        mirrored = newMirrored;
        fit();
    }

    void outline(@Nullable DetectedCode seen) {
        outline.setVisible(seen != null);
        if (seen != null) {
            outline.getPoints().clear();
            for (Corner corner : seen.outline()) {
                outline.getPoints().addAll(corner.x(), corner.y());
            }
            Ui.setStyle(outline, "camera-outline-", seen.isReceipt() ? "receipt" : "other");
        }
    }

    private void fit() {
        if (place == null || width == 0 || place.getWidth() <= 0 || place.getHeight() <= 0) {
            return;
        }
        double factor = Math.min(place.getWidth() / width, place.getHeight() / height);
        scale.setPivotX(width / 2.0);
        scale.setPivotY(height / 2.0);
        scale.setX(mirrored ? -factor : factor);
        scale.setY(factor);
        outline.setStrokeWidth(4 / factor);
    }
}
