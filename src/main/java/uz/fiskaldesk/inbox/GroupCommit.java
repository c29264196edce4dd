package uz.fiskaldesk.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.intake.ImportRow;
import uz.fiskaldesk.intake.RowReport;

/**
 * Writes the payments of concurrent requests in common transactions: while one transaction is being written, the payments
 * that arrive wait for the next one. A transaction costs about as much for a hundred payments as for one, because it has to
 * be on disk before it is answered. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    /** More payments than this wait for the next transaction: other writers must not wait for long. */
    static final int MOST_IN_TRANSACTION = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** Rows that belong together and are answered together. */
    private record Group(List<ImportRow> rows, CompletableFuture<List<RowReport>> reports) {}

    private final Function<List<ImportRow>, List<RowReport>> write;
    private final Consumer<RowReport> listener;
    private final int mostWaiting;
    private final BlockingQueue<Group> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("inbox-writer").unstarted(this::run);
    private volatile boolean closing;

    /**
     * @param write writes rows in one transaction; returns a report for each
     * @param listener called with each report, after its group has got it
     * @param mostWaiting the number of rows that may wait
     */
    GroupCommit(Function<List<ImportRow>, List<RowReport>> write, Consumer<RowReport> listener, int mostWaiting) {
        this.write = write;
        this.listener = listener;
        this.mostWaiting = mostWaiting;
        thread.start();
    }

    /**
     * Queues rows. The result is completed when they are on disk, and fails if they could not be written; then none or some
     * of them are in the ledger, and sending them again is harmless.
     *
     * @return null if too many rows are waiting already
     */
    @Nullable
    CompletableFuture<List<RowReport>> add(List<ImportRow> rows) {
        int before = waiting.getAndAdd(rows.size());
        if (before > 0 && before + rows.size() > mostWaiting) {
            waiting.addAndGet(-rows.size());
            return null;
        }
        return queued(rows);
    }

    private CompletableFuture<List<RowReport>> queued(List<ImportRow> rows) {
        Group group = new Group(rows, new CompletableFuture<>());
        queue.add(group);
        return group.reports();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                write(next());
            }
        } catch (InterruptedException e) {
            LOG.error("the writer of the inbox was interrupted", e);
        }
    }

    private List<Group> next() throws InterruptedException {
        List<Group> groups = new ArrayList<>();
        Group group = queue.take();
        int rows = 0;
        while (group != null) {
            groups.add(group);
            rows += group.rows().size();
            group = rows < MOST_IN_TRANSACTION ? queue.poll() : null;
        }
        return groups;
    }

    private void write(List<Group> groups) {
        List<ImportRow> rows =
                groups.stream().flatMap(group -> group.rows().stream()).toList();
        try {
            List<RowReport> reports = new ArrayList<>(rows.size());
            for (int from = 0; from < rows.size(); from += MOST_IN_TRANSACTION) {
                reports.addAll(write.apply(rows.subList(from, Math.min(rows.size(), from + MOST_IN_TRANSACTION))));
            }
            int from = 0;
            for (Group group : groups) {
                int to = from + group.rows().size();
                group.reports().complete(List.copyOf(reports.subList(from, to)));
                from = to;
            }
            reports.forEach(listener);
        } catch (RuntimeException | Error e) {
            groups.forEach(group -> group.reports().completeExceptionally(e));
        }
        waiting.addAndGet(-rows.size());
    }

    /** Writes what is queued. Nothing must be added any more. */
    @Override
    public void close() {
        closing = true;
        // Ends the wait for the next group. An interrupt could end a transaction instead.
        CompletableFuture<List<RowReport>> _ = queued(List.of());
        try {
            if (!thread.join(CLOSING_TIME)) {
                LOG.error("payments were still being written when the inbox was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
