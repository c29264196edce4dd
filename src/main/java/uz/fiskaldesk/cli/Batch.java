package uz.fiskaldesk.cli;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Sent;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/**
 * Sends payments concurrently, so that a request that hangs does not delay others, and collects the worst exit code.
 * {@link #send} blocks while the maximum number of requests is active, so that a long list is never loaded into memory
 * as a whole. {@link Sender} queues without a limit and is not used for that reason.
 */
final class Batch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final ConfirmationWorkflow confirmation;
    private final Translations texts;
    private final Messages messages;
    private final PaymentLines lines;
    private final Output output;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(Sender.MAX_CONCURRENT);
    private ExitCode worst = ExitCode.DONE;

    Batch(Services services, Output output) {
        this.confirmation = services.confirmation();
        this.texts = services.translations();
        this.messages = services.messages();
        this.lines = new PaymentLines(services);
        this.output = output;
    }

    /** Waits until a request may start, then sends the payment on another thread. */
    void send(LedgerEntry entry) throws InterruptedException {
        permits.acquire();
        threads.execute(() -> {
            try {
                done(attempt(entry));
            } finally {
                permits.release();
            }
        });
    }

    private ExitCode attempt(LedgerEntry entry) {
        try {
            return report(confirmation.send(entry));
        } catch (LedgerException e) {
            LOG.error("Cannot write {} to the ledger", entry.transactionId(), e);
            output.say(entry.transactionId() + "  " + messages.ledgerError(e));
            return ExitCode.TROUBLE;
        } catch (RuntimeException e) {
            LOG.error("Sending {} failed unexpectedly", entry.transactionId(), e);
            output.say(texts.get("cli.retry.unexpected", entry.transactionId()));
            return ExitCode.TROUBLE;
        }
    }

    private ExitCode report(Sent result) {
        return switch (result) {
            case Sent.Done done -> {
                output.result(lines.outcome(done.entry(), done.outcome()));
                if (done.entry().state() != PaymentState.CONFIRMED) {
                    output.say(done.entry().transactionId() + "  " + lines.advice(done.entry(), done.outcome()));
                }
                yield ExitCode.after(done.entry(), done.outcome());
            }
            // Another process changed the payment first.
            case Sent.NotAllowed notNow -> {
                LedgerEntry now = notNow.current();
                output.say(
                        now.conflict()
                                ? texts.get("cli.conflict", now.transactionId())
                                : texts.get("cli.cannot-be-sent", now.transactionId(), messages.state(now)));
                // The process that is sending the payment reports its outcome.
                yield now.state() == PaymentState.SENDING && !now.conflict() ? ExitCode.DONE : ExitCode.of(now);
            }
        };
    }

    private synchronized void done(ExitCode code) {
        worst = worst.or(code);
    }

    /** Waits for all requests and returns the worst exit code. */
    ExitCode worst() throws InterruptedException {
        permits.acquire(Sender.MAX_CONCURRENT);
        permits.release(Sender.MAX_CONCURRENT);
        synchronized (this) {
            return worst;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
