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
 * Finds payments that should have moved by themselves and have not: those that are due, those that are being sent, and
 * those that got their receipt from a person and were never sent. It knows the ledger alone and nothing of
 * {@link Sender}, so that whatever stops the sender does not stop it too. For one thread.
 */
public final class Watchdog {
    /**
     * Payments that stand still.
     *
     * @param payments how many; of very many only a part is counted
     * @param longest how long the first of them has not moved
     */
    public record Late(int payments, Duration longest) {}

    /** A payment as it was at one moment; any change makes another one of it. */
    private record Seen(TransactionId id, long version) {}

    private static final int MOST = 500;

    private final Ledger ledger;
    private final Duration limit;
    private final LongSupplier nanos;
    private Map<Seen, Long> before = Map.of();
    private long lookedAt;

    /**
     * @param limit how long a payment may stand still
     * @param nanos a clock that nobody sets, such as {@link System#nanoTime}
     */
    public Watchdog(Ledger ledger, Duration limit, LongSupplier nanos) {
        this.ledger = ledger;
        this.limit = limit;
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
    }

    /**
     * What has not moved for the limit while this watched; empty where all moves. Called from time to time; where the
     * whole process stood still between two calls, the time begins anew.
     *
     * @throws LedgerException where the ledger cannot be read
     */
    public Optional<Late> look(Instant now) {
        List<LedgerEntry> moving = moving(ledger, now);
        long at = nanos.getAsLong();
        if (at - lookedAt > limit.toNanos() / 2) {
            before = Map.of();
        }
        lookedAt = at;
        Map<Seen, Long> seen = new HashMap<>();
        List<Duration> late = new ArrayList<>();
        for (LedgerEntry entry : moving) {
            Seen key = new Seen(entry.transactionId(), entry.version());
            long since = before.getOrDefault(key, at);
            seen.put(key, since);
            late.add(Duration.ofNanos(at - since));
        }
        before = seen;
        return late(late, limit);
    }

    /**
     * What has not moved for the limit by the moments that the ledger has; for whoever looks only once.
     *
     * @throws LedgerException where the ledger cannot be read
     */
    public static Optional<Late> lookOnce(Ledger ledger, Duration limit, Instant now) {
        return late(
                moving(ledger, now).stream()
                        .map(entry -> Duration.between(since(ledger, entry, now), now))
                        .toList(),
                limit);
    }

    private static Optional<Late> late(List<Duration> standing, Duration limit) {
        List<Duration> late =
                standing.stream().filter(span -> span.compareTo(limit) >= 0).toList();
        return late.stream().max(Duration::compareTo).map(longest -> new Late(late.size(), longest));
    }

    /** What should move without a person. */
    private static List<LedgerEntry> moving(Ledger ledger, Instant now) {
        List<LedgerEntry> moving = new ArrayList<>(ledger.due(now, MOST));
        moving.addAll(ledger.page(LedgerQuery.ALL.in(Set.of(PaymentState.SENDING)), null, MOST));
        // What was imported with its receipt waits for a person's word, and nobody has changed it since.
        ledger.page(LedgerQuery.ALL.in(Set.of(PaymentState.READY)), null, MOST).stream()
                .filter(entry -> entry.nextTryAt() == null && entry.version() > 0)
                .forEach(moving::add);
        return moving;
    }

    /** When it moved last, or was to move; a moment that lies in the future says nothing, so it counts from now. */
    private static Instant since(Ledger ledger, LedgerEntry entry, Instant now) {
        Instant since = entry.nextTryAt();
        if (entry.state() == PaymentState.SENDING) {
            since = ledger.attempts(entry).getLast().startedAt();
        } else if (since == null || since.isAfter(now)) {
            since = ledger.acts(entry).getLast().at();
        }
        return since.isAfter(now) ? now : since;
    }
}
