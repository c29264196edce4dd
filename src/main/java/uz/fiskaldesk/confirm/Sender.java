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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Sends payments concurrently, so that a request that hangs does not delay others. A payment that is already being sent
 * in this process is not sent a second time. Payments sent by a person do not wait for automatic retries
 * ({@link RetryQueue}). Thread-safe.
 */
public final class Sender implements AutoCloseable {
    /** Receives results on the thread that sent the payment. */
    public interface Listener {
        void sent(ConfirmationWorkflow.Sent result);

        /** The attempt or its outcome could not be written to the ledger. */
        void failed(TransactionId id, LedgerException trouble);

        /** FiscalBox was probed. */
        default void probed(TillInfo info) {}
    }

    /** The maximum number of concurrent requests to FiscalBox. */
    public static final int MAX_CONCURRENT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** How long interrupted threads have to record an unknown outcome. */
    private static final Duration RECORDING_TIMEOUT = Duration.ofSeconds(5);

    private final ConfirmationWorkflow confirmation;
    private final Listener listener;
    private final RetryQueue retries;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);
    private final Set<TransactionId> inFlight = ConcurrentHashMap.newKeySet();

    public Sender(ConfirmationWorkflow confirmation, Ledger ledger, Clock clock, Listener listener) {
        this.confirmation = confirmation;
        this.listener = listener;
        this.retries = new RetryQueue(confirmation, ledger, clock, this::start, this::sendUnlessInFlight, listener);
    }

    /** Queues a payment and returns immediately. False if it is already being sent, or if the sender is closing. */
    public boolean send(LedgerEntry entry) {
        TransactionId id = entry.transactionId();
        if (!inFlight.add(id)) {
            return false;
        }
        if (start(() -> awaitPermitAndSend(entry))) {
            return true;
        }
        inFlight.remove(id);
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

    private void awaitPermitAndSend(LedgerEntry entry) {
        try {
            permits.acquire();
        } catch (InterruptedException closing) {
            inFlight.remove(entry.transactionId());
            Thread.currentThread().interrupt();
            return;
        }
        try {
            sendNow(entry, confirmation::send, permits::release);
        } catch (LedgerException e) {
            LOG.debug("already reported to the listener", e);
        }
    }

    private void sendUnlessInFlight(LedgerEntry entry) {
        if (inFlight.add(entry.transactionId())) {
            sendNow(entry, confirmation::sendDue, () -> {});
        }
    }

    private void sendNow(LedgerEntry entry, Function<LedgerEntry, ConfirmationWorkflow.Sent> send, Runnable release) {
        TransactionId id = entry.transactionId();
        Consumer<Listener> notification = null;
        try {
            ConfirmationWorkflow.Sent result = send.apply(entry);
            notification = l -> l.sent(result);
        } catch (LedgerException e) {
            LOG.error("could not write {} to the ledger", id, e);
            notification = l -> l.failed(id, e);
            throw e;
        } finally {
            release.run();
            inFlight.remove(id);
            if (notification != null) {
                notification.accept(listener);
            }
        }
    }

    /**
     * Records outcomes that could not be recorded before, and starts the retries that are due. Called about once a
     * second.
     */
    public void tick() {
        try {
            confirmation.recordUnrecorded();
        } finally {
            retries.tick();
        }
    }

    /** Whether this process is sending the payment or has queued it. */
    public boolean isInFlight(TransactionId id) {
        return inFlight.contains(id);
    }

    /** The number of payments that this process is sending or has queued on a person's request. */
    public int inFlightCount() {
        return inFlight.size();
    }

    /** Stops automatic retries. What is due stays in the ledger. */
    public void stopRetries() {
        retries.pause();
    }

    /** Starts automatic retries again. */
    public void resumeRetries() {
        retries.resume();
    }

    /**
     * Accepts no more payments and waits for those in flight. After the timeout their threads are interrupted and record
     * an unknown outcome; an attempt that does not get that far is found as interrupted at the next start.
     *
     * @return whether everything was finished within the timeout
     */
    public boolean close(Duration timeout) {
        stopRetries();
        threads.shutdown();
        try {
            if (threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            threads.shutdownNow();
            // The ledger is closed next, and the interrupted threads still write to it.
            if (!threads.awaitTermination(RECORDING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} payments were still being sent when the sender was closed", inFlightCount());
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
