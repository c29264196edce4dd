package uz.fiskaldesk.desk.list;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * The payments on the left. It holds as many rows as were looked at so far, never the whole ledger.
 *
 * <p>It alone owns the selection, which is a transaction and not a row: it stays whatever arrives, leaves, changes, or is
 * sorted, filtered and searched, and even while no row shows it. Only {@link #choose} and {@link #reveal}, which stand
 * for an act of a person, and the step to the next payment after one is done select another. Where nothing is selected
 * the first row is.
 */
public final class PaymentListModel {
    private static final int PAGE = 100;

    /** So far down the selected payment is followed when arrivals push it beyond the rows. */
    private static final int DEEPEST = 2000;

    private record Asked(PaymentFilter filter, String search, boolean oldestFirst) {}

    private record Loaded(
            List<LedgerEntry> rows,
            boolean more,
            Optional<LedgerEntry> selected,
            Map<PaymentState, Long> all,
            Map<PaymentState, Long> today,
            Optional<Instant> oldest,
            boolean queued) {}

    private final Ledger ledger;
    private final BackgroundTasks work;
    private final Clock clock;
    private final ObservableList<LedgerEntry> rows = FXCollections.observableArrayList();
    private final ObjectProperty<PaymentFilter> filter = new SimpleObjectProperty<>(PaymentFilter.TO_DO);
    private final StringProperty search = new SimpleStringProperty("");
    private final BooleanProperty oldestFirst = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable LedgerEntry> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<PaymentFilter, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<@Nullable Instant> oldest = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper outOfSight = new ReadOnlyBooleanWrapper();
    private final FinishedRows finished = new FinishedRows();
    private final Map<TransactionId, Instant> sending = new HashMap<>();
    private @Nullable TransactionId chosen;
    private Instant shownSince = Instant.EPOCH;
    private RowChangeListener view = RowChangeListener.NONE;
    private int wanted = PAGE;
    private boolean more;
    private boolean queued;
    private boolean loading;
    private boolean again;

    public PaymentListModel(Ledger ledger, BackgroundTasks work, Clock clock) {
        this.ledger = ledger;
        this.work = work;
        this.clock = clock;
        filter.subscribe((_, _) -> startOver());
        search.subscribe((_, _) -> startOver());
        oldestFirst.subscribe((_, _) -> startOver());
        selected.subscribe((before, now) -> {
            if (now == null || !isChosen(now.transactionId())) {
                chosen = null;
            }
            if (before == null || now == null || !showsTheSame(before, now)) {
                shownSince = clock.instant();
            }
            seeWhetherInSight();
        });
    }

    private static boolean showsTheSame(LedgerEntry before, LedgerEntry now) {
        return before.transactionId().equals(now.transactionId())
                && before.state() == now.state()
                && Objects.equals(before.receipt(), now.receipt());
    }

    /** The view that shows the rows from now on. */
    public void shownBy(RowChangeListener newView) {
        view = newView;
    }

    /** The rows as far as they were looked at; do not change it. */
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

    /** How many payments each filter shows for the words searched for. */
    public ReadOnlyObjectProperty<Map<PaymentFilter, Long>> counts() {
        return counts.getReadOnlyProperty();
    }

    /** When the payment was made that has been waiting longest. */
    public ReadOnlyObjectProperty<@Nullable Instant> oldest() {
        return oldest.getReadOnlyProperty();
    }

    /** Whether a payment waits to be sent again by itself, as the list was read last. */
    public boolean hasQueued() {
        return queued;
    }

    private void startOver() {
        wanted = PAGE;
        finished.clear();
        refresh();
    }

    /** Looks further down, where there is more. */
    public void more() {
        if (more && !loading) {
            wanted = rows.size() + PAGE;
            refresh();
        }
    }

    /** Reads the list anew; asked several times while it is being read, it is read once more. */
    public void refresh() {
        if (loading) {
            again = true;
            return;
        }
        loading = true;
        Asked asked = asked();
        Instant now = clock.instant();
        LedgerQuery unordered = asked.filter().query(asked.search(), now);
        LedgerQuery query = asked.oldestFirst() ? unordered.fromTheOldest() : unordered;
        LedgerQuery any = LedgerQuery.ALL.matching(asked.search());
        LedgerQuery today = PaymentFilter.DONE_TODAY.query(asked.search(), now);
        int limit = wanted;
        LedgerEntry followed = selected.get();
        work.onLedger(
                () -> {
                    List<LedgerEntry> page = ledger.page(query, null, limit + 1);
                    boolean further = page.size() > limit;
                    return new Loaded(
                            further ? page.subList(0, limit) : page,
                            further,
                            followed == null ? Optional.empty() : ledger.find(followed.transactionId()),
                            ledger.counts(any),
                            ledger.counts(today),
                            ledger.oldest(LedgerQuery.ALL.in(PaymentFilter.TO_DO.states())),
                            ledger.nextDue().isPresent());
                },
                loaded -> {
                    loading = false;
                    boolean once = again;
                    again = false;
                    // While something changes all the time, there is always another reading to wait for.
                    boolean complete = !asked.equals(asked()) || show(loaded);
                    if (once || !complete) {
                        refresh();
                    }
                },
                () -> {
                    loading = false;
                    again = false;
                });
    }

    private Asked asked() {
        return new Asked(filter.get(), search.get(), oldestFirst.get());
    }

    /** Shows what was read; false where the selected payment is further down than was read. */
    private boolean show(Loaded loaded) {
        LedgerEntry followed = selected.get();
        boolean wasRow = followed != null && indexOf(followed.transactionId()) >= 0;
        if (wasRow && isFurtherDown(followed, loaded)) {
            wanted += PAGE;
            return false;
        }
        more = loaded.more();
        Map<PaymentFilter, Long> numbers = new EnumMap<>(PaymentFilter.class);
        for (PaymentFilter each : PaymentFilter.values()) {
            numbers.put(each, each.count(loaded.all(), loaded.today()));
        }
        counts.set(numbers);
        oldest.set(loaded.oldest().orElse(null));
        queued = loaded.queued();
        if (wasRow) {
            loaded.selected().filter(this::isFinishedAndSelected).ifPresent(finished::keep);
        }
        List<LedgerEntry> now =
                filter.get() == PaymentFilter.TO_DO ? finished.among(loaded.rows(), oldestFirst.get()) : loaded.rows();
        now.forEach(this::noteSending);
        view.rowsWillChange();
        RowUpdates.apply(rows, now);
        follow(loaded.selected());
        view.rowsHaveChanged();
        seeWhetherInSight();
        return true;
    }

    private boolean isFurtherDown(LedgerEntry followed, Loaded loaded) {
        TransactionId id = followed.transactionId();
        return loaded.more()
                && wanted < DEEPEST
                && loaded.rows().stream().noneMatch(row -> row.transactionId().equals(id))
                && loaded.selected()
                        .filter(now -> now.transactionId().equals(id))
                        .filter(now -> filter.get().states().contains(now.state()))
                        .isPresent();
    }

    /** A payment that was done elsewhere does not vanish from under the eyes of whoever has it selected. */
    private boolean isFinishedAndSelected(LedgerEntry entry) {
        return !entry.state().isOpen() && isSelected(entry.transactionId());
    }

    private void follow(Optional<LedgerEntry> looked) {
        LedgerEntry before = selected.get();
        if (before == null) {
            selected.set(rows.isEmpty() ? null : rows.getFirst());
            return;
        }
        TransactionId id = before.transactionId();
        Optional<LedgerEntry> now =
                row(id).or(() -> looked.filter(entry -> entry.transactionId().equals(id)));
        now.filter(entry -> entry.version() >= before.version()).ifPresent(selected::set);
    }

    /** The payment as its row has it now; as given where no row shows it. */
    public LedgerEntry current(LedgerEntry entry) {
        return row(entry.transactionId()).orElse(entry);
    }

    private Optional<LedgerEntry> row(TransactionId id) {
        return rows.stream().filter(row -> row.transactionId().equals(id)).findFirst();
    }

    /** Whether the selected payment has been on the screen, as it is, for at least so long. */
    public boolean isShownFor(Duration length) {
        return selected.get() != null && !clock.instant().isBefore(shownSince.plus(length));
    }

    /** Whether the selected payment is none of the rows that the filter and the search leave. */
    public ReadOnlyBooleanProperty selectedOutOfSight() {
        return outOfSight.getReadOnlyProperty();
    }

    private void seeWhetherInSight() {
        LedgerEntry entry = selected.get();
        outOfSight.set(entry != null && indexOf(entry.transactionId()) < 0);
    }

    /** Selects a payment because a person pointed at it. */
    public void choose(LedgerEntry entry) {
        selected.set(entry);
        chosen = entry.transactionId();
    }

    /** Whether a person pointed at this payment, and it has been selected ever since. */
    public boolean isChosen(TransactionId id) {
        return chosen != null && chosen.equals(id) && isSelected(id);
    }

    /** The payment in sight other than {@code than} that was, is or may be booked with this receipt. */
    public Optional<TransactionId> holderOf(FiscalReceipt receipt, @Nullable LedgerEntry than) {
        return rows.stream()
                .filter(row -> row.state().holdsReceipt() && row.has(receipt))
                .map(LedgerEntry::transactionId)
                .filter(id -> than == null || !id.equals(than.transactionId()))
                .findFirst();
    }

    /** Selects a payment by its transaction, which may not be among the rows yet, showing all if need be. */
    public void reveal(LedgerEntry entry) {
        if (!filter.get().states().contains(entry.state())) {
            filter.set(PaymentFilter.ALL);
        }
        search.set("");
        selected.set(entry);
        refresh();
    }

    public boolean isSelected(TransactionId id) {
        LedgerEntry entry = selected.get();
        return entry != null && entry.transactionId().equals(id);
    }

    /**
     * Takes what became of a payment into its row at once, before the ledger is read again. What is out of sight changes
     * nothing here before the next look at the ledger: a long queue going by must not keep the list reading.
     */
    public void update(LedgerEntry entry) {
        boolean inSight = isSelected(entry.transactionId()) || indexOf(entry.transactionId()) >= 0;
        for (int i = 0; i < rows.size(); i++) {
            LedgerEntry row = rows.get(i);
            if (row.transactionId().equals(entry.transactionId()) && row.version() <= entry.version()) {
                rows.set(i, entry);
                if (!entry.state().isOpen()) {
                    finished.keep(entry);
                }
            }
        }
        noteSending(entry);
        LedgerEntry now = selected.get();
        if (now != null && isSelected(entry.transactionId()) && now.version() <= entry.version()) {
            selected.set(entry);
        }
        if (inSight) {
            refresh();
        }
    }

    private void noteSending(LedgerEntry entry) {
        if (entry.state() == PaymentState.SENDING) {
            sending.putIfAbsent(entry.transactionId(), clock.instant());
        } else {
            sending.remove(entry.transactionId());
        }
    }

    /** For how long the payment has been seen here on its way; empty where it is not. */
    public Optional<Duration> sendingFor(LedgerEntry entry) {
        return Optional.ofNullable(sending.get(entry.transactionId()))
                .map(since -> Duration.between(since, clock.instant()));
    }

    /** Selects the next payment that waits for a receipt: below the selected one, or else from the top. */
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

    /** Where in the rows this payment stands; -1 where it does not. */
    public int indexOf(TransactionId id) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).transactionId().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
