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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Sends payments beside each other, a few at a time, so that a stuck one holds up no other. A payment that is already
 * on its way in this process is not taken twice. What a person sends does not wait for what is sent again by itself
 * ({@link Resending}).
 */
public final class Sender implements AutoCloseable {
    /** What came of sending one payment; called on the thread that sent it. */
    public interface Listener {
        void sent(Confirmation.Sent result);

        /** The ledger could not take the attempt or its outcome. */
        void failed(TransactionId id, LedgerException trouble);

        /** What FiscalBox said when it was asked whether it is back. */
        default void asked(TillInfo info) {}
    }

    /** The maximum number of requests to FiscalBox at a time. */
    public static final int MAX_CONCURRENT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** For those who are broken off to write down that nobody knows. */
    private static final Duration TO_WRITE = Duration.ofSeconds(5);

    private final Confirmation confirmation;
    private final Listener listener;
    private final Resending resending;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MAX_CONCURRENT, true);
    private final Set<TransactionId> onTheirWay = ConcurrentHashMap.newKeySet();

    public Sender(Confirmation confirmation, Ledger ledger, Clock clock, Listener listener) {
        this.confirmation = confirmation;
        this.listener = listener;
        this.resending = new Resending(confirmation, ledger, clock, this::start, this::sendUnlessOnItsWay, listener);
    }

    /** Sends a payment when a place is free; returns at once. False where it is on its way already, or the sender closes. */
    public boolean send(LedgerEntry entry) {
        TransactionId id = entry.transactionId();
        if (!onTheirWay.add(id)) {
            return false;
        }
        if (start(() -> inTurn(entry))) {
            return true;
        }
        onTheirWay.remove(id);
        return false;
    }

    private boolean start(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private void inTurn(LedgerEntry entry) {
        try {
            places.acquire();
        } catch (InterruptedException closing) {
            onTheirWay.remove(entry.transactionId());
            Thread.currentThread().interrupt();
            return;
        }
        try {
            sendNow(entry, places::release);
        } catch (LedgerException e) {
            LOG.debug("told the listener already", e);
        }
    }

    private void sendUnlessOnItsWay(LedgerEntry entry) {
        if (onTheirWay.add(entry.transactionId())) {
            sendNow(entry, () -> {});
        }
    }

    private void sendNow(LedgerEntry entry, Runnable atItsEnd) {
        TransactionId id = entry.transactionId();
        Consumer<Listener> news = null;
        try {
            Confirmation.Sent result = confirmation.send(entry);
            news = l -> l.sent(result);
        } catch (LedgerException e) {
            LOG.error("the ledger could not take {}", id, e);
            news = l -> l.failed(id, e);
            throw e;
        } finally {
            atItsEnd.run();
            onTheirWay.remove(id);
            if (news != null) {
                news.accept(listener);
            }
        }
    }

    /** Does what has become due: sends again what did not get away, and writes outcomes that could not be written. */
    public void tick() {
        confirmation.recordPending();
        resending.tick();
    }

    /** Whether this payment is being sent in this process, or waits for a place. */
    public boolean isOnItsWay(TransactionId id) {
        return onTheirWay.contains(id);
    }

    /** How many payments are being sent in this process, or wait for a place on a person's word. */
    public int underWay() {
        return onTheirWay.size();
    }

    /** From now on nothing more is sent by itself; what was due stays in the ledger. */
    public void rest() {
        resending.rest();
    }

    /**
     * Takes nothing more and waits for what is under way, as long as {@code patience} allows. What is not finished by
     * then is broken off and written down as unknown; whoever does not even get that far is found as interrupted at the
     * next start.
     *
     * @return whether everything was finished
     */
    public boolean close(Duration patience) {
        rest();
        threads.shutdown();
        try {
            if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            threads.shutdownNow();
            // The ledger is closed next, and they have something to write into it.
            if (!threads.awaitTermination(TO_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} payments were still being sent when the sender closed", underWay());
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
