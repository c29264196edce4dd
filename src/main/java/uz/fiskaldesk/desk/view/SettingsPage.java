package uz.fiskaldesk.desk.view;

import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import uz.fiskaldesk.desk.model.SettingsForm;

/** What a shop may set without an administrator. */
final class SettingsPage extends Form {
    private final TextField till;

    SettingsPage(Ui ui, SettingsForm form, DeskCommands commands, String dataFolder, Runnable back) {
        super(ui, "settings-page", "settings.title", back);
        till = field("settings-till", "settings.till-prompt", form.till());
        TextField cashier = field("settings-cashier", "settings.cashier-prompt", form.cashier());
        TextField address = field("settings-address", "", form.apiUrl());
        HBox.setHgrow(address, Priority.ALWAYS);
        Button check = ui.button("settings-check", "settings.check", "", form::check, "action");
        HBox addressRow = new HBox(8, address, check);
        addressRow.setAlignment(Pos.CENTER_LEFT);
        Label checked = ui.line(form.checked(), "info-box");
        checked.setId("settings-checked");
        checked.setMaxWidth(Double.MAX_VALUE);
        Label warning = ui.line(form.warning(), "warning-box");
        warning.setId("settings-warning");
        warning.setMaxWidth(Double.MAX_VALUE);
        TextField timeout = field("settings-timeout", "", form.timeout());
        Label problem = ui.line(form.problem(), "danger-box");
        problem.setId("settings-problem");
        Button logs = ui.button("settings-logs", "settings.logs", "", commands::openLogs, "action");
        fill(
                ui.named("settings.till", till),
                ui.named("settings.cashier", cashier),
                ui.named("settings.address", addressRow),
                warning,
                checked,
                ui.named("settings.timeout", timeout),
                problem,
                ui.sentence(ui.text("settings.data", dataFolder), "muted"),
                logs);
        does("settings-save", "settings.save", form::save);
    }

    private TextField field(String id, String promptKey, StringProperty value) {
        TextField field = ui.field(id, promptKey);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    @Override
    Node first() {
        return till;
    }
}
