package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.http.BadMessageException;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.BodyFraming;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.ClientConnection;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.http.RequestHead;
import uz.fiskaldesk.http.Response;

/** Checks requests and passes them on by their path. The body of a request that is rejected by its head is not read. */
final class InboxHandler implements LoopbackServer.Handler {
    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(InboxHandler.class);
    private static final Pattern TARGET =
            Pattern.compile("(/payments/([^/?]+)/receipt|/payments/([^/?]+)|[^?]*)(?:\\?(.*))?");

    /** What is at a path. */
    private enum Endpoint {
        PAYMENTS("POST"),
        PAYMENT("GET"),
        RECEIPT("POST"),
        READY("GET"),
        DESCRIPTION("GET");

        private final String method;

        Endpoint(String method) {
            this.method = method;
        }
    }

    /**
     * A request whose head was accepted.
     *
     * @param id the transaction of the path; blank if there is none
     */
    private record Accepted(RequestHead head, Endpoint endpoint, String id, String query) {}

    private final Inbox.Services services;
    private final RequestGuard guard;
    private final InboxJson json;
    private final PaymentRequests payments;
    private final ReceiptRequests receipts;
    private final Readiness readiness;
    private final Response description;

    InboxHandler(Inbox.Services services, PaymentRequests payments, InboxJson json) throws IOException {
        this.services = services;
        this.guard = new RequestGuard(services.token());
        this.json = json;
        this.payments = payments;
        this.receipts = new ReceiptRequests(services, json);
        this.readiness = new Readiness(services);
        try (InputStream in = Objects.requireNonNull(InboxHandler.class.getResourceAsStream("openapi.json"))) {
            this.description = new Response(200, InboxJson.TYPE, new String(in.readAllBytes(), UTF_8));
        }
    }

    /** Ends the waiting for outcomes. */
    void stopWaiting() {
        receipts.stopWaiting();
    }

    @Override
    public boolean handle(RequestHead head, ClientConnection client) throws IOException, InterruptedException {
        BodyCopy content = BodyCopy.upTo(MOST_BYTES);
        Body body = new Body(head.framing(), client.in(), content);
        boolean last = head.isLast();
        try {
            Accepted request = accept(head, client.localPort());
            read(head, body, content, client);
            if (request.endpoint() == Endpoint.PAYMENTS) {
                client.answerLater(payments.handle(content.content()), last);
            } else {
                // The request may be about a payment that came just before.
                client.writePending();
                client.answer(answer(request, content.content()), last);
            }
            return !last;
        } catch (RejectedException e) {
            LOG.info("rejected a request with {}: {}", e.status(), e.sentence());
            // A client expects no content after HEAD, so that it would take it for the next response.
            last = last || !body.isComplete() || head.isHead();
            client.answer(e.response(), last);
        } catch (LedgerException e) {
            client.answer(PaymentRequests.failed(e), last);
        } catch (BadMessageException e) {
            last = true;
            client.answer(refusal(e), true);
        }
        if (!body.isComplete()) {
            client.drain(Inbox.LIMITS.drain());
        }
        return !last;
    }

    @Override
    public Response refusal(BadMessageException refused) {
        return InboxJson.error(
                refused.status(), "bad-request", "The request is not valid: " + refused.getMessage() + ".", List.of());
    }

    private Accepted accept(RequestHead head, int port) throws RejectedException {
        guard.checkSource(head, port);
        Accepted request = endpoint(head);
        if (!head.method().equals(request.endpoint().method)) {
            throw new RejectedException(
                    405,
                    "method",
                    "Only " + request.endpoint().method + " is possible here.",
                    "Allow: " + request.endpoint().method);
        }
        // The description has no secrets, and is read by people in a browser.
        if (request.endpoint() != Endpoint.DESCRIPTION) {
            guard.checkToken(head);
        }
        if (request.endpoint().method.equals("POST")) {
            guard.checkType(head);
        }
        return request;
    }

    private static Accepted endpoint(RequestHead head) throws RejectedException {
        Matcher target = TARGET.matcher(head.target());
        if (!target.matches()) {
            throw new RejectedException(404, "path", "There is nothing at this path.");
        }
        String query = Objects.requireNonNullElse(target.group(4), "");
        if (target.group(2) != null) {
            return new Accepted(head, Endpoint.RECEIPT, target.group(2), query);
        }
        if (target.group(3) != null) {
            return new Accepted(head, Endpoint.PAYMENT, target.group(3), query);
        }
        Endpoint endpoint = switch (target.group(1)) {
            case Inbox.PATH -> Endpoint.PAYMENTS;
            case "/ready" -> Endpoint.READY;
            case "/openapi.json" -> Endpoint.DESCRIPTION;
            default -> throw new RejectedException(404, "path", "There is nothing at this path.");
        };
        return new Accepted(head, endpoint, "", query);
    }

    private static void read(RequestHead head, Body body, BodyCopy content, ClientConnection client)
            throws IOException, RejectedException {
        boolean announced = head.framing() instanceof BodyFraming.Length(long bytes) && bytes > MOST_BYTES;
        if (head.expectsContinue() && !announced) {
            client.continueRequest();
        }
        byte[] buffer = new byte[body.isComplete() || announced ? 0 : ByteInput.BUFFER_SIZE];
        while (!announced && !body.isComplete() && !content.isTooLarge()) {
            body.read(buffer);
        }
        if (announced || content.isTooLarge()) {
            throw new RejectedException(413, "too-large", "The request is larger than " + (MOST_BYTES >> 20) + " MB.");
        }
    }

    private Response answer(Accepted request, byte[] body) throws RejectedException, InterruptedException {
        return switch (request.endpoint()) {
            case PAYMENT -> InboxJson.json(200, json.payment(payment(request.id())));
            case RECEIPT ->
                receipts.handle(payment(request.id()), body, sends(request.query()), readiness.terminalId());
            case READY -> readiness.answer();
            case DESCRIPTION -> description;
            case PAYMENTS -> throw new IllegalStateException("payments are answered when they are written");
        };
    }

    private static boolean sends(String query) throws RejectedException {
        return switch (query) {
            case "send=true" -> true;
            case "", "send=false" -> false;
            default -> throw new RejectedException(400, "query", "The only parameter is send=true or send=false.");
        };
    }

    private LedgerEntry payment(String id) throws RejectedException {
        Optional<LedgerEntry> found = services.providers().parse(decoded(id)).flatMap(services.ledger()::find);
        return found.orElseThrow(() -> new RejectedException(404, "no-such-payment", "There is no such payment."));
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
