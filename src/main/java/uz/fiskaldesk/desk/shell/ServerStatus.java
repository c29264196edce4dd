package uz.fiskaldesk.desk.shell;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.support.BackgroundServer.State;

/** The states of the servers for other programs in the status bar. The tooltip is the whole sentence. */
final class ServerStatus extends HBox {
    private static final double TOUCH_TARGET = 44;
    private static final double WIDE_ENOUGH = 1340;

    /**
     * What is shown of a server.
     *
     * @param text for the status bar
     * @param sentence what it does, or what to do about it
     */
    record Shown(String id, String name, String light, String text, String sentence) {}

    private final Ui ui;
    private final HealthModel health;
    private final Runnable open;
    private final Map<SessionServer.Kind, Button> labels = new EnumMap<>(SessionServer.Kind.class);
    private double width = WIDE_ENOUGH;

    /** @param open opens the page that explains the states */
    ServerStatus(Ui ui, HealthModel health, Runnable open) {
        super(18);
        this.ui = ui;
        this.health = health;
        this.open = open;
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        ui.observe(health.servers(), _ -> show());
        ui.observe(health.info(), _ -> show());
    }

    /** Adapts to the window width in pixels. A narrow bar only shows the lights of servers in trouble, with tooltips. */
    void fitInto(double windowWidth) {
        width = windowWidth;
        show();
    }

    private void show() {
        health.servers().get().forEach((kind, state) -> {
            Button label = labels.computeIfAbsent(kind, this::label);
            Shown shown = shown(ui, health, kind, state);
            boolean narrow = width < WIDE_ENOUGH;
            Ui.setStyle(label.getGraphic(), "light-", shown.light());
            label.setText(narrow ? "" : ui.text(kind.textKey()) + ": " + shown.text());
            label.setMinWidth(narrow ? TOUCH_TARGET : USE_PREF_SIZE);
            label.setAccessibleText(ui.text(kind.textKey()) + ": " + shown.sentence());
            label.setTooltip(new Tooltip(label.getAccessibleText()));
            Ui.setShown(label, !narrow || shown.light().equals("trouble"));
        });
    }

    private Button label(SessionServer.Kind kind) {
        Button label = new Button();
        label.setId("server-" + name(kind));
        label.getStyleClass().add("status-button");
        label.setGraphic(new Circle(5));
        label.setMinWidth(USE_PREF_SIZE);
        label.setOnAction(_ -> open.run());
        getChildren().add(label);
        return label;
    }

    private static String name(SessionServer.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What is shown of each server that is switched on. */
    static List<Shown> all(Ui ui, HealthModel health) {
        return health.servers().get().entrySet().stream()
                .map(each -> shown(ui, health, each.getKey(), each.getValue()))
                .toList();
    }

    private static String shortName(URI address) {
        return isFolder(address) ? String.valueOf(Path.of(address).getFileName()) : address.getAuthority();
    }

    private static String longName(URI address) {
        return isFolder(address) ? Path.of(address).toString() : address.toString();
    }

    private static boolean isFolder(URI address) {
        return "file".equals(address.getScheme());
    }

    private static Shown shown(Ui ui, HealthModel health, SessionServer.Kind kind, State state) {
        String id = name(kind);
        String name = ui.text(kind.textKey());
        return switch (state) {
            case State.Opening _ -> new Shown(id, name, "none", "…", "…");
            case State.Failed failed ->
                new Shown(
                        id,
                        name,
                        "trouble",
                        ui.text("server.closed"),
                        failed.reason().in(ui.messages().texts()));
            case State.Open(URI address) ->
                // One that cannot work answers the POS itself.
                kind.needsFiscalBox() && health.info().get() instanceof TillInfo.Down
                        ? new Shown(
                                id,
                                name,
                                "trouble",
                                ui.text("server.no-fiscalbox"),
                                ui.text("server.no-fiscalbox.note"))
                        : new Shown(id, name, "up", shortName(address), ui.text(kind.openKey(), longName(address)));
        };
    }
}
