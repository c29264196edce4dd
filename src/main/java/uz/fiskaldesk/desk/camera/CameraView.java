package uz.fiskaldesk.desk.camera;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.camera.CameraModel.Seen;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.Offer;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.support.Settings;

/** What the camera sees, or why it sees nothing and what to do about it; and the choice of the camera. */
public final class CameraView extends VBox {
    /** Pixels: room for a sentence, or for the picture that a receipt was read from. */
    private static final double LOW = 110;

    private static final double HIGHEST = 260;
    /** What the rest of the page needs. */
    private static final double REST = 258;
    /** Where what there is to say about the receipt has its room under the picture. */
    private static final double ROOM_FOR_BOTH = 600;

    private final Ui ui;
    private final CameraModel watch;
    private final CameraMenu menu;
    private final CameraPreview picture = new CameraPreview();
    private final StackPane screen;
    private final Label trouble;
    private final Label caption;
    private final Label note;
    private final CaptureModel capture;
    private double high = HIGHEST;
    private boolean roomy;

    public CameraView(Ui ui, CameraModel watch, CaptureModel capture) {
        this.ui = ui;
        this.watch = watch;
        this.capture = capture;
        menu = new CameraMenu(ui, watch);
        trouble = ui.sentence("", "camera-trouble");
        trouble.setId("camera-trouble");
        note = ui.label("", "camera-note");
        note.setId("camera-note");
        StackPane.setAlignment(note, Pos.TOP_CENTER);
        screen = new StackPane(picture, trouble, note);
        screen.getStyleClass().add("camera-screen");
        screen.setMinWidth(0);
        caption = ui.sentence("", "camera-caption");
        caption.setId("camera-caption");
        caption.setMinWidth(0);
        HBox bottom = new HBox(8, caption, Ui.spring(), menu);
        bottom.setAlignment(Pos.CENTER_LEFT);
        bottom.getStyleClass().add("camera-bottom");
        setId("camera");
        getStyleClass().add("camera");
        getChildren().setAll(screen, bottom);
        watch.showOn(frame -> {
            picture.show(frame);
            frame.done();
        });
        picture.fitInto(screen);
        ui.show(watch.state(), _ -> show());
        ui.show(watch.settings(), this::mirror);
        ui.show(watch.wanted(), _ -> show());
        ui.show(watch.again(), again -> note(again));
        ui.show(watch.seen(), this::outline);
        ui.show(capture.offer(), _ -> show());
    }

    /**
     * Opens the list of cameras, from which arrows and Enter choose.
     *
     * @param elsewhere where it opens while this pane is out of sight
     */
    public void choose(Region elsewhere) {
        if (getScene() != null && isVisible() && menu.isVisible()) {
            menu.show();
        } else {
            menu.showOver(elsewhere);
        }
    }

    /** Whether it is more than a line. */
    public ObservableValue<Boolean> isLarge() {
        return visibleProperty().flatMap(visible -> visible ? screen.visibleProperty() : visibleProperty());
    }

    /** How high the page is that it stands in; the link and the buttons under it are to be seen, too. */
    public void fitInto(double pageHeight) {
        high = Math.clamp(pageHeight - REST, LOW, HIGHEST);
        roomy = pageHeight >= ROOM_FOR_BOTH;
        show();
    }

    private void mirror(Settings.Camera settings) {
        picture.mirror(settings.mirrored());
        show();
    }

    private void outline(@Nullable Seen seen) {
        picture.outline(seen);
        show();
    }

    private void note(boolean again) {
        note.setText(again ? ui.text("camera.again") : "");
        Ui.shown(note, again);
    }

    /** What has to be said about the receipt comes before the picture that it was read from. */
    private boolean isProofWanted(@Nullable Offer offer) {
        return offer != null && watch.seen().get() != null && picture.hasPicture() && (roomy || !offer.hasMoreToSay());
    }

    /** The picture that the receipt was read from stays while that lies beside the payment. */
    private void show() {
        CameraState now = watch.state().get();
        boolean wanted = watch.wanted().get();
        boolean proof = isProofWanted(capture.offer().get());
        boolean on = watch.settings().get().on();
        boolean sees = (wanted && now instanceof CameraState.Live) || proof;
        Ui.shown(
                this,
                wanted || proof || (!on && capture.wanted() && capture.offer().get() == null));
        Ui.shown(picture, sees);
        String text = sees ? "" : on ? words(now) : "";
        trouble.setText(text);
        Ui.shown(trouble, !text.isEmpty());
        boolean small = !sees && (!on || now instanceof CameraState.None || now instanceof CameraState.Unsupported);
        Ui.shown(screen, !small);
        screen.setPrefHeight(proof || isTrouble(now) ? LOW : high);
        screen.setMinHeight(USE_PREF_SIZE);
        if (small) {
            caption.setText(on ? text : ui.text("camera.off"));
        } else {
            caption.setText(
                    proof
                            ? ""
                            : now instanceof CameraState.Live live
                                    ? ui.text(
                                            "camera.ways-besides", live.device().name())
                                    : ui.text("camera.ways"));
        }
    }

    private static boolean isTrouble(CameraState state) {
        return switch (state) {
            case CameraState.Busy _, CameraState.Denied _, CameraState.Lost _, CameraState.Hung _ -> true;
            case CameraState.None _, CameraState.Unsupported _ -> true;
            case CameraState.Off _, CameraState.Starting _, CameraState.Live _, CameraState.Black _ -> false;
        };
    }

    private String words(CameraState state) {
        return switch (state) {
            case CameraState.Off _, CameraState.Starting _ -> ui.text("camera.starting");
            case CameraState.Live _ -> "";
            case CameraState.Black _ -> ui.text("camera.black");
            case CameraState.Busy busy -> ui.text("camera.busy", busy.device().name());
            case CameraState.Denied _ -> ui.text(onWindows() ? "camera.denied.windows" : "camera.denied.other");
            case CameraState.Lost lost -> ui.text("camera.lost", lost.name());
            case CameraState.Hung hung -> ui.text("camera.hung", hung.device().name());
            case CameraState.None _ -> ui.text("camera.none");
            case CameraState.Unsupported _ -> ui.text("camera.unsupported");
        };
    }

    private static boolean onWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }
}
