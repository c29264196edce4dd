package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The rows that match the filter and the search, and the selected payment. Loads rows by pages, never the whole ledger.
 *
 * <p>It owns the selection, which is a transaction and not a row: the selection survives all changes of the rows, the
 * order, the filter and the search, even while the payment is not listed. It changes only by {@link #select} and
 * {@link #reveal}, which a person triggers, and by {@link #selectNextPending} after a payment was confirmed. The first
 * row is selected initially.
 */
public final class PaymentListModel {
    private static final int PAGE = 100;
    /** The maximum number of rows to load so that the selected payment stays listed when new ones push it down. */
    private static final int DEEPEST = 2000;

    private final Ledger ledger;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final ObservableList<LedgerEntry> rows = FXCollections.observableArrayList();
    private final ObjectProperty<PaymentFilter> filter = new SimpleObjectProperty<>(PaymentFilter.TO_DO);
    private final StringProperty search = new SimpleStringProperty("");
    private final BooleanProperty oldestFirst = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable LedgerEntry> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper selectionHidden = new ReadOnlyBooleanWrapper();
    private final ListTotals totals;
    private final FinishedRows finished = new FinishedRows();
    private final SendingProgress sending;
    private ByHandReasons reasons = ByHandReasons.NONE;
    private @Nullable TransactionId chosen;
    private Instant shownSince = Instant.EPOCH;
    private Runnable whenRead = () -> {};
    private RowChangeListener view = RowChangeListener.NONE;
    private int wanted = PAGE;
    private boolean hasMore;
    private @Nullable ListQuery shown;
    private boolean loading;
    private boolean readAgain;
    private boolean failed;

    public PaymentListModel(Ledger ledger, BackgroundTasks tasks, Clock clock) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.clock = clock;
        totals = new ListTotals(ledger, tasks);
        sending = new SendingProgress(clock);
        filter.subscribe((_, _) -> startOver());
        search.subscribe((_, _) -> startOver());
        oldestFirst.subscribe((_, _) -> startOver());
        selected.subscribe((before, now) -> {
            if (now == null || !isSelectedByPerson(now.transactionId())) {
                chosen = null;
            }
            if (before == null || now == null || !now.looksLike(before)) {
                shownSince = clock.instant();
            }
            updateSelectionHidden();
        });
    }

    /** Sets the listener that is called before and after the rows change. */
    public void setRowListener(RowChangeListener newView) {
        view = newView;
    }

    /** The loaded rows; callers must not modify them. */
    public ObservableList<LedgerEntry> rows() {
        return rows;
    }

    public ObjectProperty<PaymentFilter> filter() {
        return filter;
    }

    public StringProperty search() {
        return search;
    }

    public BooleanProperty oldestFirst() {
        return oldestFirst;
    }

    public ReadOnlyObjectProperty<@Nullable LedgerEntry> selected() {
        return selected.getReadOnlyProperty();
    }

    /** Numbers about all payments, listed or not. */
    public ListTotals totals() {
        return totals;
    }

    private void startOver() {
        whenRead = () -> {};
        wanted = PAGE;
        finished.clear();
        totals.cancel();
        refresh();
    }

    /** Loads another page, if there are more payments. */
    public void loadMore() {
        if (hasMore && !loading) {
            wanted = rows.size() + PAGE;
            refresh();
        }
    }

    /** Reads the list from the ledger in the background. Calls during a read are combined into one further read. */
    public void refresh() {
        if (loading) {
            readAgain = true;
            return;
        }
        loading = true;
        ListQuery query = query();
        Instant now = clock.instant();
        LedgerEntry followed = selected.get();
        int at = followed == null ? -1 : indexOf(followed.transactionId());
        int limit = query.firstRows(shown, at, view.rowsInView(), wanted);
        ByHandReasons known = reasons;
        tasks.onLedger(
                () -> query.page(ledger, limit, followed, known, now),
                result -> {
                    loading = false;
                    failed = false;
                    boolean requested = readAgain;
                    readAgain = false;
                    // Show this result even if another read is pending: under constant changes one always is.
                    boolean isCurrent = query.equals(query());
                    boolean complete = !isCurrent || (show(result, query) && (limit >= wanted || !result.hasMore()));
                    if (isCurrent && complete) {
                        totals.read(query, rows.isEmpty(), now);
                    }
                    if (requested || !complete) {
                        refresh();
                    }
                },
                () -> {
                    loading = false;
                    failed = true;
                    whenRead = () -> {};
                    if (readAgain) {
                        readAgain = false;
                        refresh();
                    }
                });
    }

    /** Reads the list again if the last read has failed, so that no change is missed. */
    public void refreshIfFailed() {
        if (failed || totals.hasFailed()) {
            refresh();
        }
    }

    /** What is listed, once it is read. */
    ListQuery query() {
        return new ListQuery(filter.get(), search.get(), oldestFirst.get());
    }

    /**
     * Shows a read; returns false without any change if more rows are needed to keep the selected payment listed. The first
     * read of another query shows its first rows, wherever the selected payment is among them.
     */
    private boolean show(ListQuery.Page result, ListQuery query) {
        LedgerEntry followed = selected.get();
        boolean sameQuery = query.equals(shown);
        boolean wasRow = sameQuery && followed != null && indexOf(followed.transactionId()) >= 0;
        if (wasRow && wanted < DEEPEST && result.isAbove(followed, filter.get())) {
            wanted += PAGE;
            return false;
        }
        shown = query;
        hasMore = result.hasMore();
        reasons = result.reasons();
        // The selected payment stays listed when another till finishes it.
        result.selected()
                .filter(entry -> wasRow && !entry.state().isOpen() && isSelected(entry.transactionId()))
                .ifPresent(finished::keep);
        List<LedgerEntry> now = finished.mergeInto(result.rows(), query);
        now.forEach(sending::note);
        // Most reads find what update() has shown already; the view lays out the whole list for each change.
        boolean hasChanged = !rows.equals(now);
        if (hasChanged) {
            view.rowsWillChange();
            RowUpdates.apply(rows, now, sameQuery);
        }
        updateSelected(result.selected());
        if (hasChanged) {
            view.rowsHaveChanged();
        }
        updateSelectionHidden();
        // Once: a person who asked for a row must not get it when a payment arrives much later.
        Runnable asked = whenRead;
        whenRead = () -> {};
        asked.run();
        return true;
    }

    private void updateSelected(Optional<LedgerEntry> read) {
        LedgerEntry before = selected.get();
        if (before == null) {
            selected.set(rows.isEmpty() ? null : rows.getFirst());
            return;
        }
        TransactionId id = before.transactionId();
        Optional<LedgerEntry> now =
                row(id).or(() -> read.filter(entry -> entry.transactionId().equals(id)));
        now.filter(entry -> entry.version() >= before.version()).ifPresent(selected::set);
    }

    /** The entry in the current row of the payment; the given one if it is not listed. */
    public LedgerEntry latest(LedgerEntry entry) {
        return row(entry.transactionId()).orElse(entry);
    }

    private Optional<LedgerEntry> row(TransactionId id) {
        return rows.stream().filter(row -> row.transactionId().equals(id)).findFirst();
    }

    /** Why a person marked the payment as done; empty if nobody did, or before it was read. */
    public String reasonByHand(LedgerEntry entry) {
        return reasons.of(entry);
    }

    /** Whether the selected payment has been shown in its current state for at least {@code length}. */
    public boolean isShownAtLeast(Duration length) {
        return selected.get() != null && !clock.instant().isBefore(shownSince.plus(length));
    }

    /** Whether the selected payment is not listed, because of the filter or the search. */
    public ReadOnlyBooleanProperty selectionHidden() {
        return selectionHidden.getReadOnlyProperty();
    }

    private void updateSelectionHidden() {
        LedgerEntry entry = selected.get();
        selectionHidden.set(entry != null && indexOf(entry.transactionId()) < 0);
    }

    /** Selects a payment at a person's explicit request. */
    public void select(LedgerEntry entry) {
        whenRead = () -> {};
        selected.set(entry);
        chosen = entry.transactionId();
    }

    /** Whether a person selected this payment with {@link #select}, and it has been selected since. */
    public boolean isSelectedByPerson(TransactionId id) {
        return chosen != null && chosen.equals(id) && isSelected(id);
    }

    /** Another listed payment than {@code than} that has this receipt and may be booked with it. */
    public Optional<TransactionId> otherHolderOf(FiscalReceipt receipt, @Nullable LedgerEntry than) {
        return rows.stream()
                .filter(row -> row.state().holdsReceipt() && row.hasReceipt(receipt))
                .map(LedgerEntry::transactionId)
                .filter(id -> than == null || !id.equals(than.transactionId()))
                .findFirst();
    }

    /** Selects a payment that may not be listed; clears the search, and the filter if it excludes the payment. */
    public void reveal(LedgerEntry entry) {
        if (!filter.get().lists(entry, clock.instant())) {
            filter.set(PaymentFilter.ALL);
        }
        search.set("");
        whenRead = () -> {};
        selected.set(entry);
        refresh();
    }

    /** Selects the payment that has been open for longest, whatever is listed. */
    public void revealOldest() {
        LedgerQuery open = LedgerQuery.ALL.in(PaymentFilter.TO_DO.states()).fromTheOldest();
        LedgerEntry before = selected.get();
        tasks.onLedger(() -> ledger.page(open, null, 1), found -> {
            if (before == null || isSelected(before.transactionId())) {
                found.forEach(this::reveal);
            }
        });
    }

    public boolean isSelected(TransactionId id) {
        LedgerEntry entry = selected.get();
        return entry != null && entry.transactionId().equals(id);
    }

    /**
     * Shows a changed payment immediately, before the next read. Payments that are not listed cause no read, so that
     * sending a long queue does not keep the list reading.
     */
    public void update(LedgerEntry entry) {
        int at = indexOf(entry.transactionId());
        boolean inSight = at >= 0 || isSelected(entry.transactionId());
        if (at >= 0 && rows.get(at).version() <= entry.version()) {
            rows.set(at, entry);
            if (!entry.state().isOpen()) {
                finished.keep(entry);
            }
        }
        sending.note(entry);
        LedgerEntry now = selected.get();
        if (now != null && isSelected(entry.transactionId()) && now.version() <= entry.version()) {
            selected.set(entry);
        }
        if (inSight) {
            refresh();
        }
    }

    /** Which payments are being sent. */
    public SendingProgress sending() {
        return sending;
    }

    /** Selects the next payment without a receipt: below the selected one, otherwise from the top. */
    public void selectNextPending() {
        LedgerEntry entry = selected.get();
        int at = entry == null ? -1 : indexOf(entry.transactionId());
        for (int step = 1; step <= rows.size(); step++) {
            LedgerEntry row = rows.get((at + step) % rows.size());
            if (row.state() == PaymentState.PENDING) {
                selected.set(row);
                return;
            }
        }
    }

    /** Selects the first payment that is found if the selected one is not, as soon as the list shows what was searched for. */
    public void selectFound() {
        if (loading) {
            whenRead = this::selectFound;
            return;
        }
        if (selectionHidden.get() && !rows.isEmpty()) {
            select(rows.getFirst());
        }
    }

    /**
     * Selects the last payment of the list, after loading it. A list that is too long to be loaded is reversed instead, so
     * that its last payment becomes the first.
     */
    public void selectLast() {
        if (!hasMore) {
            rows.reversed().stream().findFirst().ifPresent(this::select);
            return;
        }
        ListQuery query = query();
        Instant now = clock.instant();
        LedgerEntry before = selected.get();
        tasks.onLedger(() -> query.count(ledger, now), listed -> {
            if (query.equals(query()) && (before == null || isSelected(before.transactionId()))) {
                selectLastOf(listed);
            }
        });
    }

    private void selectLastOf(long listed) {
        if (listed > DEEPEST) {
            oldestFirst.set(!oldestFirst.get());
            whenRead = () -> rows.stream().findFirst().ifPresent(this::select);
        } else {
            wanted = Math.max(wanted, (int) listed);
            refresh();
            whenRead = this::selectLast;
        }
    }

    /** The row of this payment; -1 if it is not listed. */
    public int indexOf(TransactionId id) {
        return RowUpdates.indexOf(id, rows);
    }
}
