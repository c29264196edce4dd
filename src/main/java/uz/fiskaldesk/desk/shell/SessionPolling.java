package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Notice;

/**
 * Does the periodic work of the desk, once a second on its own thread: retries due payments, refreshes the list when
 * another program changed the ledger, recovers interrupted attempts and queries FiscalBox.
 */
final class SessionPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionPolling.class);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration QUERY_WHILE_WAITING = Duration.ofSeconds(15);
    private static final Duration QUERY_WHEN_IDLE = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final DeskModel model;
    private final Executor window;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-polling").factory());
    private long mark;
    private Instant recovered = Instant.EPOCH;

    /** Set on the JavaFX thread. */
    private volatile Instant queried = Instant.EPOCH;

    private boolean failing;

    /** The message about the last failure; used on the JavaFX thread. */
    private @Nullable Notice shown;

    private List<String> leftOut = List.of();

    SessionPolling(Ledger ledger, DeskModel model, Executor window, Clock clock) {
        this.ledger = ledger;
        this.model = model;
        this.window = window;
        this.clock = clock;
    }

    void start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    /** Refreshes the list soon, because the ledger has changed. Does not block; may be called on any thread. */
    void ledgerChanged() {
        try {
            timer.execute(this::refreshQuietly);
        } catch (RejectedExecutionException closing) {
            LOG.debug("The ledger changed while closing", closing);
        }
    }

    private void refreshQuietly() {
        try {
            refreshIfChanged();
        } catch (RuntimeException | Error e) {
            LOG.debug("The next poll reports this failure", e);
        }
    }

    private void refreshIfChanged() {
        long found = ledger.changeCounter();
        if (found != mark) {
            mark = found;
            window.execute(model.list()::refresh);
        }
    }

    /** Polls once. Only the first of consecutive failures is reported. */
    void tick() {
        try {
            Instant now = clock.instant();
            if (Deadlines.isElapsed(recovered, RECOVERY, now)) {
                recovered = now;
                ledger.recoverInterrupted(now);
                window.execute(model.list()::refreshIfFailed);
            }
            model.sender().tick();
            refreshIfChanged();
            warnOfUnreadable();
            if (failing) {
                failing = false;
                window.execute(() -> model.notices().retract(shown));
            }
        } catch (RuntimeException | Error e) {
            // An exception that leaves this method would cancel all further polls.
            if (!failing) {
                failing = true;
                window.execute(() -> shown = model.notices().logAndShow(e));
            } else {
                LOG.debug("Polling still fails", e);
            }
        }
        if (Deadlines.isElapsed(queried, QUERY_WHILE_WAITING, clock.instant())) {
            window.execute(this::queryFiscalBox);
        }
    }

    /** Payments that cannot be read are not on the list; the cashier has to know that some are missing. */
    private void warnOfUnreadable() {
        List<String> found = ledger.leftOut();
        if (!found.equals(leftOut)) {
            leftOut = found;
            window.execute(() -> model.notices().warning("ledger.left-out", found.size(), found.getFirst()));
        }
    }

    /** Queries FiscalBox more often while payments are open or it is unavailable. Called on the JavaFX thread. */
    private void queryFiscalBox() {
        boolean somethingWaits = model.list().totals().oldestOpen().get() != null;
        boolean isUp = model.health().info().get() instanceof TillInfo.Up;
        Duration interval = somethingWaits || !isUp ? QUERY_WHILE_WAITING : QUERY_WHEN_IDLE;
        Instant now = clock.instant();
        if (Deadlines.isElapsed(queried, interval, now)) {
            queried = now;
            model.health().query();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The last poll did not finish in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
