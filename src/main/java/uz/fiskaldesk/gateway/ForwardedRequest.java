package uz.fiskaldesk.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation.End;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A confirmation as the POS has sent it. It is sent to FiscalBox at most once, and the complete response is kept for the
 * POS. Confined to one thread.
 */
final class ForwardedRequest {
    /** A complete response. */
    static final class Response {
        private final ResponseHead head;
        private final byte[] body;

        private Response(ResponseHead head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        ResponseHead head() {
            return head;
        }

        /** Sends it, with chunk framing if there is any. */
        void writeTo(OutputStream out, boolean last) throws IOException {
            out.write(head.forwarded(last));
            out.write(body);
            out.flush();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedRequest.class);

    private final FiscalBoxConnector fiscalBox;
    private final ForwardedConfirmation judge;
    private final byte[] head;
    private final byte[] body;
    private final Duration answerTimeout;
    private long deadline;
    private @Nullable Response response;
    private @Nullable Outcome outcome;

    /** @param answerTimeout from the connection to the last byte of the response */
    ForwardedRequest(
            FiscalBoxConnector fiscalBox,
            ForwardedConfirmation judge,
            byte[] head,
            byte[] body,
            Duration answerTimeout) {
        this.fiscalBox = fiscalBox;
        this.judge = judge;
        this.head = head;
        this.body = body;
        this.answerTimeout = answerTimeout;
    }

    /** The response for the POS; null if none was received completely. */
    @Nullable
    Response response() {
        return response;
    }

    /** Null if it was not sent. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /**
     * Sends the request and judges the response. Never throws for failures of the network.
     *
     * @param maySend asked when the connection is open; if it is false, nothing is sent
     */
    Outcome send(TransactionId transaction, BooleanSupplier maySend) {
        if (outcome != null) {
            throw new IllegalStateException("a request is forwarded once");
        }
        deadline = System.nanoTime() + answerTimeout.toNanos();
        Outcome judged = switch (fiscalBox.connect()) {
            case FiscalBoxConnector.Connection.Failed failed -> failed.why();
            case FiscalBoxConnector.Connection.Open open
            when isOver() || !maySend.getAsBoolean() -> abandoned(open.socket());
            case FiscalBoxConnector.Connection.Open open -> exchange(transaction, open.socket());
        };
        outcome = judged;
        LOG.info("the POS confirms {}: {}", transaction, judged);
        return judged;
    }

    private boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Too much time has passed, as after this process stood still: nothing is sent. */
    private static Outcome abandoned(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection to FiscalBox could not be closed: {}", e.getMessage());
        }
        return new Outcome.NotSent(
                Outcome.NotSentReason.CONNECT_TIMEOUT, Answer.ofMessage("connected too late to send"), null);
    }

    private Outcome exchange(TransactionId transaction, Socket socket) {
        ResponseHead received;
        try (UpstreamConnection upstream = new UpstreamConnection(socket, this::remainingMillis)) {
            try {
                write(upstream);
                do {
                    received = ResponseHead.read(upstream.in(), false);
                } while (received.isInterim());
            } catch (IOException e) {
                return judge.unanswered(e);
            }
            return judged(transaction, received, upstream);
        } catch (IOException e) {
            return judge.unanswered(e);
        }
    }

    private void write(UpstreamConnection upstream) {
        try {
            upstream.out().write(head);
            upstream.out().write(body);
            upstream.out().flush();
        } catch (IOException e) {
            // FiscalBox may have answered early and closed; if so, the response can be read, and else reading fails
            // too.
            LOG.debug("the request was not taken completely: {}", e.getMessage());
        }
    }

    private Outcome judged(TransactionId transaction, ResponseHead received, UpstreamConnection upstream) {
        BodyCopy copy = BodyCopy.upTo(ForwardedConfirmation.BODY_LIMIT);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        End end = read(new Body(received.framing(), upstream.in(), copy), copy, raw);
        if (end == End.COMPLETE) {
            response = new Response(received, raw.toByteArray());
        }
        ContentCoding decoded =
                ContentCoding.decoded(received.head(), copy.content(), ForwardedConfirmation.BODY_LIMIT);
        return judge.answered(transaction, received.status(), decoded.headers(), decoded.content(), end);
    }

    private static End read(Body from, BodyCopy copy, ByteArrayOutputStream raw) {
        byte[] buffer = new byte[ByteInput.BUFFER_SIZE];
        try {
            while (!from.isComplete()) {
                raw.write(buffer, 0, Math.max(from.read(buffer), 0));
                if (copy.isTooLarge() || raw.size() > 2 * ForwardedConfirmation.BODY_LIMIT) {
                    return End.TOO_LARGE;
                }
            }
            return End.COMPLETE;
        } catch (SocketTimeoutException e) {
            return End.TIMED_OUT;
        } catch (IOException e) {
            return End.BROKEN_OFF;
        }
    }

    private int remainingMillis() throws SocketTimeoutException {
        long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (remaining <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(remaining, Integer.MAX_VALUE);
    }
}
