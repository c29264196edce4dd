package uz.fiskaldesk.desk.list;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.PaymentState;

/** Numbers about all payments of the ledger, as of the last read. Used on the JavaFX thread. */
public final class ListTotals {
    private final ReadOnlyObjectWrapper<Map<PaymentFilter, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<Map<PaymentState, Long>> found = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyLongWrapper sendable = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Instant> oldestOpen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FailureGroup>> failures = new ReadOnlyObjectWrapper<>(List.of());
    private boolean queued;

    void show(ListQuery.Result result) {
        found.set(result.found());
        sendable.set(result.sendable());
        counts.set(result.counts());
        oldestOpen.set(result.oldestOpen().orElse(null));
        failures.set(result.failures());
        queued = result.hasQueued();
    }

    /** The number of payments of each filter, whatever the search; empty before the first read. */
    public ReadOnlyObjectProperty<Map<PaymentFilter, Long>> counts() {
        return counts.getReadOnlyProperty();
    }

    /** The number of payments that match the search, by their state; states without any are missing. */
    public ReadOnlyObjectProperty<Map<PaymentState, Long>> found() {
        return found.getReadOnlyProperty();
    }

    /** The number of payments that "send all" would send: those with a receipt, or all rejected or unknown ones. */
    public ReadOnlyLongProperty sendable() {
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
