package uz.fiskaldesk.desk.shell;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.shape.Circle;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.health.NetworkState;

/** The network in the status bar. While it works, only a wide bar shows it. */
final class NetworkStatus extends Button {
    private static final double WIDE_ENOUGH = 1500;

    private final Ui ui;
    private final HealthModel health;
    private final Circle light = new Circle(5);
    private double width;

    /** @param open opens the page that explains the states */
    NetworkStatus(Ui ui, HealthModel health, Runnable open) {
        this.ui = ui;
        this.health = health;
        setId("network");
        getStyleClass().add("status-button");
        setGraphic(light);
        setMinWidth(USE_PREF_SIZE);
        setOnAction(_ -> open.run());
        ui.observe(health.network(), _ -> show());
    }

    /** Adapts to the window width in pixels. */
    void fitInto(double windowWidth) {
        width = windowWidth;
        show();
    }

    private void show() {
        ServerStatus.Shown shown = shown(ui, health.network().get());
        Ui.setStyle(light, "light-", shown.light());
        setText(shown.name() + ": " + shown.text());
        setAccessibleText(shown.name() + ": " + shown.sentence());
        setTooltip(new Tooltip(getAccessibleText()));
        Ui.setShown(this, shown.light().equals("trouble") || (shown.light().equals("up") && width >= WIDE_ENOUGH));
    }

    /** What is shown of the network. */
    static ServerStatus.Shown shown(Ui ui, NetworkState state) {
        String name = ui.text("network.name");
        return switch (state) {
            case UNKNOWN -> new ServerStatus.Shown("network", name, "none", "…", "…");
            case WORKS -> shown(ui, name, "up", "works");
            case NOT_CONNECTED -> shown(ui, name, "trouble", "not-connected");
            case NAME_NOT_FOUND -> shown(ui, name, "trouble", "name-not-found");
            case NO_ANSWER -> shown(ui, name, "trouble", "no-answer");
        };
    }

    private static ServerStatus.Shown shown(Ui ui, String name, String light, String key) {
        return new ServerStatus.Shown(
                "network", name, light, ui.text("network." + key), ui.text("network." + key + ".note"));
    }
}
