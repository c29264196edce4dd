package uz.fiskaldesk.desk.shell;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
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
    private static final double WIDE_ENOUGH = 1340;

    /** What a label shows. */
    private record Shown(String light, String text, String sentence) {}

    private final Ui ui;
    private final HealthModel health;
    private final Map<SessionServer.Kind, Label> labels = new EnumMap<>(SessionServer.Kind.class);
    private double width = WIDE_ENOUGH;

    ServerStatus(Ui ui, HealthModel health) {
        super(18);
        this.ui = ui;
        this.health = health;
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
            Label label = labels.computeIfAbsent(kind, this::label);
            Shown shown = shown(kind, state);
            boolean narrow = width < WIDE_ENOUGH;
            Ui.setStyle(label.getGraphic(), "light-", shown.light());
            label.setText(narrow ? "" : ui.text(kind.textKey()) + ": " + shown.text());
            label.setAccessibleText(ui.text(kind.textKey()) + ": " + shown.sentence());
            label.setTooltip(new Tooltip(label.getAccessibleText()));
            Ui.setShown(label, !narrow || shown.light().equals("trouble"));
        });
    }

    private Label label(SessionServer.Kind kind) {
        Label label = ui.label("");
        label.setId("server-" + kind.name().toLowerCase(java.util.Locale.ROOT));
        label.setGraphic(new Circle(5));
        label.setMinWidth(USE_PREF_SIZE);
        getChildren().add(label);
        return label;
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

    private Shown shown(SessionServer.Kind kind, State state) {
        return switch (state) {
            case State.Opening _ -> new Shown("none", "…", "…");
            case State.Failed failed ->
                new Shown(
                        "trouble",
                        ui.text("server.closed"),
                        failed.reason().in(ui.messages().texts()));
            case State.Open(URI address) ->
                kind.needsFiscalBox()
                                && !(health.info().get() instanceof TillInfo.Up)
                                && health.info().get() != null
                        ? new Shown("trouble", ui.text("server.no-fiscalbox"), ui.text("server.no-fiscalbox.note"))
                        : new Shown("up", shortName(address), ui.text(kind.openKey(), longName(address)));
        };
    }
}
