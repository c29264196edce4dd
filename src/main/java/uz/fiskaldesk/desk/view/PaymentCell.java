package uz.fiskaldesk.desk.view;

import java.time.Clock;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.support.Formats;

/** One payment of the list: its facts, and under them how it stands and what to do. */
final class PaymentCell extends ListCell<LedgerEntry> {
    static final double TIME = 100;
    static final double AMOUNT = 150;
    static final double PHONE = 158;
    static final double TRANSACTION = 118;
    static final double STATE = 150;
    static final double ATTEMPTS = 34;

    private final Ui ui;
    private final Clock clock;
    private final Label time;
    private final Label amount;
    private final Label phone;
    private final Label transaction;
    private final Label state;
    private final Label attempts;
    private final Label line;
    private final VBox box;

    PaymentCell(Ui ui, Clock clock) {
        this.ui = ui;
        this.clock = clock;
        time = column(TIME, "row-time");
        amount = column(AMOUNT, "row-amount");
        phone = column(PHONE, "row-phone");
        transaction = column(TRANSACTION, "row-transaction");
        state = ui.label("", "state");
        attempts = column(ATTEMPTS, "row-attempts");
        attempts.setAlignment(Pos.CENTER_RIGHT);
        line = ui.label("", "row-line");
        line.setTextOverrun(OverrunStyle.ELLIPSIS);
        HBox stateColumn = new HBox(state);
        stateColumn.setMinWidth(STATE);
        stateColumn.setAlignment(Pos.CENTER_LEFT);
        HBox facts = new HBox(time, amount, phone, transaction, Ui.spring(), stateColumn, attempts);
        facts.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(4, facts, line);
        box.getStyleClass().add("row");
        // As wide as the list, so that the line under the facts ends with dots and not behind the edge.
        setPrefWidth(0);
    }

    private Label column(double width, String style) {
        Label label = ui.label("", style);
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setMaxWidth(width);
        return label;
    }

    @Override
    protected void updateItem(@Nullable LedgerEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (empty || entry == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        time.setText(when(entry));
        amount.setText(ui.wording().amount(entry.payment().amount()));
        String digits = entry.payment().phone();
        phone.setText(digits == null ? "—" : PhoneNumber.formatted(digits));
        transaction.setText(entry.transactionId().abbreviated());
        state.setText(ui.wording().state(entry.state()));
        String name = entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Ui.restyle(state, "state-", name);
        Ui.restyle(line, "line-", name);
        attempts.setText(entry.attempts() == 0 ? "" : Integer.toString(entry.attempts()));
        String said = ui.wording().line(entry);
        line.setText(said);
        setAccessibleText(String.join(", ", time.getText(), amount.getText(), state.getText(), said));
        setGraphic(box);
    }

    private String when(LedgerEntry entry) {
        String hour = Formats.time(entry.happenedAt());
        return Formats.sameDay(entry.happenedAt(), clock.instant())
                ? hour
                : Formats.day(entry.happenedAt()) + "  " + hour;
    }

    /** The names above the columns. */
    static HBox header(Ui ui) {
        HBox header = new HBox(
                name(ui, "column.time", TIME),
                name(ui, "column.amount", AMOUNT),
                name(ui, "column.phone", PHONE),
                name(ui, "column.transaction", TRANSACTION),
                Ui.spring(),
                name(ui, "column.state", STATE),
                attemptsName(ui));
        header.getStyleClass().add("list-header");
        return header;
    }

    private static Label name(Ui ui, String key, double width) {
        Label label = ui.label(ui.text(key));
        label.setMinWidth(width);
        label.setMaxWidth(width);
        return label;
    }

    private static Region attemptsName(Ui ui) {
        Label label = name(ui, "column.attempts", ATTEMPTS);
        label.setAlignment(Pos.CENTER_RIGHT);
        return label;
    }
}
