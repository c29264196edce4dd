package uz.fiskaldesk.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.PeriodicTask;

/**
 * The work of a gateway between requests, once a second: records outcomes that could not be recorded before and, unless the
 * desk does it, sends what could not be sent and finds attempts whose process is gone. Thread-safe.
 */
final class GatewayRetries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRetries.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Clock clock;
    private final Consumer<Note> notes;
    private final Sender sender;
    private final PeriodicTask task;
    private Instant recovered = Instant.EPOCH;

    GatewayRetries(Gateway.Services services, Consumer<Note> notes) {
        this.ledger = services.ledger();
        this.clock = services.pos().clock();
        this.notes = notes;
        this.sender = new Sender(services.confirmation(), ledger, clock, new Listener());
        this.task = new PeriodicTask(
                "gateway-retries",
                TICK,
                TICK,
                services.sendsAgain() ? this::tick : services.confirmation()::recordUnrecorded,
                e -> LOG.warn("confirmations cannot be retried now", e));
    }

    void start() {
        task.start();
    }

    private void tick() {
        Instant now = clock.instant();
        if (Deadlines.isElapsed(recovered, RECOVERY, now)) {
            recovered = now;
            ledger.recoverInterrupted(now);
        }
        sender.tick();
    }

    @Override
    public void close() {
        task.close();
        sender.close();
    }

    private final class Listener implements Sender.Listener {
        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            if (result instanceof ConfirmationWorkflow.Sent.Done done) {
                String receipt = done.entry().receipt() == null
                        ? null
                        : done.entry().receipt().url();
                notes.accept(Note.of(
                        clock.instant(),
                        Note.Kind.CONFIRM,
                        done.entry().transactionId().toString(),
                        ConfirmationRelay.result(done.outcome()),
                        receipt));
            }
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            LOG.warn("{} could not be sent again: the ledger failed", id);
        }
    }
}
