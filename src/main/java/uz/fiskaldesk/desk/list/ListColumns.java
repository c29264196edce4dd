package uz.fiskaldesk.desk.list;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import uz.fiskaldesk.desk.common.Ui;

/**
 * How wide the columns of the list are, the same for its rows and for the names above them. The transaction takes what
 * the others leave: all of it on a wide window, its ends on a usual one, nothing on the narrowest.
 */
final class ListColumns {
    static final double TIME = 60;
    static final double AMOUNT = 150;
    static final double PHONE = 150;
    static final double STATE = 166;
    static final double ATTEMPTS = 28;

    /** The row's own space left and right, with the scroll bar. */
    private static final double AROUND = 50;

    private static final double SHORT_ID = 96;
    private static final double WHOLE_ID = 300;

    private final DoubleBinding transaction;

    ListColumns(ObservableDoubleValue listWidth) {
        transaction = Bindings.createDoubleBinding(
                () -> Math.max(0, listWidth.get() - AROUND - TIME - AMOUNT - PHONE - STATE - ATTEMPTS), listWidth);
    }

    boolean showsTransaction() {
        return transaction.get() >= SHORT_ID;
    }

    boolean showsWholeTransaction() {
        return transaction.get() >= WHOLE_ID;
    }

    /** Makes a region as wide as a column. */
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

    /** The names above the columns. */
    HBox names(Ui ui) {
        Label transactionName = ui.label(ui.text("column.transaction"));
        fixTransaction(transactionName);
        transactionName
                .textProperty()
                .bind(Bindings.createStringBinding(
                        () -> showsTransaction() ? ui.text("column.transaction") : "", transaction));
        Label attempts = name(ui, "column.attempts", ATTEMPTS);
        attempts.setAlignment(Pos.CENTER_RIGHT);
        HBox names = new HBox();
        names.getChildren()
                .setAll(List.of(
                        name(ui, "column.time", TIME),
                        name(ui, "column.amount", AMOUNT),
                        name(ui, "column.phone", PHONE),
                        transactionName,
                        name(ui, "column.state", STATE),
                        attempts));
        names.getStyleClass().add("list-header");
        return names;
    }

    private static Label name(Ui ui, String key, double width) {
        Label label = ui.label(ui.text(key));
        fix(label, width);
        return label;
    }
}
