package uz.fiskaldesk.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.Confirmation.Sent;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.wording.Wording;

/**
 * Sends payments, a few beside each other, so that one that hangs holds up no other, and keeps the worst exit code.
 * Takes only as many as it works on, so that a long list is never all in memory.
 */
final class Batch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Confirmation confirmation;
    private final Texts texts;
    private final Wording wording;
    private final Lines lines;
    private final Screen screen;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(Sender.MAX_CONCURRENT);
    private ExitCode worst = ExitCode.DONE;

    Batch(Services services, Screen screen) {
        this.confirmation = services.confirmation();
        this.texts = services.texts();
        this.wording = new Wording(texts, services.clock());
        this.lines = new Lines(services);
        this.screen = screen;
    }

    /** Waits for a free place and sends the payment on a thread of its own. */
    void send(LedgerEntry entry) throws InterruptedException {
        places.acquire();
        threads.execute(() -> {
            try {
                done(attempt(entry));
            } finally {
                places.release();
            }
        });
    }

    private ExitCode attempt(LedgerEntry entry) {
        try {
            return report(confirmation.send(entry));
        } catch (LedgerException e) {
            LOG.error("the ledger could not take {}", entry.transactionId(), e);
            screen.say(entry.transactionId() + "  " + wording.trouble(e));
            return ExitCode.TROUBLE;
        } catch (RuntimeException e) {
            LOG.error("sending {} failed unexpectedly", entry.transactionId(), e);
            screen.say(texts.get("cli.retry.unexpected", entry.transactionId()));
            return ExitCode.TROUBLE;
        }
    }

    private ExitCode report(Sent result) {
        return switch (result) {
            case Sent.Done done -> {
                screen.result(lines.outcome(done.entry(), done.outcome()));
                if (done.entry().state() != PaymentState.CONFIRMED) {
                    screen.say(done.entry().transactionId() + "  " + lines.advice(done.entry(), done.outcome()));
                }
                yield ExitCode.after(done.entry(), done.outcome());
            }
            // Another till or the desk was faster.
            case Sent.NotNow notNow -> {
                LedgerEntry now = notNow.current();
                screen.say(
                        now.conflict()
                                ? texts.get("cli.conflict", now.transactionId())
                                : texts.get("cli.cannot-be-sent", now.transactionId(), wording.state(now.state())));
                // Whoever is sending it reports the outcome; nothing of it is left to do here.
                yield now.state() == PaymentState.SENDING && !now.conflict() ? ExitCode.DONE : ExitCode.of(now);
            }
        };
    }

    private synchronized void done(ExitCode code) {
        worst = worst.or(code);
    }

    /** Waits for what is under way and tells the worst that came of all. */
    ExitCode worst() throws InterruptedException {
        places.acquire(Sender.MAX_CONCURRENT);
        places.release(Sender.MAX_CONCURRENT);
        synchronized (this) {
            return worst;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
