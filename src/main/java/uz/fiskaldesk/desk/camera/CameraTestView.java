package uz.fiskaldesk.desk.camera;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraState;

/** The choice of the camera, and a test that shows its picture and the code in it. Nothing is captured. */
public final class CameraTestView extends VBox {
    private static final double HEIGHT = 220;

    private final Ui ui;
    private final CameraModel camera;
    private final CameraPreview picture = new CameraPreview();
    private final Label found;

    /** @param id the id of the choice, and the beginning of the other ids */
    public CameraTestView(Ui ui, CameraModel camera, String id) {
        super(8);
        this.ui = ui;
        this.camera = camera;
        CameraMenu cameras = new CameraMenu(ui, camera);
        cameras.setId(id);
        cameras.getStyleClass().setAll("menu-button", "action");
        cameras.setFocusTraversable(true);
        Button test = ui.button(id + "-test", "camera-test.start", this::toggle, "action");
        ui.observe(
                camera.testing(), testing -> test.setText(ui.text(testing ? "camera-test.stop" : "camera-test.start")));
        StackPane screen = new StackPane(picture);
        screen.getStyleClass().add("camera-screen");
        screen.setPrefHeight(HEIGHT);
        screen.setMinHeight(HEIGHT);
        picture.fitInto(screen);
        found = ui.wrappedLabel("", "info-box");
        found.setId(id + "-found");
        found.setMaxWidth(Double.MAX_VALUE);
        getChildren().setAll(new FlowPane(8, 8, cameras, test), screen, found);
        Runnable show = () -> {
            boolean testing = camera.testing().get();
            Ui.setShown(screen, testing && camera.state().get() instanceof CameraState.Streaming);
            Ui.setShown(found, testing);
            found.setText(words());
            Ui.setStyle(found, "camera-test-", camera.testedCode().get() == null ? "waiting" : "read");
        };
        ui.observe(camera.testing(), _ -> show.run());
        ui.observe(camera.state(), _ -> show.run());
        ui.observe(camera.testedCode(), _ -> show.run());
    }

    /** There is such a view on more than one page; the one that starts the test shows the picture. */
    private void toggle() {
        camera.setTestPreview(frame -> {
            picture.show(frame);
            frame.release();
        });
        camera.setTesting(!camera.testing().get());
    }

    private String words() {
        if (camera.testedCode().get() != null) {
            return ui.text("camera-test.read");
        }
        String trouble = CameraView.message(ui, camera.state().get());
        return trouble.isEmpty() ? ui.text("camera-test.show") : trouble;
    }
}
