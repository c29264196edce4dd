package uz.fiskaldesk.desk.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.scan.serial.SerialState;

/** The states of the camera and the scanner in the status bar. */
final class DeviceStatus extends HBox {
    private static final double TOUCH_TARGET = 44;
    private static final double WIDE_ENOUGH_FOR_ONE = 1200;
    private static final double WIDE_ENOUGH_FOR_BOTH = 1340;

    private final Ui ui;
    private final CameraModel camera;
    private final DeskModel model;
    private final Circle cameraLight = new Circle(5);
    private final Circle scannerLight = new Circle(5);
    private final Button cameraName;
    private final Button scannerName;
    /** Whether a camera was found when one was last needed. */
    private boolean exists;

    private String cameraText = "";
    private String scannerText = "";
    private double width = WIDE_ENOUGH_FOR_BOTH;

    /** @param open opens the page that explains the states */
    DeviceStatus(Ui ui, DeskModel model, Runnable open) {
        super(18);
        this.ui = ui;
        this.camera = model.camera();
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        cameraName = button("camera-health", cameraLight, open);
        scannerName = button("scanner-health", scannerLight, open);
        scannerName.setMinWidth(USE_PREF_SIZE);
        setMinWidth(0);
        getChildren().setAll(cameraName, scannerName);
        ui.observe(camera.state(), _ -> showCamera());
        ui.observe(camera.settings(), _ -> showCamera());
        ui.observe(model.scanner().serial(), this::showScanner);
        ui.observe(
                model.scanner().recognised(),
                _ -> showScanner(model.scanner().serial().get()));
    }

    private static Button button(String id, Circle light, Runnable open) {
        Button button = new Button();
        button.setId(id);
        button.getStyleClass().add("status-button");
        button.setGraphic(light);
        button.setOnAction(_ -> open.run());
        return button;
    }

    /** Adapts to the window width in pixels. A narrow bar only shows the lights of failed devices, with tooltips. */
    void fitInto(double windowWidth) {
        width = windowWidth;
        showTexts();
    }

    private void showTexts() {
        show(cameraName, cameraLight, cameraText, width < WIDE_ENOUGH_FOR_ONE);
        show(scannerName, scannerLight, scannerText, width < WIDE_ENOUGH_FOR_BOTH);
    }

    private static void show(Button label, Circle light, String text, boolean narrow) {
        label.setText(narrow ? "" : text);
        label.setMinWidth(narrow ? TOUCH_TARGET : USE_PREF_SIZE);
        label.setAccessibleText(text);
        label.setTooltip(new Tooltip(text));
        boolean isInTrouble = light.getStyleClass().contains("light-trouble");
        Ui.setShown(label, !text.isEmpty() && (!narrow || isInTrouble));
    }

    private void showCamera() {
        switch (camera.state().get()) {
            case CameraState.Off _, CameraState.Starting _ -> {}
            case CameraState.None _, CameraState.Unsupported _ -> exists = false;
            default -> exists = true;
        }
        switch (camera.state().get()) {
            case CameraState.Streaming live ->
                show("up", ui.text("health.camera", live.device().name()));
            case CameraState.Off _, CameraState.Starting _ -> {
                boolean on = camera.settings().get().on();
                show("none", on && !exists ? "" : ui.text(on ? "health.camera-rests" : "health.camera-off"));
            }
            // Many tills have no camera and need none.
            case CameraState.None _, CameraState.Unsupported _ -> show("none", "");
            case CameraState.Black _, CameraState.Busy _, CameraState.Denied _ -> trouble();
            case CameraState.Unplugged _, CameraState.Hung _ -> trouble();
        }
    }

    private void trouble() {
        show("trouble", ui.text("health.camera-trouble"));
    }

    private void show(String light, String text) {
        Ui.setStyle(cameraLight, "light-", light);
        cameraText = text;
        showTexts();
    }

    private void showScanner(SerialState state) {
        switch (state) {
            case SerialState.Ready _ -> scanner("up", "health.scanner");
            // A scanner that types like a keyboard is unknown until it has scanned something.
            case SerialState.Off _ when model.scanner().recognised().get() -> scanner("up", "health.scanner");
            case SerialState.Off _ -> scanner("none", "");
            case SerialState.Missing _, SerialState.Unsupported _ -> scanner("trouble", "health.scanner-missing");
            case SerialState.Busy _ -> scanner("trouble", "health.scanner-busy");
        }
    }

    private void scanner(String light, String key) {
        Ui.setStyle(scannerLight, "light-", light);
        scannerText = key.isEmpty() ? "" : ui.text(key);
        showTexts();
    }
}
