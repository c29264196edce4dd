package uz.fiskaldesk.desk.camera;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.scan.camera.CameraState;

/** The menu that selects the camera. It stays available when the current camera fails. */
public final class CameraMenu extends MenuButton {
    private final Ui ui;
    private final CameraModel camera;

    public CameraMenu(Ui ui, CameraModel camera) {
        super(ui.text("action.camera"));
        this.ui = ui;
        this.camera = camera;
        setId("camera-menu");
        getStyleClass().add("camera-menu");
        setGraphic(ui.key(Shortcut.CAMERA));
        setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        setMinWidth(Region.USE_PREF_SIZE);
        setMnemonicParsing(false);
        // Enter and Space must reach the receipt; F3 opens this menu.
        setFocusTraversable(false);
        setOnShowing(_ -> camera.findDevices());
        ui.observe(camera.devices(), _ -> fill());
        ui.observe(camera.state(), _ -> fill());
        ui.observe(camera.settings(), _ -> fill());
    }

    /** Shows the same items as a context menu over {@code place}, for when this button is not visible. */
    void showOver(Region place) {
        ContextMenu menu = new ContextMenu();
        menu.setId("camera-choice");
        Runnable fill = () -> menu.getItems().setAll(choices());
        List<Subscription> whileOpen = List.of(
                camera.devices().subscribe(fill),
                camera.state().subscribe(fill),
                camera.settings().subscribe(fill));
        fill.run();
        menu.setOnHidden(_ -> whileOpen.forEach(Subscription::unsubscribe));
        Point2D corner = place.localToScreen(0, 0);
        menu.show(place, corner.getX(), corner.getY());
        camera.findDevices();
    }

    private void fill() {
        getItems().setAll(choices());
    }

    private List<MenuItem> choices() {
        List<MenuItem> items = new ArrayList<>();
        for (CameraDevice device : camera.devices().get()) {
            RadioMenuItem item = new RadioMenuItem(device.name());
            item.setMnemonicParsing(false);
            item.setSelected(isInUse(device));
            item.setOnAction(_ -> camera.choose(device));
            items.add(item);
        }
        if (items.isEmpty()) {
            MenuItem none = new MenuItem(ui.text("camera.no-choice"));
            none.setDisable(true);
            items.add(none);
        }
        CheckMenuItem mirrored = new CheckMenuItem(ui.text("camera.mirrored"));
        mirrored.setSelected(camera.settings().get().mirrored());
        mirrored.setOnAction(_ -> camera.setMirrored(!camera.settings().get().mirrored()));
        CheckMenuItem on = new CheckMenuItem(ui.text("camera.use"));
        on.setSelected(camera.settings().get().on());
        on.setOnAction(_ -> camera.setEnabled(!camera.settings().get().on()));
        items.add(new SeparatorMenuItem());
        items.add(mirrored);
        items.add(on);
        items.stream()
                .filter(item -> !(item instanceof SeparatorMenuItem))
                .forEach(item -> item.getStyleClass().add("camera-choice"));
        return items;
    }

    private boolean isInUse(CameraDevice device) {
        return switch (camera.state().get()) {
            case CameraState.Streaming live -> live.device().id().equals(device.id());
            case CameraState.Black black -> black.device().id().equals(device.id());
            case CameraState.Busy busy -> busy.device().id().equals(device.id());
            case CameraState.Hung hung -> hung.device().id().equals(device.id());
            default -> device.id().equals(camera.settings().get().id());
        };
    }
}
