package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Waits;
import uz.fiskaldesk.desk.DeskModel;

/**
 * What the desk does by itself: sends what is due, notices what other programs changed in the ledger, finds attempts
 * whose owner is gone, and asks FiscalBox whether it is there. On a thread of its own.
 */
final class LedgerPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPolling.class);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration ASK_WHILE_WAITING = Duration.ofSeconds(15);
    private static final Duration ASK_AT_REST = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final DeskModel model;
    private final Executor window;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());
    private long mark;
    private Instant recovered = Instant.EPOCH;
    private Instant asked = Instant.EPOCH;
    private boolean inTrouble;

    LedgerPolling(Ledger ledger, DeskModel model, Executor window, Clock clock) {
        this.ledger = ledger;
        this.model = model;
        this.window = window;
        this.clock = clock;
    }

    void start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    /** Something has changed in the ledger: looks at once. Returns at once, on any thread. */
    void hurry() {
        try {
            timer.execute(this::notice);
        } catch (RejectedExecutionException closing) {
            LOG.debug("told of a change while closing", closing);
        }
    }

    private void notice() {
        try {
            long found = ledger.changeMark();
            if (found != mark) {
                mark = found;
                window.execute(model.list()::refresh);
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("the next round says it", e);
        }
    }

    /** One round; a round that fails is said once and tried again a second later. */
    void tick() {
        try {
            Instant now = clock.instant();
            if (Waits.isOver(recovered, RECOVERY, now)) {
                recovered = now;
                ledger.recoverInterrupted(now);
            }
            model.sender().tick();
            long found = ledger.changeMark();
            if (found != mark) {
                mark = found;
                window.execute(model.list()::refresh);
            }
            if (inTrouble) {
                inTrouble = false;
                window.execute(model.notices()::clear);
            }
        } catch (RuntimeException | Error e) {
            // What leaves this method would end all further rounds without a word.
            if (!inTrouble) {
                inTrouble = true;
                window.execute(() -> model.notices().logAndShow(e));
            } else {
                LOG.debug("still in trouble", e);
            }
        }
        window.execute(this::askFiscalBox);
    }

    /** On the window's thread. Often while somebody waits for it, seldom while nobody does. */
    private void askFiscalBox() {
        boolean somethingWaits = model.list().oldestOpen().get() != null;
        boolean isUp = model.health().info().get() instanceof TillInfo.Up;
        Duration pause = somethingWaits || !isUp ? ASK_WHILE_WAITING : ASK_AT_REST;
        Instant now = clock.instant();
        if (Waits.isOver(asked, pause, now)) {
            asked = now;
            model.health().query();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("housekeeping did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
