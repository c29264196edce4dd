package uz.fiskaldesk.desk.camera;

import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.camera.CameraModel.DetectedCode;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.support.Settings;

/** The camera preview, or the reason why there is none and what to do about it; with the menu that selects the camera. */
public final class CameraView extends VBox {
    /** Height in pixels for one sentence, or for the picture that an offered receipt was read from. */
    private static final double LOW = 110;

    private static final double HIGHEST = 260;
    /** Height in pixels of a page with room for both the picture and the notes about the receipt. */
    private static final double ROOM_FOR_BOTH = 600;

    private static final PseudoClass SMALL = PseudoClass.getPseudoClass("small");

    private final Ui ui;
    private final CameraModel camera;
    private final CameraMenu menu;
    private final CameraPreview picture = new CameraPreview();
    private final StackPane screen;
    private final Label trouble;
    private final Label caption;
    private final Label note;
    private final CaptureModel capture;
    private double high = HIGHEST;
    private boolean roomy;

    public CameraView(Ui ui, CameraModel camera, CaptureModel capture) {
        this.ui = ui;
        this.camera = camera;
        this.capture = capture;
        menu = new CameraMenu(ui, camera);
        trouble = ui.wrappedLabel("", "camera-trouble");
        trouble.setId("camera-trouble");
        note = ui.label("", "camera-note");
        note.setId("camera-note");
        StackPane.setAlignment(note, Pos.TOP_CENTER);
        picture.setAccessibleText(ui.text("action.camera"));
        screen = new StackPane(picture, trouble, note);
        screen.getStyleClass().add("camera-screen");
        screen.setMinWidth(0);
        caption = ui.wrappedLabel("", "camera-caption");
        caption.setId("camera-caption");
        caption.setMinWidth(0);
        HBox bottom = new HBox(8, caption, Ui.spacer(), menu);
        bottom.setAlignment(Pos.CENTER_LEFT);
        bottom.getStyleClass().add("camera-bottom");
        setId("camera");
        getStyleClass().add("camera");
        getChildren().setAll(screen, bottom);
        camera.setPreviewConsumer(frame -> {
            picture.show(frame);
            frame.release();
        });
        picture.fitInto(screen);
        ui.observe(camera.state(), _ -> show());
        ui.observe(camera.settings(), this::mirror);
        ui.observe(camera.capturing(), _ -> show());
        ui.observe(camera.alreadyCaptured(), again -> note(again));
        ui.observe(camera.detectedCode(), this::outline);
        ui.observe(capture.offer(), _ -> show());
        ui.observe(capture.replacing(), _ -> show());
    }

    /**
     * Opens the menu of cameras.
     *
     * @param elsewhere where it opens while this pane is not visible
     */
    public void choose(Region elsewhere) {
        if (getScene() != null && isVisible() && menu.isVisible()) {
            menu.show();
        } else {
            menu.showOver(elsewhere);
        }
    }

    /** Whether the preview or a message is shown, and not only the caption. */
    public ObservableValue<Boolean> isLarge() {
        return visibleProperty().flatMap(visible -> visible ? screen.visibleProperty() : visibleProperty());
    }

    /** The height in pixels of the picture or the message now; 0 without one. */
    public double pictureHeight() {
        return isManaged() && screen.isManaged() ? screen.getPrefHeight() : 0;
    }

    /** The height in pixels that the picture or the message needs at least; 0 without one. */
    public double leastPictureHeight() {
        return isManaged() && screen.isManaged() ? LOW : 0;
    }

    /**
     * Adapts to the page.
     *
     * @param free the height in pixels that the rest of the page leaves for the picture
     * @param pageHeight the height of the page in pixels
     */
    public void fitInto(double free, double pageHeight) {
        high = Math.clamp(Math.floor(free), LOW, HIGHEST);
        boolean wasRoomy = roomy;
        roomy = pageHeight >= ROOM_FOR_BOTH;
        if (roomy != wasRoomy) {
            show();
        }
        setPictureHeight();
    }

    private void setPictureHeight() {
        boolean captured = showsCapturedPicture(capture.offer().get());
        screen.setPrefHeight(captured || isTrouble(camera.state().get()) ? LOW : high);
    }

    private void mirror(Settings.Camera settings) {
        picture.mirror(settings.mirrored());
        show();
    }

    private void outline(@Nullable DetectedCode seen) {
        picture.outline(seen);
        show();
    }

    private void note(boolean again) {
        note.setText(again ? ui.text("camera.again") : "");
        Ui.setShown(note, again);
    }

    /** Whether to keep the picture that the offered receipt was read from. Notes about the receipt take precedence. */
    private boolean showsCapturedPicture(@Nullable OfferedReceipt offer) {
        return offer != null
                && camera.detectedCode().get() != null
                && picture.hasPicture()
                && (roomy || !offer.hasNotes());
    }

    private void show() {
        CameraState now = camera.state().get();
        boolean wanted = camera.capturing().get();
        boolean captured = showsCapturedPicture(capture.offer().get());
        boolean on = camera.settings().get().on();
        boolean hasPicture = (wanted && now instanceof CameraState.Streaming) || captured;
        boolean small =
                !hasPicture && (!on || now instanceof CameraState.None || now instanceof CameraState.Unsupported);
        boolean awaitsReceipt = capture.acceptsAnyReceipt() && capture.offer().get() == null;
        // Without a camera its line is only about payments whose receipt is captured next.
        Ui.setShown(this, small ? awaitsReceipt : wanted || captured);
        pseudoClassStateChanged(SMALL, small);
        Ui.setShown(picture, hasPicture);
        String text = hasPicture ? "" : on ? message(ui, now) : "";
        trouble.setText(text);
        Ui.setShown(trouble, !text.isEmpty());
        Ui.setShown(screen, !small);
        setPictureHeight();
        screen.setMinHeight(USE_PREF_SIZE);
        if (small) {
            caption.setText(on ? text : ui.text("camera.off"));
        } else {
            caption.setText(
                    captured
                            ? ""
                            : now instanceof CameraState.Streaming live
                                    ? ui.text(
                                            "camera.ways-besides", live.device().name())
                                    : ui.text("camera.ways"));
        }
    }

    private static boolean isTrouble(CameraState state) {
        return switch (state) {
            case CameraState.Busy _, CameraState.Denied _, CameraState.Unplugged _, CameraState.Hung _ -> true;
            case CameraState.None _, CameraState.Unsupported _ -> true;
            case CameraState.Off _, CameraState.Starting _, CameraState.Streaming _, CameraState.Black _ -> false;
        };
    }

    /** What is wrong with the camera and what to do; empty if it shows a picture. */
    public static String message(Ui ui, CameraState state) {
        return switch (state) {
            case CameraState.Off _, CameraState.Starting _ -> ui.text("camera.starting");
            case CameraState.Streaming _ -> "";
            case CameraState.Black _ -> ui.text("camera.black");
            case CameraState.Busy busy -> ui.text("camera.busy", busy.device().name());
            case CameraState.Denied _ -> ui.text(onWindows() ? "camera.denied.windows" : "camera.denied.other");
            case CameraState.Unplugged lost -> ui.text("camera.lost", lost.name());
            case CameraState.Hung hung -> ui.text("camera.hung", hung.device().name());
            case CameraState.None _ -> ui.text("camera.none");
            case CameraState.Unsupported _ -> ui.text("camera.unsupported");
        };
    }

    private static boolean onWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }
}
