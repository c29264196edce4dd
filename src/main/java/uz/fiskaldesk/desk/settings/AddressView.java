package uz.fiskaldesk.desk.settings;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.common.Ui;

/** The field for the address of FiscalBox with the button that tests it, and what the test found. */
public final class AddressView extends VBox {
    private final TextField field;

    /** @param id the beginning of the ids of the controls */
    public AddressView(Ui ui, String id, AddressModel model, Runnable check) {
        super(8);
        field = ui.field(id + "-address", "", model.text());
        HBox.setHgrow(field, Priority.ALWAYS);
        Button button = ui.button(id + "-check", "settings.check", check, "action");
        HBox row = new HBox(8, field, button);
        row.setAlignment(Pos.CENTER_LEFT);
        Label checked = ui.messageLabel(model.checked(), "info-box");
        checked.setId(id + "-checked");
        checked.setMaxWidth(Double.MAX_VALUE);
        ui.observe(model.reachable(), ok -> {
            checked.getStyleClass().removeAll("info-box", "danger-box");
            checked.getStyleClass().add(ok ? "info-box" : "danger-box");
        });
        Label warning = ui.messageLabel(model.warning(), "warning-box");
        warning.setId(id + "-warning");
        warning.setMaxWidth(Double.MAX_VALUE);
        getChildren().setAll(ui.labelled("settings.address", row), checked, warning);
    }

    public TextField field() {
        return field;
    }
}
