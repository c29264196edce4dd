package uz.fiskaldesk.desk.list;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.list.ListQuery.Totals;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Numbers about all payments of the ledger, as of the last read. They are read after the rows, which do not wait for them.
 * Used on the JavaFX thread.
 */
public final class ListTotals {
    private final ReadOnlyObjectWrapper<Map<PaymentFilter, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<Map<PaymentState, Long>> found = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<Ledger.Sendable> sendable = new ReadOnlyObjectWrapper<>(Ledger.Sendable.NONE);
    private final ReadOnlyObjectWrapper<@Nullable Instant> oldestOpen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FailureGroup>> failures = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable ListQuery> query = new ReadOnlyObjectWrapper<>();
    private final Ledger ledger;
    private final BackgroundTasks tasks;
    private boolean queued;
    private boolean failed;

    /** The query that was asked for last, unless it was cancelled; also read on the thread of the ledger. */
    private volatile @Nullable ListQuery asked;

    ListTotals(Ledger ledger, BackgroundTasks tasks) {
        this.ledger = ledger;
        this.tasks = tasks;
    }

    /**
     * Reads the numbers in the background. A read that has not begun when another one is asked for is left out.
     *
     * @param isEmpty whether the list is empty
     * @param now determines which payments were done today
     */
    void read(ListQuery newest, boolean isEmpty, Instant now) {
        asked = newest;
        failed = false;
        tasks.onLedger(
                () -> newest.equals(asked)
                        ? Optional.of(newest.totals(ledger, isEmpty, now))
                        : Optional.<Totals>empty(),
                result -> {
                    if (newest.equals(asked)) {
                        result.ifPresent(totals -> show(newest, totals));
                    }
                },
                () -> failed = true);
    }

    /** Leaves out a read that has not begun. */
    void cancel() {
        asked = null;
    }

    private void show(ListQuery of, Totals totals) {
        found.set(totals.found());
        sendable.set(totals.sendable());
        counts.set(totals.counts());
        oldestOpen.set(totals.oldestOpen().orElse(null));
        failures.set(totals.failures());
        queued = totals.hasQueued();
        query.set(of);
    }

    /** The query that the numbers belong to; null before the first read. */
    ReadOnlyObjectProperty<@Nullable ListQuery> query() {
        return query.getReadOnlyProperty();
    }

    /** Whether the last read has failed. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether they belong to what the list is asked to show. */
    public boolean areOf(PaymentListModel list) {
        return list.query().equals(query.get());
    }

    /** The number of payments of each filter, whatever the search; empty before the first read. */
    public ReadOnlyObjectProperty<Map<PaymentFilter, Long>> counts() {
        return counts.getReadOnlyProperty();
    }

    /** If the list is empty, the number of payments that match the search, by their state; states without any are missing. */
    public ReadOnlyObjectProperty<Map<PaymentState, Long>> found() {
        return found.getReadOnlyProperty();
    }

    /** The payments that "send all" would send: those with a receipt, or all rejected or unknown ones. */
    public ReadOnlyObjectProperty<Ledger.Sendable> sendable() {
        return sendable.getReadOnlyProperty();
    }

    /** When the oldest open payment was made; null if there is none. */
    public ReadOnlyObjectProperty<@Nullable Instant> oldestOpen() {
        return oldestOpen.getReadOnlyProperty();
    }

    /** What waits for a person, by reason; the largest group first. */
    public ReadOnlyObjectProperty<List<FailureGroup>> failures() {
        return failures.getReadOnlyProperty();
    }

    /** Whether a payment is queued for an automatic retry. */
    public boolean hasQueued() {
        return queued;
    }
}
