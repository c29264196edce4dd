package uz.fiskaldesk.desk.settings;

import java.nio.file.Path;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.camera.CameraMenu;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.support.DataFolder;

/** The form of the settings that a shop may change without an administrator. */
public final class SettingsPage extends FormPage {
    private final TextField till;

    public SettingsPage(
            Ui ui, SettingsModel form, CameraModel camera, WindowActions commands, String dataFolder, Runnable back) {
        super(ui, "settings-page", "settings.title", back);
        till = ui.field("settings-till", "settings.till-prompt", form.till());
        TextField cashier = ui.field("settings-cashier", "settings.cashier-prompt", form.cashier());
        TextField address = ui.field("settings-address", "", form.apiUrl());
        HBox.setHgrow(address, Priority.ALWAYS);
        Button check = ui.button("settings-check", "settings.check", form::check, "action");
        HBox addressRow = new HBox(8, address, check);
        addressRow.setAlignment(Pos.CENTER_LEFT);
        Label checked = ui.messageLabel(form.checked(), "info-box");
        checked.setId("settings-checked");
        ui.observe(form.reachable(), ok -> {
            checked.getStyleClass().removeAll("info-box", "danger-box");
            checked.getStyleClass().add(ok ? "info-box" : "danger-box");
        });
        checked.setMaxWidth(Double.MAX_VALUE);
        Label warning = ui.messageLabel(form.warning(), "warning-box");
        warning.setId("settings-warning");
        warning.setMaxWidth(Double.MAX_VALUE);
        TextField timeout = ui.field("settings-timeout", "", form.timeout());
        TextField gatewayPort = ui.field("settings-gateway-port", "", form.gatewayPort());
        TextField inboxPort = ui.field("settings-inbox-port", "", form.inboxPort());
        TextField watchFolder = ui.field("settings-watch-folder", "settings.watch-folder-prompt", form.watchFolder());
        Button logs = ui.button("settings-logs", "settings.logs", commands::openLogs, "action");
        CameraMenu cameras = new CameraMenu(ui, camera);
        cameras.setId("settings-camera");
        cameras.getStyleClass().setAll("menu-button", "action");
        cameras.setMaxWidth(Double.MAX_VALUE);
        setContent(
                ui.labelled("settings.till", till),
                ui.labelled("settings.cashier", cashier),
                ui.labelled("settings.address", addressRow),
                warning,
                checked,
                ui.labelled("settings.timeout", timeout),
                ui.label(ui.text("settings.capture"), "section-title"),
                cameras,
                ui.labelled("settings.scanner", scanner(form)),
                tick("settings-sounds", "settings.sounds", form.sounds()),
                tick("settings-send-at-once", "settings.send-at-once", form.sendsAtOnce()),
                ui.wrappedLabel(ui.text("settings.send-at-once.note"), "muted"),
                tick("settings-phone", "settings.phone", form.phoneOn()),
                ui.wrappedLabel(ui.text("settings.phone.note"), "muted"),
                ui.label(ui.text("settings.pos"), "section-title"),
                tick("settings-gateway", "settings.gateway", form.gatewayOn()),
                ui.wrappedLabel(ui.text("settings.gateway.note"), "muted"),
                ui.labelled("settings.gateway-port", gatewayPort),
                tick("settings-inbox", "settings.inbox", form.inboxOn()),
                ui.wrappedLabel(ui.text("settings.inbox.note"), "muted"),
                ui.labelled("settings.inbox-port", inboxPort),
                ui.labelled("settings.inbox-token", inboxToken(dataFolder)),
                ui.labelled("settings.watch-folder", watchFolder),
                ui.wrappedLabel(ui.text("settings.watch-folder.note"), "muted"),
                ui.wrappedLabel(ui.text("settings.data", dataFolder), "muted"),
                logs);
        showProblem(
                "settings-problem",
                form.problem(),
                Map.of(
                        form.apiUrl(),
                        address,
                        form.timeout(),
                        timeout,
                        form.gatewayPort(),
                        gatewayPort,
                        form.inboxPort(),
                        inboxPort,
                        form.watchFolder(),
                        watchFolder));
        addSubmitButtons("settings-save", "settings.save", form::save);
    }

    /** The choice of the scanner: a keyboard wedge first, then the serial ports. */
    private ComboBox<String> scanner(SettingsModel form) {
        ComboBox<String> box = new ComboBox<>();
        box.setId("settings-scanner");
        box.setMinHeight(44);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String path) {
                return path == null || path.isEmpty() ? ui.text("settings.scanner.keyboard") : describe(path, form);
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        });
        ui.observe(form.ports(), ports -> {
            box.getItems().setAll("");
            ports.forEach(port -> box.getItems().add(port.path()));
            box.setValue(form.scannerPort().get());
        });
        ui.observe(form.scannerPort(), box::setValue);
        box.setOnAction(_ -> {
            String chosen = box.getValue();
            if (chosen != null) {
                form.scannerPort().set(chosen);
            }
        });
        return box;
    }

    private static String describe(String path, SettingsModel form) {
        return form.ports().get().stream()
                .filter(port -> port.path().equals(path) && !port.name().isBlank())
                .map(port -> path + " · " + port.name())
                .findFirst()
                .orElse(path);
    }

    /** The path of the token's file, for the settings of the other program. */
    private HBox inboxToken(String dataFolder) {
        String path = new DataFolder(Path.of(dataFolder)).inboxToken().toString();
        TextField field = new TextField(path);
        field.setId("settings-inbox-token");
        field.setEditable(false);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button copy = ui.button("settings-inbox-copy", "settings.copy", () -> copy(path), "action");
        HBox row = new HBox(8, field, copy);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private CheckBox tick(String id, String textKey, BooleanProperty value) {
        CheckBox box = new CheckBox(ui.text(textKey));
        box.setId(id);
        box.setWrapText(true);
        box.setMinHeight(44);
        box.selectedProperty().bindBidirectional(value);
        return box;
    }

    @Override
    public Node initialFocus() {
        return till;
    }
}
