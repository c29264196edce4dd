package uz.fiskaldesk.desk.training;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;

/** The banner of training mode, which says that no payment is real. */
public final class TrainingBanner extends HBox {
    public TrainingBanner(Ui ui, PageModel pages) {
        super(10);
        setAlignment(Pos.CENTER_LEFT);
        setId("training");
        getStyleClass().add("training");
        Label label = ui.wrappedLabel(ui.text("training.strip"));
        label.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        label.setMinWidth(0);
        getChildren()
                .setAll(
                        label,
                        Ui.spacer(),
                        ui.button(
                                "samples",
                                "training.samples",
                                Shortcut.SAMPLES,
                                () -> pages.toggle(Page.SAMPLES),
                                "action"));
    }
}
