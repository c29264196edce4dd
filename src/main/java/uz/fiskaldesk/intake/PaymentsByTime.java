package uz.fiskaldesk.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;

/** Payments by their time, from which the nearest to a time is taken quickly, even if all have the same amount. */
final class PaymentsByTime {
    private final NavigableMap<Instant, Deque<LedgerEntry>> payments = new TreeMap<>();

    void add(LedgerEntry entry) {
        payments.computeIfAbsent(entry.sortTime(), _ -> new ArrayDeque<>()).add(entry);
    }

    /** Takes the first payment from {@code from} to before {@code to}. */
    Optional<LedgerEntry> takeFirst(Instant from, Instant to) {
        Instant first = payments.ceilingKey(from);
        return take(first != null && first.isBefore(to) ? first : null);
    }

    /** Takes the payment nearest to a time. */
    Optional<LedgerEntry> takeNearest(Instant time, Duration within) {
        Instant before = payments.floorKey(time);
        Instant after = payments.ceilingKey(time);
        Instant nearest = before == null || (after != null && isNearer(after, before, time)) ? after : before;
        boolean isNear =
                nearest != null && Duration.between(time, nearest).abs().compareTo(within) <= 0;
        return take(isNear ? nearest : null);
    }

    private static boolean isNearer(Instant one, Instant other, Instant time) {
        return Duration.between(time, one)
                        .abs()
                        .compareTo(Duration.between(time, other).abs())
                < 0;
    }

    private Optional<LedgerEntry> take(@Nullable Instant time) {
        if (time == null) {
            return Optional.empty();
        }
        Map.Entry<Instant, Deque<LedgerEntry>> at = payments.ceilingEntry(time);
        LedgerEntry entry = at.getValue().remove();
        if (at.getValue().isEmpty()) {
            payments.remove(time);
        }
        return Optional.of(entry);
    }
}
