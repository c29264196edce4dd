package uz.fiskaldesk.confirm;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;

/**
 * Sends again by itself what did not get away, in the order of age and a few beside each other, as far as the
 * {@link Connection} allows. While FiscalBox is away it is only asked whether it is back, and only where something
 * waits for it. Safe for use by several threads.
 */
final class Resending {
    /** Runs something on a thread of its own; false where that is not possible any more. */
    interface Threads {
        boolean start(Runnable task);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Resending.class);

    /** How many are taken from the ledger at a time; those behind them stay due. */
    private static final int AHEAD = 200;

    private final Confirmation confirmation;
    private final Connection connection;
    private final Ledger ledger;
    private final Clock clock;
    private final Threads threads;
    private final Consumer<LedgerEntry> send;
    private final Sender.Listener listener;
    private final Deque<LedgerEntry> line = new ArrayDeque<>();
    private int workers;
    private boolean more;
    private volatile boolean resting;

    /**
     * @param send sends one payment and returns when its outcome is written
     */
    Resending(
            Confirmation confirmation,
            Ledger ledger,
            Clock clock,
            Threads threads,
            Consumer<LedgerEntry> send,
            Sender.Listener listener) {
        this.confirmation = confirmation;
        this.connection = confirmation.connection();
        this.ledger = ledger;
        this.clock = clock;
        this.threads = threads;
        this.send = send;
        this.listener = listener;
    }

    /** Called about every second. */
    void tick() {
        Instant now = clock.instant();
        if (resting || ledger.nextDue().isEmpty()) {
            return;
        }
        if (connection.isToBeTriedAnyway(now)) {
            ledger.due(now, 1).forEach(entry -> threads.start(() -> trySending(entry)));
        }
        if (connection.isToBeAsked(now)) {
            threads.start(this::ask);
        }
        goOn();
    }

    private void ask() {
        TillInfo info = confirmation.askWhetherThere();
        listener.asked(info);
        try {
            goOn();
        } catch (LedgerException e) {
            // The next tick meets it again, and says so where it is seen.
            LOG.warn("the ledger did not tell what is due", e);
        }
    }

    /** Takes what is due and sees that somebody sends it. */
    private synchronized void goOn() {
        if (connection.hasComeBack()) {
            int waiting = ledger.connectionIsBack(clock.instant());
            LOG.info("FiscalBox is there; {} payments go before their time", waiting);
        }
        if (workers == 0 && atOnce() > 0) {
            takeDue();
        }
        while (workers < Math.min(atOnce(), line.size()) && threads.start(this::work)) {
            workers++;
        }
    }

    private int atOnce() {
        return switch (connection.way()) {
            case SHUT -> 0;
            case ONE -> 1;
            case OPEN -> Sender.MAX_CONCURRENT;
        };
    }

    private void takeDue() {
        line.clear();
        line.addAll(ledger.due(clock.instant(), AHEAD));
        more = line.size() == AHEAD;
    }

    private void work() {
        boolean fine = false;
        try {
            for (LedgerEntry entry = next(); entry != null; entry = next()) {
                send.accept(entry);
            }
            fine = true;
        } catch (LedgerException e) {
            // It is told already, and what is due now would meet the same: the next tick tries again.
            LOG.debug("the ledger is in trouble", e);
        } finally {
            if (!fine) {
                stop();
            }
        }
    }

    /** The oldest that is due; null where this worker is not needed any more, which then is gone. */
    private synchronized @Nullable LedgerEntry next() {
        try {
            if (line.isEmpty() && more && connection.way() == Connection.Way.OPEN) {
                takeDue();
            }
            if (!resting && workers <= atOnce() && !line.isEmpty()) {
                return line.remove();
            }
        } catch (LedgerException e) {
            LOG.warn("the ledger did not tell what is due", e);
        }
        workers--;
        return null;
    }

    private synchronized void stop() {
        line.clear();
        more = false;
        workers--;
    }

    private void trySending(LedgerEntry entry) {
        try {
            send.accept(entry);
        } catch (LedgerException e) {
            LOG.debug("told already", e);
        }
    }

    /** Sends nothing more by itself. Does not wait for the lock, which may be held while the ledger does not answer. */
    void rest() {
        resting = true;
    }
}
