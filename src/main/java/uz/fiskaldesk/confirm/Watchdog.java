package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Finds payments that should have made progress but have not: overdue retries, requests in flight, and payments that got
 * a receipt from a person and were never sent. Uses the ledger only, so that a failure of {@link Sender} does not affect
 * it. Not thread-safe.
 */
public final class Watchdog {
    /**
     * Payments without progress.
     *
     * @param payments their number; large numbers are counted only in part
     * @param longest the longest time without progress
     */
    public record DelayedPayments(int payments, Duration longest) {}

    /** A version of a payment. */
    private record Seen(TransactionId id, long version) {}

    private static final int LIMIT = 500;

    private final Ledger ledger;
    private final Duration limit;
    private final LongSupplier nanos;
    private Map<Seen, Long> before = Map.of();
    private long checkedAt;

    /**
     * @param limit how long a payment may make no progress
     * @param nanos a monotonic clock such as {@link System#nanoTime}
     */
    public Watchdog(Ledger ledger, Duration limit, LongSupplier nanos) {
        this.ledger = ledger;
        this.limit = limit;
        this.nanos = nanos;
        this.checkedAt = nanos.getAsLong();
    }

    /**
     * The payments that made no progress for the limit while this watchdog observed them; empty if there are none. Called
     * periodically. If the process was suspended between two calls, the observation starts over.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Optional<DelayedPayments> check(Instant now) {
        List<LedgerEntry> inProgress = inProgress(ledger, now);
        long at = nanos.getAsLong();
        if (at - checkedAt > limit.toNanos() / 2) {
            before = Map.of();
        }
        checkedAt = at;
        Map<Seen, Long> seen = new HashMap<>();
        List<Duration> late = new ArrayList<>();
        for (LedgerEntry entry : inProgress) {
            Seen key = new Seen(entry.transactionId(), entry.version());
            long since = before.getOrDefault(key, at);
            seen.put(key, since);
            late.add(Duration.ofNanos(at - since));
        }
        before = seen;
        return late(late, limit);
    }

    /**
     * The same from a single check, by the times recorded in the ledger.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public static Optional<DelayedPayments> checkOnce(Ledger ledger, Duration limit, Instant now) {
        return late(
                inProgress(ledger, now).stream()
                        .map(entry -> Duration.between(since(ledger, entry, now), now))
                        .toList(),
                limit);
    }

    private static Optional<DelayedPayments> late(List<Duration> idle, Duration limit) {
        List<Duration> late =
                idle.stream().filter(span -> span.compareTo(limit) >= 0).toList();
        return late.stream().max(Duration::compareTo).map(longest -> new DelayedPayments(late.size(), longest));
    }

    /** Payments that should make progress without a person. */
    private static List<LedgerEntry> inProgress(Ledger ledger, Instant now) {
        List<LedgerEntry> inProgress = new ArrayList<>(ledger.due(now, LIMIT));
        inProgress.addAll(ledger.page(LedgerQuery.ALL.in(Set.of(PaymentState.SENDING)), null, LIMIT));
        // These wait for a person: what was imported with its receipt (version 0), what the POS did not confirm,
        // a receipt that has to be accepted, and what may be booked already.
        ledger.page(LedgerQuery.ALL.in(Set.of(PaymentState.READY)), null, LIMIT).stream()
                .filter(entry -> entry.nextTryAt() == null
                        && entry.version() > 0
                        && !entry.awaitsPos()
                        && !entry.needsAcceptance()
                        && !entry.isReadyInDoubt())
                .forEach(inProgress::add);
        return inProgress;
    }

    /**
     * The last progress, or the time when it was due. A time in the future counts as now. Attempts and acts are missing
     * only where they were deleted past the program.
     */
    private static Instant since(Ledger ledger, LedgerEntry entry, Instant now) {
        Instant due = entry.nextTryAt();
        Instant since = entry.addedAt();
        if (entry.state() == PaymentState.SENDING || due == null || due.isAfter(now)) {
            since = lastProgress(ledger, entry).orElse(since);
        } else {
            since = due;
        }
        return since.isAfter(now) ? now : since;
    }

    /** Empty without attempts or acts, and if they cannot be read, which the audit reports. */
    private static Optional<Instant> lastProgress(Ledger ledger, LedgerEntry entry) {
        try {
            return entry.state() == PaymentState.SENDING
                    ? last(ledger.attempts(entry)).map(Attempt::startedAt)
                    : last(ledger.acts(entry)).map(Act::at);
        } catch (LedgerException e) {
            if (e.reason() == LedgerException.Reason.UNREADABLE_ROW) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
}
