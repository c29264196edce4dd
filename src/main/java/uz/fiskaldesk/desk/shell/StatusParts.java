package uz.fiskaldesk.desk.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.camera.CameraView;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.health.NetworkState;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.scan.serial.SerialState;

/**
 * The parts of the status bar other than FiscalBox, with a plain sentence each: what works, and what to do where something
 * does not. The states are live; the scanner is tried by scanning.
 */
final class StatusParts extends VBox {
    private static final double NAME = 130;

    private record Part(String light, String sentence) {}

    private record Row(Circle light, Label sentence) {
        void show(Part part) {
            Ui.setStyle(light, "light-", part.light());
            sentence.setText(part.sentence());
        }
    }

    private final Ui ui;
    private final DeskModel model;
    private final VBox servers = new VBox(10);

    StatusParts(Ui ui, DeskModel model, Runnable openSettings) {
        super(10);
        this.ui = ui;
        this.model = model;
        setId("status-parts");
        Row network = row("status-network", ui.text("network.name"), this);
        ui.observe(model.health().network(), state -> network.show(network(state)));
        ui.observe(
                model.health().querying(),
                _ -> network.show(network(model.health().network().get())));
        Row camera = row("status-camera", ui.text("action.camera"), this);
        ui.observe(model.camera().state(), _ -> camera.show(camera()));
        ui.observe(model.camera().settings(), _ -> camera.show(camera()));
        Row scanner = row("status-scanner", ui.text("status.scanner"), this);
        ui.observe(model.scanner().serial(), _ -> scanner.show(scanner()));
        ui.observe(model.scanner().recognised(), _ -> scanner.show(scanner()));
        ui.observe(model.health().servers(), _ -> showServers());
        ui.observe(model.health().info(), _ -> showServers());
        getChildren().addAll(servers, ui.button("status-settings", "settings.title", openSettings, "action"));
    }

    private void showServers() {
        servers.getChildren().clear();
        for (ServerStatus.Shown shown : ServerStatus.all(ui, model.health())) {
            row("status-" + shown.id(), shown.name(), servers).show(new Part(shown.light(), shown.sentence()));
        }
    }

    private Row row(String id, String name, VBox into) {
        Row made = new Row(new Circle(5), ui.wrappedLabel(""));
        made.sentence().setId(id);
        Label title = ui.label(name, "history-title");
        title.setMinWidth(NAME);
        title.setGraphic(made.light());
        HBox.setHgrow(made.sentence(), Priority.ALWAYS);
        HBox row = new HBox(10, title, made.sentence());
        row.setAlignment(Pos.BASELINE_LEFT);
        into.getChildren().add(row);
        return made;
    }

    private Part network(NetworkState state) {
        if (model.health().querying().get()) {
            return new Part("none", ui.text("network.testing"));
        }
        ServerStatus.Shown shown = NetworkStatus.shown(ui, state);
        return new Part(shown.light(), shown.sentence());
    }

    private Part camera() {
        CameraState state = model.camera().state().get();
        if (!model.camera().settings().get().on()) {
            return new Part("none", ui.text("camera.off"));
        }
        return switch (state) {
            case CameraState.Streaming live ->
                new Part("up", ui.text("status.camera.works", live.device().name()));
            case CameraState.Off _, CameraState.Starting _ -> new Part("none", ui.text("status.camera.rests"));
            case CameraState.None _, CameraState.Unsupported _ -> new Part("none", CameraView.message(ui, state));
            case CameraState.Black _, CameraState.Busy _, CameraState.Denied _ ->
                new Part("trouble", CameraView.message(ui, state));
            case CameraState.Unplugged _, CameraState.Hung _ -> new Part("trouble", CameraView.message(ui, state));
        };
    }

    private Part scanner() {
        boolean recognised = model.scanner().recognised().get();
        return switch (model.scanner().serial().get()) {
            case SerialState.Off _ ->
                recognised
                        ? new Part("up", ui.text("status.scanner.works"))
                        : new Part("none", ui.text("status.scanner.unknown"));
            case SerialState.Ready _ -> new Part("up", ui.text("status.scanner.connected"));
            case SerialState.Missing _, SerialState.Unsupported _ ->
                new Part("trouble", ui.text("status.scanner.missing"));
            case SerialState.Busy _ -> new Part("trouble", ui.text("status.scanner.busy"));
        };
    }
}
