package uz.fiskaldesk.inbox;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.PeriodicTask;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.wording.Messages;

/**
 * An HTTP server with which another program on this computer, such as the POS, adds payments and receipts; see
 * {@code openapi.json}. It listens on the loopback address only, and rejects every request without the token and every
 * request that a web page could cause a browser to send. A payment is on disk before it is answered. Sending a payment or a
 * receipt twice is harmless.
 */
public final class Inbox implements BackgroundServer.Running {
    /** The name recorded with the acts of the inbox. */
    public static final String WHO = "inbox";

    public static final String PATH = "/payments";

    /** The number of payments that may wait to be written, many seconds' worth. */
    static final int MOST_WAITING = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration SLOWEST = Duration.ofSeconds(20);
    static final LoopbackServer.Limits LIMITS =
            new LoopbackServer.Limits(200, Duration.ofMinutes(1), SLOWEST, SLOWEST, Duration.ofMillis(300));

    /** Receives what has been done, on threads of the inbox. */
    public interface Listener {
        /** A payment was added, was known, or was refused. */
        void payment(RowReport report);

        /** A request with a receipt was carried out. */
        void receipt(LedgerEntry entry, String result);

        /** Calls {@code changed} when the ledger may have changed. */
        static Listener of(Runnable changed) {
            return new Listener() {
                @Override
                public void payment(RowReport report) {
                    changed.run();
                }

                @Override
                public void receipt(LedgerEntry entry, String result) {
                    changed.run();
                }
            };
        }
    }

    /**
     * What the inbox works with.
     *
     * @param confirmation of {@code pos}
     * @param payments of {@code pos}
     * @param providers whose payments are taken
     * @param pos recorded with attempts and acts; the cashier's name is {@link #WHO}
     * @param answerTimeout how long a client waits for the outcome of a confirmation
     * @param sendsAgain whether the inbox also sends again what could not be sent
     */
    public record Services(
            Ledger ledger,
            ConfirmationWorkflow confirmation,
            FiscalApi fiscalBox,
            Import payments,
            ReceiptReader receipts,
            Providers providers,
            Operator pos,
            InboxToken token,
            Messages messages,
            Duration answerTimeout,
            boolean sendsAgain,
            Listener listener) {}

    private final Services services;
    private final PaymentRequests payments;
    private final InboxHandler handler;
    private final LoopbackServer server;
    private final Sender sender;
    private final PeriodicTask retries;
    private Instant recovered = Instant.EPOCH;

    private Inbox(Services services, PaymentRequests payments, InboxHandler handler, LoopbackServer server) {
        this.services = services;
        this.payments = payments;
        this.handler = handler;
        this.server = server;
        this.sender = new Sender(
                services.confirmation(), services.ledger(), services.pos().clock(), new RetryListener());
        this.retries = new PeriodicTask(
                "inbox-retries",
                TICK,
                TICK,
                services.sendsAgain() ? this::tick : services.confirmation()::recordUnrecorded,
                e -> LOG.warn("confirmations cannot be retried now", e));
    }

    /**
     * Starts the server.
     *
     * @param port 0 for any free port
     * @throws ServerException if the port is in use
     */
    public static Inbox start(Services services, int port) throws IOException {
        return start(services, port, MOST_WAITING);
    }

    /** @param mostWaiting the number of payments that may wait to be written */
    static Inbox start(Services services, int port, int mostWaiting) throws IOException {
        InboxJson json = new InboxJson(services.messages());
        PaymentRequests payments = new PaymentRequests(services, json, mostWaiting);
        try {
            InboxHandler handler = new InboxHandler(services, payments, json);
            Inbox inbox = new Inbox(services, payments, handler, LoopbackServer.start("inbox", port, LIMITS, handler));
            inbox.retries.start();
            return inbox;
        } catch (BindException e) {
            LOG.debug("the port cannot be opened", e);
            payments.close();
            throw ServerException.portInUse(port);
        } catch (IOException | RuntimeException e) {
            payments.close();
            throw e;
        }
    }

    private void tick() {
        Instant now = services.pos().clock().instant();
        if (Deadlines.isElapsed(recovered, RECOVERY, now)) {
            recovered = now;
            services.ledger().recoverInterrupted(now);
        }
        sender.tick();
    }

    /** The URL for posting payments. */
    @Override
    public URI address() {
        return server.address().resolve(PATH);
    }

    /** Accepts no more requests and waits for those in progress. */
    @Override
    public void close() {
        handler.stopWaiting();
        server.close();
        retries.close();
        sender.close();
        payments.close();
    }

    /** Reports what becomes of payments that are sent again. */
    private final class RetryListener implements Sender.Listener {
        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            if (result instanceof ConfirmationWorkflow.Sent.Done done) {
                services.listener()
                        .receipt(
                                done.entry(),
                                ReceiptRequests.Result.of(done.entry()).code());
            }
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            LOG.warn("{} could not be sent again: the ledger failed", id);
        }
    }
}
