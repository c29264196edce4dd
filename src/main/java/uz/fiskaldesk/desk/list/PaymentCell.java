package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Formats;

/**
 * A row of the list: one line with the facts of a payment and its state, unless it is pending. A second line says what to do
 * about a payment that needs a person.
 */
final class PaymentCell extends ListCell<LedgerEntry> {
    /** A list that is narrower than this, in pixels, shows no phone and no cause; the page of the payment does. */
    private static final double WIDE = 720;

    private final Ui ui;
    private final PaymentListModel list;
    private final Providers providers;
    private final DisplaySettings display;
    private final Clock clock;
    private final PaymentRowPane row;
    private final FontIcon icon = new FontIcon();
    private @Nullable LedgerEntry pressed;
    private @Nullable Basis shown;

    /**
     * What the row shows.
     *
     * @param age how long ago the payment was made, in minutes, or in seconds if the texts may change every second
     */
    private record Basis(LedgerEntry entry, long age, boolean today, boolean wide, boolean sending, String reason) {}

    PaymentCell(Ui ui, PaymentListModel list, Providers providers, DisplaySettings display, Clock clock) {
        this.ui = ui;
        this.list = list;
        this.providers = providers;
        this.display = display;
        this.clock = clock;
        row = new PaymentRowPane(ui);
        row.state.setGraphic(icon);
        row.setVisible(false);
        setGraphic(row);
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

    @Override
    protected double computePrefHeight(double width) {
        if (isEmpty() || width <= 0) {
            return super.computePrefHeight(width);
        }
        double sides = snappedLeftInset() + snappedRightInset();
        return snappedTopInset() + snappedBottomInset() + snapSizeY(row.prefHeight(width - sides));
    }

    @Override
    protected void updateItem(@Nullable LedgerEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (empty || entry == null) {
            // ListView empties and refills all its cells when the number of rows changes; meanwhile they have no index.
            // An empty cell keeps its nodes, because JavaFX applies the styles of new or hidden ones to the whole row
            // again.
            if (getIndex() >= 0) {
                row.setVisible(false);
                shown = null;
                setAccessibleText(null);
            }
            return;
        }
        row.setVisible(true);
        if (!basisOf(entry).equals(shown)) {
            show(entry);
        }
    }

    private void show(LedgerEntry entry) {
        shown = basisOf(entry);
        row.amount.setText(ui.messages().amount(entry.payment().amount()));
        Provider of = entry.payment().provider();
        row.provider.setText(ui.text(of.nameKey()));
        Ui.setShown(row.provider, providers.mustName(of));
        String digits = entry.payment().phone();
        row.phone.setText(digits == null ? "—" : PhoneNumber.formatted(digits));
        String name = styleOf(entry);
        Ui.setStyle(row.state, "state-", name);
        // The reason may be a long sentence; the page of the payment has all of it.
        row.state.setMinWidth(ByHandReasons.isByHand(entry) ? 0 : USE_PREF_SIZE);
        icon.setIconCode(iconOf(entry));
        Ui.setShown(row.state, entry.state() != PaymentState.PENDING);
        String reference = entry.state() == PaymentState.PENDING ? referenceOf(entry) : "";
        row.reference.setText(reference);
        Ui.setShown(row.reference, !reference.isEmpty());
        Ui.setShown(row.line, needsPerson(entry));
        Ui.setStyle(row.line, "line-", name);
        showTexts(entry);
    }

    /** What a cashier knows a pending payment by, besides amount, time and phone. */
    private String referenceOf(LedgerEntry entry) {
        String note = entry.payment().note();
        String id = entry.payment().paymentId();
        return note != null ? note : id != null ? ui.text("head.payment-id", id) : "";
    }

    private static String styleOf(LedgerEntry entry) {
        return switch (entry.confirmedBy()) {
            case PERSON -> "by-hand";
            case SIMULATOR -> "practice";
            case FISCALBOX -> "confirmed";
            case null -> entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }

    private static Feather iconOf(LedgerEntry entry) {
        return switch (entry.state()) {
            case PENDING, READY -> Feather.CLOCK;
            case SENDING -> Feather.SEND;
            case CONFIRMED ->
                switch (Objects.requireNonNull(entry.confirmedBy())) {
                    case PERSON -> Feather.EDIT_2;
                    case SIMULATOR -> Feather.ALERT_TRIANGLE;
                    case FISCALBOX -> Feather.CHECK;
                };
            case REJECTED -> Feather.X;
            case UNKNOWN -> Feather.HELP_CIRCLE;
            case SET_ASIDE -> Feather.ARCHIVE;
        };
    }

    /** Whether the payment is not fiscalised unless a person acts, apart from scanning its receipt. */
    private boolean needsPerson(LedgerEntry entry) {
        return switch (entry.state()) {
            case REJECTED, UNKNOWN -> true;
            case READY -> entry.nextTryAt() == null && !list.sending().isAboutToBeSent(entry);
            case PENDING -> entry.awaitsPos();
            case SENDING -> entry.conflict();
            case CONFIRMED -> entry.confirmedBy() == ConfirmedBy.SIMULATOR;
            case SET_ASIDE -> false;
        };
    }

    /** Updates what depends on the current time, the width of the window and what is being sent. */
    void tick() {
        LedgerEntry entry = getItem();
        if (!isEmpty() && entry != null && !basisOf(entry).equals(shown)) {
            show(entry);
        }
    }

    private Basis basisOf(LedgerEntry entry) {
        Instant now = clock.instant();
        Duration age = Duration.between(entry.sortTime(), now);
        boolean everySecond = switch (entry.state()) {
            case READY, SENDING, REJECTED, UNKNOWN -> true;
            case PENDING, CONFIRMED, SET_ASIDE -> age.toMinutes() == 0;
        };
        return new Basis(
                entry,
                everySecond ? age.toSeconds() : age.toMinutes(),
                Formats.sameDay(entry.sortTime(), now),
                isWide(),
                list.sending().isAboutToBeSent(entry),
                list.reasonByHand(entry));
    }

    private boolean isWide() {
        return getListView() == null || getListView().getWidth() >= WIDE;
    }

    private void showTexts(LedgerEntry entry) {
        boolean wide = isWide();
        Ui.setShown(row.phone, wide);
        showWaiting(entry);
        row.time.setText(Formats.time(entry.sortTime()));
        boolean today = Formats.sameDay(entry.sortTime(), clock.instant());
        row.day.setText(today ? "" : Formats.day(entry.sortTime()));
        Ui.setShown(row.day, !today);
        boolean about = list.sending().isAboutToBeSent(entry);
        String stateName = about
                ? ui.messages().state(PaymentState.SENDING)
                : ui.messages().state(entry);
        String said = about ? ui.text("line.ready") : ui.messages().rowLine(entry);
        String why = list.reasonByHand(entry);
        String elapsed = list.sending().time(entry).map(ui::elapsed).orElse("");
        String fault = about ? "" : ui.messages().fault(entry);
        String cause = !why.isEmpty() ? why : wide ? fault : "";
        row.state.setText((cause.isEmpty() ? stateName : stateName + ": " + cause) + elapsed);
        row.line.setText((why.isEmpty() ? said : said + ": " + why) + elapsed);
        String what =
                row.provider.isVisible() ? row.amount.getText() + ", " + row.provider.getText() : row.amount.getText();
        setAccessibleText(String.join(
                ", ",
                row.time.getText(),
                what,
                fault.isEmpty() ? stateName : stateName + ": " + fault,
                row.line.getText()));
    }

    private void showWaiting(LedgerEntry entry) {
        boolean open = entry.state().isOpen();
        Duration since = Duration.between(entry.sortTime(), clock.instant());
        row.waiting.setText(
                open
                        ? Formats.elapsed(
                                entry.sortTime(), clock.instant(), ui.messages().texts())
                        : "");
        Ui.setStyle(
                row.waiting,
                "waiting-",
                since.compareTo(display.veryLongWait()) >= 0
                        ? "very-long"
                        : since.compareTo(display.longWait()) >= 0 ? "long" : "short");
    }
}
