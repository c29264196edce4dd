package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.Formats;

/** A row of the list: the facts of a payment, and below them its status and what to do. */
final class PaymentCell extends ListCell<LedgerEntry> {
    private static final double GAP = 12;

    private final Ui ui;
    private final PaymentListModel list;
    private final Providers providers;
    private final Clock clock;
    private final ListColumns columns;
    private final Label time;
    private final Label day;
    private final Label provider;
    private final Label amount;
    private final Label phone;
    private final Label transaction;
    private final Label state;
    private final Label line;
    private final HBox box;
    private @Nullable LedgerEntry pressed;

    PaymentCell(Ui ui, PaymentListModel list, Providers providers, ListColumns columns, Clock clock) {
        this.ui = ui;
        this.list = list;
        this.providers = providers;
        this.clock = clock;
        this.columns = columns;
        time = ui.label("", "row-time");
        day = ui.label("", "row-day");
        provider = ui.label("", "row-provider");
        VBox when = new VBox(5, time, day, provider);
        ListColumns.fix(when, ListColumns.TIME);
        amount = ui.label("", "row-amount");
        phone = ui.label("", "row-phone");
        transaction = ui.label("", "row-transaction");
        columns.fixTransaction(transaction);
        state = ui.label("", "state");
        HBox stateColumn = new HBox(state);
        ListColumns.fix(stateColumn, ListColumns.STATE);
        stateColumn.setAlignment(Pos.CENTER_LEFT);
        HBox facts = new HBox(
                atLeast(amount, ListColumns.AMOUNT), atLeast(phone, ListColumns.PHONE), transaction, stateColumn);
        facts.setAlignment(Pos.CENTER_LEFT);
        line = ui.wrappedLabel("", "row-line");
        VBox what = new VBox(5, facts, line);
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        box = new HBox(when, what);
        box.getStyleClass().add("row");
        // Use the width of the list and wrap the line below the facts, so that it is never truncated.
        setPrefWidth(0);
        // ListView would select the row that is under the pointer when the button is released.
        addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventFilter(MouseEvent.MOUSE_RELEASED, MouseEvent::consume);
        setOnMouseClicked(this::clicked);
    }

    private void pressed(MouseEvent press) {
        pressed = isEmpty() ? null : getItem();
        getListView().requestFocus();
        press.consume();
    }

    /** Selects the payment that was pressed, even if the cell shows another one by now. */
    private void clicked(MouseEvent click) {
        LedgerEntry entry = pressed;
        pressed = null;
        if (entry != null && click.isStillSincePress()) {
            list.select(list.latest(entry));
        }
    }

    /** A column that grows with a long text, such as a very large amount, at the expense of the transaction ID. */
    private static HBox atLeast(Label label, double width) {
        label.setMinWidth(USE_PREF_SIZE);
        HBox column = new HBox(label) {
            @Override
            protected double computePrefWidth(double height) {
                return Math.max(width, super.computePrefWidth(height) + GAP);
            }

            @Override
            protected double computeMinWidth(double height) {
                return computePrefWidth(height);
            }
        };
        column.setAlignment(Pos.CENTER_LEFT);
        return column;
    }

    @Override
    protected double computePrefHeight(double width) {
        if (isEmpty() || getGraphic() == null || width <= 0) {
            return super.computePrefHeight(width);
        }
        double sides = snappedLeftInset() + snappedRightInset();
        return snappedTopInset() + snappedBottomInset() + snapSizeY(box.prefHeight(width - sides));
    }

    @Override
    protected void updateItem(@Nullable LedgerEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (empty || entry == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        amount.setText(ui.messages().amount(entry.payment().amount()));
        Provider of = entry.payment().provider();
        provider.setText(ui.text(of.nameKey()));
        Ui.setShown(provider, providers.mustName(of));
        String digits = entry.payment().phone();
        phone.setText(digits == null ? "—" : PhoneNumber.formatted(digits));
        String name = entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean byHand = ByHandReasons.isByHand(entry);
        Ui.setStyle(state, "state-", byHand ? "by-hand" : name);
        Ui.setStyle(line, "line-", byHand ? "by-hand" : name);
        showChangingTexts(entry);
        setGraphic(box);
    }

    private String transactionOf(LedgerEntry entry) {
        if (columns.showsWholeTransaction()) {
            return entry.transactionId().text();
        }
        return columns.showsTransaction() ? entry.transactionId().abbreviated() : "";
    }

    /** Updates the texts that depend on the current time or the width of the window. */
    void tick() {
        LedgerEntry entry = getItem();
        if (!isEmpty() && entry != null) {
            showChangingTexts(entry);
        }
    }

    private void showChangingTexts(LedgerEntry entry) {
        transaction.setText(transactionOf(entry));
        time.setText(Formats.time(entry.sortTime()));
        boolean today = Formats.sameDay(entry.sortTime(), clock.instant());
        day.setText(today ? "" : Formats.day(entry.sortTime()));
        Ui.setShown(day, !today);
        boolean about = list.sending().isAboutToBeSent(entry);
        state.setText(
                about
                        ? ui.messages().state(PaymentState.SENDING)
                        : ui.messages().state(entry));
        String said = about ? ui.text("line.ready") : ui.messages().rowLine(entry);
        String why = list.reasonByHand(entry);
        line.setText((why.isEmpty() ? said : said + ": " + why)
                + list.sending().time(entry).map(ui::elapsed).orElse(""));
        String what = provider.isVisible() ? amount.getText() + ", " + provider.getText() : amount.getText();
        setAccessibleText(String.join(", ", time.getText(), what, state.getText(), line.getText()));
    }
}
