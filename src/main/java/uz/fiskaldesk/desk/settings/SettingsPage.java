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
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.camera.CameraTestView;
import uz.fiskaldesk.desk.capture.ScannerModel;
import uz.fiskaldesk.desk.capture.ScannerTestView;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.SectionedPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.scan.serial.SerialState;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.DataFolder;

/**
 * The page of the settings that a shop may change without an administrator. Those of the look, the camera and the
 * scanner take effect when they are chosen; the others are saved together, because they need a new session. Each
 * section says which.
 */
public final class SettingsPage extends SectionedPage {
    private static final String AT_ONCE = "settings.at-once";
    private static final String WITH_SAVE = "settings.with-save";

    private final TextField till;
    private final AddressView address;

    public SettingsPage(
            Ui ui,
            SettingsModel form,
            CameraModel camera,
            ScannerModel scanner,
            HealthModel health,
            boolean canUpdate,
            WindowActions commands,
            String dataFolder,
            Runnable back) {
        super(ui, "settings-page", "settings.title", back);
        till = ui.field("settings-till", "settings.till-prompt", form.till());
        TextField cashier = ui.field("settings-cashier", "settings.cashier-prompt", form.cashier());
        address = new AddressView(ui, "settings", form.address(), form::check);
        TextField timeout = ui.field("settings-timeout", "", form.timeout());
        TextField gatewayPort = ui.field("settings-gateway-port", "", form.gatewayPort());
        TextField inboxPort = ui.field("settings-inbox-port", "", form.inboxPort());
        TextField watchFolder = ui.field("settings-watch-folder", "settings.watch-folder-prompt", form.watchFolder());
        TextField updateAddress =
                ui.field("settings-update-address", "settings.update-address-prompt", form.updateAddress());
        addSection(
                "settings.shop",
                WITH_SAVE,
                ui.labelled("settings.till", till),
                ui.labelled("settings.cashier", cashier));
        addSection("settings.fiscalbox", WITH_SAVE, address, ui.labelled("settings.timeout", timeout));
        addSection("settings.look", AT_ONCE, new LookSettings(ui, commands).entries());
        addCaptureSection(form, camera, scanner);
        addPosSection(form, health, dataFolder, gatewayPort, inboxPort, watchFolder);
        if (canUpdate) {
            addUpdatesSection(form, updateAddress);
        } else {
            addSection("settings.updates", noUpdates());
        }
        addFilesSection(commands, dataFolder);
        showProblem(
                "settings-problem",
                form.problem(),
                Map.of(
                        form.address().text(),
                        address.field(),
                        form.timeout(),
                        timeout,
                        form.gatewayPort(),
                        gatewayPort,
                        form.inboxPort(),
                        inboxPort,
                        form.watchFolder(),
                        watchFolder,
                        form.updateAddress(),
                        updateAddress));
        addSubmitButtons("settings-save", "settings.save", form::save);
    }

    private void addUpdatesSection(SettingsModel form, TextField address) {
        addSection(
                "settings.updates",
                WITH_SAVE,
                entry(
                        tick("settings-updates", "settings.updates-on", form.updatesOn()),
                        ui.wrappedLabel(ui.text("settings.updates.note"), "muted"),
                        ui.labelled("settings.update-address", address)));
    }

    private void addFilesSection(WindowActions commands, String dataFolder) {
        addSection(
                "settings.files",
                entry(
                        ui.wrappedLabel(ui.text("settings.data", dataFolder), "muted"),
                        ui.button("settings-logs", "settings.logs", commands::openLogs, "action")),
                entry(
                        ui.wrappedLabel(ui.text("settings.support.note"), "muted"),
                        ui.button("settings-support", "support.title", commands::openSupport, "action")));
    }

    /** Stands in for the settings of updates, which would change nothing. */
    private Node noUpdates() {
        Label sentence = ui.wrappedLabel(ui.text("update.refused.not-set-up"), "muted");
        sentence.setId("settings-no-updates");
        return sentence;
    }

    /** What the POS and its programs use: the gateway, the inbox and the watched folder. */
    private void addPosSection(
            SettingsModel form,
            HealthModel health,
            String dataFolder,
            TextField gatewayPort,
            TextField inboxPort,
            TextField watchFolder) {
        addSection(
                "settings.pos",
                WITH_SAVE,
                entry(
                        tick("settings-gateway", "settings.gateway", form.gatewayOn()),
                        ui.wrappedLabel(ui.text("settings.gateway.note"), "muted"),
                        ui.labelled("settings.gateway-port", gatewayPort),
                        serverState(health, SessionServer.Kind.GATEWAY)),
                entry(
                        tick("settings-inbox", "settings.inbox", form.inboxOn()),
                        ui.wrappedLabel(ui.text("settings.inbox.note"), "muted"),
                        ui.labelled("settings.inbox-port", inboxPort),
                        ui.labelled("settings.inbox-token", inboxToken(dataFolder)),
                        serverState(health, SessionServer.Kind.INBOX)),
                entry(
                        ui.labelled("settings.watch-folder", watchFolder),
                        ui.wrappedLabel(ui.text("settings.watch-folder.note"), "muted"),
                        serverState(health, SessionServer.Kind.WATCH)));
    }

    private void addCaptureSection(SettingsModel form, CameraModel camera, ScannerModel scanner) {
        addSection(
                "settings.capture",
                AT_ONCE,
                new CameraTestView(ui, camera, "settings-camera"),
                entry(ui.labelled("settings.scanner", choiceOfScanner(form)), portState(scanner)),
                new ScannerTestView(ui, scanner.test()),
                tick("settings-sounds", "settings.sounds", form.sounds()),
                entry(
                        tick("settings-send-at-once", "settings.send-at-once", form.sendsAtOnce()),
                        ui.wrappedLabel(ui.text("settings.send-at-once.note"), "muted")),
                entry(
                        tick("settings-phone", "settings.phone", form.phoneOn()),
                        ui.wrappedLabel(ui.text("settings.phone.note"), "muted")));
    }

    /** The choice of the scanner: a keyboard wedge first, then the serial ports. */
    private ComboBox<String> choiceOfScanner(SettingsModel form) {
        ComboBox<String> box = ui.choice(
                "settings-scanner",
                path -> path.isEmpty() ? ui.text("settings.scanner.keyboard") : describe(path, form));
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

    /** How the scanner at the chosen port does; nothing for one that types. */
    private Label portState(ScannerModel scanner) {
        Label label = ui.wrappedLabel("");
        label.setId("settings-scanner-state");
        ui.announce(label);
        ui.observe(scanner.serial(), state -> {
            String key = switch (state) {
                case SerialState.Off _ -> "";
                case SerialState.Ready _ -> "settings.scanner.connected";
                case SerialState.Missing _, SerialState.Unsupported _ -> "status.scanner.missing";
                case SerialState.Busy _ -> "status.scanner.busy";
            };
            label.setText(key.isEmpty() ? "" : ui.text(key));
            label.getStyleClass().removeAll("danger-text", "success-text");
            label.getStyleClass().add(state instanceof SerialState.Ready ? "success-text" : "danger-text");
            Ui.setShown(label, !key.isEmpty());
        });
        return label;
    }

    private static String describe(String path, SettingsModel form) {
        return form.ports().get().stream()
                .filter(port -> port.path().equals(path) && !port.name().isBlank())
                .map(port -> path + " · " + port.name())
                .findFirst()
                .orElse(path);
    }

    /** How the server does that is switched on now; nothing if it is off. */
    private VBox serverState(HealthModel health, SessionServer.Kind kind) {
        Label label = ui.wrappedLabel("");
        ui.announce(label);
        ui.observe(health.servers(), servers -> {
            BackgroundServer.@Nullable State state = servers.get(kind);
            LocalizedText said = switch (state) {
                case null -> _ -> "";
                case BackgroundServer.State.Opening _ -> _ -> "…";
                case BackgroundServer.State.Failed failed ->
                    messages -> failed.reason().in(messages.texts());
                case BackgroundServer.State.Open(var at) ->
                    LocalizedText.of(
                            kind.openKey(),
                            "file".equals(at.getScheme()) ? Path.of(at).toString() : at.toString());
            };
            label.setText(said.in(ui.messages()));
            Ui.setStyle(label, "server-", state instanceof BackgroundServer.State.Failed ? "failed" : "open");
            label.getStyleClass().removeAll("danger-text", "success-text");
            label.getStyleClass().add(state instanceof BackgroundServer.State.Failed ? "danger-text" : "success-text");
            Ui.setShown(label, state != null);
        });
        return new VBox(label);
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
