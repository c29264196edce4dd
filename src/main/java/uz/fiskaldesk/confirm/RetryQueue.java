package uz.fiskaldesk.confirm;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Retries undelivered payments, oldest first, with limited concurrency, as far as the {@link CircuitBreaker} allows.
 * FiscalBox is probed only if something waits to be sent. Thread-safe.
 */
final class RetryQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RetryQueue.class);

    /** Starts a task on a thread of its own. */
    interface Starter {
        /** Returns false if no more tasks are accepted; the task is not run then. */
        boolean start(Runnable task);
    }

    /** The number of due payments that are read from the ledger at a time. */
    private static final int BATCH = 200;

    private final ConfirmationWorkflow confirmation;
    private final CircuitBreaker circuit;
    private final Ledger ledger;
    private final Clock clock;
    private final Starter starter;
    private final Consumer<LedgerEntry> send;
    private final Sender.Listener listener;
    private final Deque<LedgerEntry> queue = new ArrayDeque<>();

    /** Payments at which the ledger has failed since this program was started. */
    private final Set<TransactionId> failed = new HashSet<>();

    private int workers;
    private boolean more;
    private volatile boolean paused;

    /**
     * @param starter starts tasks until the sender is closed
     * @param send sends one payment and returns when its outcome is recorded
     */
    RetryQueue(
            ConfirmationWorkflow confirmation,
            Ledger ledger,
            Clock clock,
            Starter starter,
            Consumer<LedgerEntry> send,
            Sender.Listener listener) {
        this.confirmation = confirmation;
        this.circuit = confirmation.circuit();
        this.ledger = ledger;
        this.clock = clock;
        this.starter = starter;
        this.send = send;
        this.listener = listener;
    }

    /** Called about once a second. */
    void tick() {
        Instant now = clock.instant();
        if (paused || ledger.nextDue().isEmpty()) {
            return;
        }
        if (circuit.startTrial(now)) {
            due(now).stream().findFirst().ifPresent(entry -> starter.start(() -> sendTrial(entry)));
        }
        if (circuit.startProbe(now)) {
            starter.start(this::probe);
        }
        startWorkers();
    }

    private void probe() {
        TillInfo info = confirmation.probe();
        listener.probed(info);
        try {
            startWorkers();
        } catch (LedgerException e) {
            // The next tick fails the same way and reports it.
            LOG.warn("could not read the payments that are due", e);
        }
    }

    private synchronized void startWorkers() {
        if (circuit.takeRecovered()) {
            int waiting = ledger.makeDueNow(clock.instant());
            LOG.info("FiscalBox is reachable again; retrying {} payments early", waiting);
        }
        if (workers == 0 && concurrency() > 0) {
            fill();
        }
        while (workers < Math.min(concurrency(), queue.size()) && starter.start(this::work)) {
            workers++;
        }
    }

    private int concurrency() {
        return switch (circuit.state()) {
            case OPEN -> 0;
            case HALF_OPEN -> 1;
            case CLOSED -> Sender.MAX_CONCURRENT;
        };
    }

    private void fill() {
        queue.clear();
        queue.addAll(due(clock.instant()));
        more = queue.size() == BATCH;
    }

    /** The payments that are due, the oldest first, but last those at which the ledger has failed. */
    private synchronized List<LedgerEntry> due(Instant now) {
        return ledger.due(now, BATCH).stream()
                .sorted(Comparator.comparing(entry -> failed.contains(entry.transactionId())))
                .toList();
    }

    private void work() {
        boolean completed = false;
        try {
            for (LedgerEntry entry = next(); entry != null; entry = next()) {
                sendUnlessUnreadable(entry);
            }
            completed = true;
        } catch (LedgerException e) {
            // Already reported. Other payments would fail the same way; the next tick starts over.
            LOG.debug("stopped retrying: the ledger failed", e);
        } finally {
            if (!completed) {
                abandon();
            }
        }
    }

    /** A payment that cannot be read must not hold up the others. */
    private void sendUnlessUnreadable(LedgerEntry entry) {
        try {
            send.accept(entry);
        } catch (LedgerException e) {
            note(entry);
            if (e.reason() != LedgerException.Reason.UNREADABLE_ROW) {
                throw e;
            }
            LOG.debug("already reported", e);
        }
    }

    private synchronized void note(LedgerEntry entry) {
        failed.add(entry.transactionId());
    }

    /** The oldest payment in the queue; null if the calling worker is no longer needed and has to end. */
    private synchronized @Nullable LedgerEntry next() {
        try {
            if (queue.isEmpty() && more && circuit.state() == CircuitBreaker.State.CLOSED) {
                fill();
            }
            if (!paused && workers <= concurrency() && !queue.isEmpty()) {
                return queue.remove();
            }
        } catch (LedgerException e) {
            LOG.warn("could not read the payments that are due", e);
        }
        workers--;
        return null;
    }

    private synchronized void abandon() {
        queue.clear();
        more = false;
        workers--;
    }

    private void sendTrial(LedgerEntry entry) {
        try {
            send.accept(entry);
        } catch (LedgerException e) {
            note(entry);
            LOG.debug("already reported", e);
        }
    }

    /** Stops all retries. Does not wait for the lock, which may be held by a thread that waits for the ledger. */
    void pause() {
        paused = true;
    }

    /** Starts again after {@link #pause}. */
    void resume() {
        paused = false;
    }
}
