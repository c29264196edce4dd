package uz.fiskaldesk.confirm;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Sends payments beside each other, a few at a time, so that a stuck one holds up no other. A payment that is already
 * on its way in this process is not taken twice.
 */
public final class Sender implements AutoCloseable {
    /** What came of sending one payment; called on the thread that sent it. */
    public interface Listener {
        void sent(Confirmation.Sent result);

        /** The ledger could not take the attempt or its outcome. */
        void failed(TransactionId id, LedgerException trouble);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int AT_ONCE = 4;

    /** More than are ever sent within a tick; the rest is due at the next. */
    private static final int DUE_AT_ONCE = 50;

    private final Confirmation confirmation;
    private final Ledger ledger;
    private final Clock clock;
    private final Listener listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Set<TransactionId> onTheirWay = ConcurrentHashMap.newKeySet();

    public Sender(Confirmation confirmation, Ledger ledger, Clock clock, Listener listener) {
        this.confirmation = confirmation;
        this.ledger = ledger;
        this.clock = clock;
        this.listener = listener;
    }

    /** Sends a payment when a place is free; returns at once. False where it is on its way already. */
    public boolean send(LedgerEntry entry) {
        TransactionId id = entry.transactionId();
        if (!onTheirWay.add(id)) {
            return false;
        }
        try {
            threads.execute(() -> inTurn(id, () -> confirmation.send(entry)));
            return true;
        } catch (RejectedExecutionException closing) {
            onTheirWay.remove(id);
            return false;
        }
    }

    /** Does what has become due: sends again what did not get away, and writes outcomes that could not be written. */
    public void tick() {
        confirmation.recordPending();
        ledger.due(clock.instant(), DUE_AT_ONCE).forEach(this::send);
    }

    /** How many payments wait for a place or for FiscalBox in this process. */
    public int underWay() {
        return onTheirWay.size();
    }

    private void inTurn(TransactionId id, Supplier<Confirmation.Sent> sending) {
        try {
            places.acquire();
        } catch (InterruptedException closing) {
            onTheirWay.remove(id);
            Thread.currentThread().interrupt();
            return;
        }
        Consumer<Listener> news = null;
        try {
            Confirmation.Sent result = sending.get();
            news = l -> l.sent(result);
        } catch (LedgerException e) {
            LOG.error("the ledger could not take {}", id, e);
            news = l -> l.failed(id, e);
        } finally {
            places.release();
            onTheirWay.remove(id);
        }
        news.accept(listener);
    }

    /**
     * Takes nothing more and waits for what is under way, as long as {@code patience} allows. What is not finished by
     * then is found as interrupted at the next start.
     *
     * @return whether everything was finished
     */
    public boolean close(Duration patience) {
        threads.shutdown();
        try {
            if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        return false;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
