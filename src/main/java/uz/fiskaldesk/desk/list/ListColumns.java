package uz.fiskaldesk.desk.list;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.value.ObservableDoubleValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import uz.fiskaldesk.desk.common.Ui;

/**
 * The column widths in pixels, shared by the header and the rows. The transaction ID gets the remaining width and is
 * shown in full, abbreviated or not at all.
 */
final class ListColumns {
    static final double TIME = 60;
    static final double AMOUNT = 150;
    static final double PHONE = 150;
    static final double STATE = 166;

    /** The padding of a row and the scroll bar. */
    private static final double AROUND = 50;

    private static final double SHORT_ID = 96;
    private static final double WHOLE_ID = 300;

    private final DoubleBinding transaction;

    ListColumns(ObservableDoubleValue listWidth) {
        transaction = Bindings.createDoubleBinding(
                () -> Math.max(0, listWidth.get() - AROUND - TIME - AMOUNT - PHONE - STATE), listWidth);
    }

    boolean showsTransaction() {
        return transaction.get() >= SHORT_ID;
    }

    boolean showsWholeTransaction() {
        return transaction.get() >= WHOLE_ID;
    }

    static void fix(Region region, double width) {
        region.setMinWidth(width);
        region.setPrefWidth(width);
        region.setMaxWidth(width);
    }

    void fixTransaction(Region region) {
        region.setMinWidth(0);
        region.prefWidthProperty().bind(transaction);
        region.maxWidthProperty().bind(transaction);
    }

    /** Creates the header. */
    HBox names(Ui ui) {
        Label transactionName = ui.label(ui.text("column.transaction"));
        fixTransaction(transactionName);
        transactionName
                .textProperty()
                .bind(Bindings.createStringBinding(
                        () -> showsTransaction() ? ui.text("column.transaction") : "", transaction));
        HBox names = new HBox();
        names.getChildren()
                .setAll(List.of(
                        name(ui, "column.time", TIME),
                        name(ui, "column.amount", AMOUNT),
                        name(ui, "column.phone", PHONE),
                        transactionName,
                        name(ui, "column.state", STATE)));
        names.getStyleClass().add("list-header");
        return names;
    }

    private static Label name(Ui ui, String key, double width) {
        Label label = ui.label(ui.text(key));
        fix(label, width);
        return label;
    }
}
