package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for attempts that are under way, whoever has begun them: another thread, which reports the end, or another process,
 * whose outcome is found by polling the ledger. Blocking. Thread-safe.
 */
public final class AttemptsUnderWay {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Ledger ledger;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long ended;
    private boolean stopped;

    public AttemptsUnderWay(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Waits until the payment has another version than this entry.
     *
     * @param deadline of {@link System#nanoTime}
     * @return the payment as it is now; empty if it did not change before the deadline, or before {@link #stopWaiting}
     */
    public Optional<LedgerEntry> awaitChange(LedgerEntry entry, long deadline) throws InterruptedException {
        while (true) {
            long before = ended();
            Optional<LedgerEntry> now =
                    ledger.find(entry.transactionId()).filter(found -> found.version() != entry.version());
            if (now.isPresent() || !awaitEnd(before, deadline)) {
                return now;
            }
        }
    }

    private long ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Returns false if the waiting is over; otherwise waits until an attempt has ended since, or for a moment. */
    private boolean awaitEnd(long before, long deadline) throws InterruptedException {
        lock.lock();
        try {
            long remaining = Math.min(POLL.toNanos(), deadline - System.nanoTime());
            if (stopped || remaining <= 0) {
                return false;
            }
            while (ended == before && !stopped && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Called when this process has recorded the outcome of an attempt. */
    public void hasEnded() {
        lock.lock();
        try {
            ended++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting now and for good. */
    public void stopWaiting() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
