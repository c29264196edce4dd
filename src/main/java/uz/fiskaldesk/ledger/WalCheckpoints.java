package uz.fiskaldesk.ledger;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the pages of SQLite's write-ahead log into the database file, on a thread of its own. SQLite does this by itself
 * in the commit after which the log has 1,000 pages, so that one commit in a hundred takes many times as long as the
 * others. A passive checkpoint blocks neither writers nor readers.
 *
 * <p>A log that is being written to does not end, so the writer still does a checkpoint itself when the log has
 * {@link #MOST_PAGES}; little is left to copy by then.
 */
final class WalCheckpoints implements AutoCloseable {
    /** 64 MB of log. */
    static final int MOST_PAGES = 16_000;

    /** Pages that are changed several times in between are copied once. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(WalCheckpoints.class);

    private final Jdbi database;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ledger-checkpoints").factory());

    WalCheckpoints(Jdbi database) {
        this.database = database;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Called after each transaction. Thread-safe. */
    void written() {
        if (isScheduled.compareAndSet(false, true)) {
            Future<?> _ = thread.schedule(this::checkpoint, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void checkpoint() {
        isScheduled.set(false);
        try {
            database.useHandle(handle -> handle.createQuery("PRAGMA wal_checkpoint(PASSIVE)")
                    .mapToMap()
                    .one());
        } catch (RuntimeException e) {
            // The writer reports a disk that fails, and SQLite makes up for the checkpoint.
            LOG.debug("The checkpoint failed", e);
        }
    }

    /** Waits for the checkpoint in progress. The last connection of a database does the final one. */
    @Override
    public void close() {
        thread.close();
    }
}
