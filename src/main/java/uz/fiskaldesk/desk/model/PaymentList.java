package uz.fiskaldesk.desk.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
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
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The payments on the left. It holds as many rows as were looked at so far, never the whole ledger; the selected
 * payment is followed by its transaction id through every change.
 */
public final class PaymentList {
    private static final int PAGE = 100;

    /** Rows that were finished here and stay in sight until the list is asked something else. */
    private static final int FINISHED_IN_SIGHT = 5;

    private static final Set<PaymentState> HOLD =
            EnumSet.of(PaymentState.READY, PaymentState.SENDING, PaymentState.CONFIRMED, PaymentState.UNKNOWN);

    private record Loaded(
            List<LedgerEntry> rows,
            boolean more,
            Optional<LedgerEntry> selected,
            Map<PaymentState, Long> all,
            Map<PaymentState, Long> today,
            Optional<Instant> oldest,
            boolean queued) {}

    private final Ledger ledger;
    private final Work work;
    private final Clock clock;
    private final ObservableList<LedgerEntry> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.TO_DO);
    private final StringProperty search = new SimpleStringProperty("");
    private final BooleanProperty oldestFirst = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable LedgerEntry> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<Filter, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<@Nullable Instant> oldest = new ReadOnlyObjectWrapper<>();
    private final Map<TransactionId, LedgerEntry> finishedHere = new LinkedHashMap<>();
    private final Map<TransactionId, Instant> sending = new HashMap<>();
    private @Nullable TransactionId chosen;
    private int wanted = PAGE;
    private boolean more;
    private boolean queued;
    private boolean loading;
    private boolean again;

    public PaymentList(Ledger ledger, Work work, Clock clock) {
        this.ledger = ledger;
        this.work = work;
        this.clock = clock;
        filter.subscribe((_, _) -> startOver());
        search.subscribe((_, _) -> startOver());
        oldestFirst.subscribe((_, _) -> startOver());
        selected.subscribe((_, now) -> {
            if (now == null || !isChosen(now.transactionId())) {
                chosen = null;
            }
        });
    }

    /** The rows as far as they were looked at; do not change it. */
    public ObservableList<LedgerEntry> rows() {
        return rows;
    }

    public ObjectProperty<Filter> filter() {
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
    public ReadOnlyObjectProperty<Map<Filter, Long>> counts() {
        return counts.getReadOnlyProperty();
    }

    /** When the payment was made that has been waiting longest. */
    public ReadOnlyObjectProperty<@Nullable Instant> oldest() {
        return oldest.getReadOnlyProperty();
    }

    /** Whether a payment waits to be sent again by itself, as the list was read last. */
    boolean hasQueued() {
        return queued;
    }

    private void startOver() {
        wanted = PAGE;
        finishedHere.clear();
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
        Filter asked = filter.get();
        Instant now = clock.instant();
        LedgerQuery unordered = asked.query(search.get(), now);
        LedgerQuery query = oldestFirst.get() ? unordered.fromTheOldest() : unordered;
        LedgerQuery any = LedgerQuery.ALL.matching(search.get());
        LedgerQuery today = Filter.DONE_TODAY.query(search.get(), now);
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
                            ledger.oldest(LedgerQuery.ALL.in(Filter.TO_DO.states())),
                            ledger.nextDue().isPresent());
                },
                loaded -> {
                    loading = false;
                    if (again) {
                        again = false;
                        refresh();
                    } else {
                        show(loaded);
                    }
                },
                () -> {
                    loading = false;
                    again = false;
                });
    }

    private void show(Loaded loaded) {
        more = loaded.more();
        Map<Filter, Long> numbers = new EnumMap<>(Filter.class);
        for (Filter each : Filter.values()) {
            numbers.put(each, each.count(loaded.all(), loaded.today()));
        }
        counts.set(numbers);
        oldest.set(loaded.oldest().orElse(null));
        queued = loaded.queued();
        put(withFinished(loaded.rows()));
        follow(loaded.selected());
    }

    private List<LedgerEntry> withFinished(List<LedgerEntry> page) {
        if (finishedHere.isEmpty() || filter.get() != Filter.TO_DO) {
            return page;
        }
        List<LedgerEntry> all = new ArrayList<>(page);
        page.forEach(entry -> finishedHere.remove(entry.transactionId()));
        all.addAll(finishedHere.values());
        Comparator<LedgerEntry> byTime =
                Comparator.comparing(LedgerEntry::happenedAt).thenComparingLong(LedgerEntry::id);
        all.sort(oldestFirst.get() ? byTime : byTime.reversed());
        return all;
    }

    /** Changes only the rows that differ, so that the list neither flickers nor loses its place. */
    private void put(List<LedgerEntry> now) {
        now.forEach(this::noteSending);
        int same = Math.min(now.size(), rows.size());
        for (int i = 0; i < same; i++) {
            if (!now.get(i).equals(rows.get(i))) {
                rows.set(i, now.get(i));
            }
        }
        if (rows.size() > now.size()) {
            rows.remove(now.size(), rows.size());
        } else if (now.size() > rows.size()) {
            rows.addAll(now.subList(rows.size(), now.size()));
        }
    }

    private void follow(Optional<LedgerEntry> looked) {
        LedgerEntry before = selected.get();
        Optional<LedgerEntry> row = before == null ? Optional.empty() : row(before.transactionId());
        if (row.isEmpty() && before != null && more) {
            // It may stand further down than the rows reach.
            row = looked.filter(entry -> entry.transactionId().equals(before.transactionId()))
                    .filter(entry -> filter.get().states().contains(entry.state()))
                    .filter(_ -> search.get().isBlank());
        }
        selected.set(row.orElse(rows.isEmpty() ? null : rows.getFirst()));
    }

    private Optional<LedgerEntry> row(TransactionId id) {
        return rows.stream().filter(row -> row.transactionId().equals(id)).findFirst();
    }

    /** Selects a payment because a person pointed at it. */
    public void choose(LedgerEntry entry) {
        selected.set(entry);
        chosen = entry.transactionId();
    }

    /** Whether a person pointed at this payment, and it has been selected ever since. */
    boolean isChosen(TransactionId id) {
        return chosen != null && chosen.equals(id) && isSelected(id);
    }

    /** The payment in sight other than {@code than} that was, is or may be booked with this receipt. */
    Optional<TransactionId> holderOf(FiscalReceipt receipt, @Nullable LedgerEntry than) {
        return rows.stream()
                .filter(row -> HOLD.contains(row.state()) && row.has(receipt))
                .map(LedgerEntry::transactionId)
                .filter(id -> than == null || !id.equals(than.transactionId()))
                .findFirst();
    }

    /** Selects a payment; null where there is none to select. */
    public void select(@Nullable LedgerEntry entry) {
        selected.set(entry);
    }

    /** Selects a payment by its transaction, which may not be among the rows yet, showing all if need be. */
    public void reveal(LedgerEntry entry) {
        if (!filter.get().states().contains(entry.state())) {
            filter.set(Filter.ALL);
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
        boolean finished = entry.state() == PaymentState.CONFIRMED || entry.state() == PaymentState.SET_ASIDE;
        for (int i = 0; i < rows.size(); i++) {
            LedgerEntry row = rows.get(i);
            if (row.transactionId().equals(entry.transactionId()) && row.version() <= entry.version()) {
                rows.set(i, entry);
                if (finished) {
                    keepInSight(entry);
                }
            }
        }
        noteSending(entry);
        if (isSelected(entry.transactionId())) {
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

    private void keepInSight(LedgerEntry entry) {
        finishedHere.remove(entry.transactionId());
        finishedHere.put(entry.transactionId(), entry);
        while (finishedHere.size() > FINISHED_IN_SIGHT) {
            finishedHere.remove(finishedHere.keySet().iterator().next());
        }
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
