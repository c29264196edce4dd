package uz.fiskaldesk.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation;
import uz.fiskaldesk.fiscalbox.ProviderApi;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.ClientConnection;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.http.RequestHead;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.support.AddressRange;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.support.Translations;

/**
 * A reverse proxy between a POS and its FiscalBox. Requests pass unchanged, and payments, receipts and refunds in them
 * are recorded; only confirmations of payments are sent through the ledger. Confirmations that were not sent because
 * FiscalBox was away are sent when it is back. Thread-safe.
 */
public final class Gateway implements BackgroundServer.Running {
    /** The name recorded with the acts of the gateway. */
    public static final String WHO = "POS";

    /** Of the body of a confirmation, in bytes. A request that does not fit into socket buffers could block for ever. */
    static final int CONFIRM_LIMIT = 64 << 10;

    /**
     * What the gateway works with.
     *
     * @param api the same that {@code confirmation} uses
     * @param pos recorded with attempts and acts; the cashier's name is {@link #WHO}
     * @param providers whose payments are noted and confirmed through the ledger; requests about others only pass
     * @param sendsAgain whether the gateway also sends again what could not be sent; false where the desk does it
     */
    public record Services(
            Ledger ledger,
            ReceiptReader receipts,
            Providers providers,
            FiscalBoxConnector fiscalBox,
            ForwardedConfirmation judge,
            PosApi api,
            ConfirmationWorkflow confirmation,
            Operator pos,
            Timeouts timeouts,
            Translations texts,
            GatewaySettings settings,
            boolean sendsAgain) {}

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    static final LoopbackServer.Limits LIMITS =
            new LoopbackServer.Limits(512, Duration.ofMinutes(5), null, null, Duration.ofSeconds(2));
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private final Services services;
    private final Consumer<Note> notes;
    private final Relay relay;
    private final TrafficObserver observer;
    private final ConfirmationRelay confirmations;
    private final GatewayRetries retries;
    private final LoopbackServer server;

    private Gateway(Services services, Access access, int port, Consumer<Note> listener) throws IOException {
        this.services = services;
        this.notes = note -> {
            try {
                listener.accept(note);
            } catch (RuntimeException e) {
                LOG.error("a note could not be delivered", e);
            }
        };
        this.relay = new Relay(services.fiscalBox());
        this.observer = new TrafficObserver(services, notes);
        this.confirmations = new ConfirmationRelay(services, notes);
        this.retries = new GatewayRetries(services, notes);
        this.server = LoopbackServer.start("gateway", access, port, LIMITS, this::handle);
    }

    /**
     * Starts the gateway.
     *
     * @param port 0 for any free port
     * @param notes called with everything that is noticed, on threads of the gateway
     * @throws ServerException if the port is in use, the address is not of this computer, or FiscalBox's address is this
     *     gateway
     */
    public static Gateway start(Services services, int port, Consumer<Note> notes) throws IOException {
        Access access = access(services.settings());
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", access.host())) {
            if (services.fiscalBox().host().equals(host + ":" + port)) {
                throw new ServerException("server.loop", services.fiscalBox().host());
            }
        }
        try {
            Gateway gateway = new Gateway(services, access, port, notes);
            gateway.retries.start();
            return gateway;
        } catch (BindException e) {
            LOG.debug("the port cannot be opened", e);
            throw ServerException.portInUse(port);
        }
    }

    private static Access access(GatewaySettings settings) throws IOException {
        Set<String> origins = Set.copyOf(settings.origins());
        if (settings.address() == null) {
            return new Access(Access.LOOPBACK.address(), List.of(), origins);
        }
        InetAddress address = AddressRange.address(settings.address()).orElseThrow();
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
            throw new ServerException("server.address-not-here", settings.address());
        }
        List<AddressRange> clients = settings.allow().stream()
                .map(AddressRange::parse)
                .flatMap(Optional::stream)
                .toList();
        return new Access(address, clients, origins);
    }

    /** The address for the POS: {@code http://127.0.0.1:8792}. */
    @Override
    public URI address() {
        return server.address();
    }

    private boolean handle(RequestHead request, ClientConnection client) throws IOException, InterruptedException {
        String path = request.method().equals("POST") ? request.path() : "";
        Optional<ProviderApi> confirmed =
                ProviderApi.ofPath(path).filter(api -> services.providers().contains(api.provider()));
        if (confirmed.isPresent()) {
            return confirm(confirmed.get(), request, client);
        }
        boolean isObserved = TrafficObserver.isObserved(request.method(), request.path());
        BodyCopy sent = isObserved ? BodyCopy.upTo(TrafficObserver.CONTENT_LIMIT) : BodyCopy.none();
        Body body = new Body(request.framing(), client.in(), sent);
        Relay.Observer responses = isObserved ? new Responses(request, sent) : Relay.NOBODY;
        return relay.pass(new Relay.Passage(request, new byte[0], body, false), client, responses);
    }

    /** Notes an exchange before the end of its response is passed on. */
    private final class Responses implements Relay.Observer {
        private final RequestHead request;
        private final BodyCopy sent;
        private final BodyCopy content = BodyCopy.upTo(TrafficObserver.CONTENT_LIMIT);

        Responses(RequestHead request, BodyCopy sent) {
            this.request = request;
            this.sent = sent;
        }

        @Override
        public BodyCopy content() {
            return content;
        }

        @Override
        public void received(ResponseHead response) {
            if (sent.isTooLarge() || content.isTooLarge()) {
                LOG.warn("an exchange with {} is too large to be noted", request.path());
                return;
            }
            observer.passed(new TrafficObserver.Exchange(
                    request.method(),
                    request.path(),
                    ContentCoding.decoded(request.head(), sent.content(), TrafficObserver.CONTENT_LIMIT),
                    response.status(),
                    ContentCoding.decoded(response.head(), content.content(), TrafficObserver.CONTENT_LIMIT)));
            try {
                observer.settle();
            } catch (InterruptedException e) {
                // The gateway is closing; the POS still gets the response.
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean confirm(ProviderApi api, RequestHead request, ClientConnection client)
            throws IOException, InterruptedException {
        BodyCopy content = BodyCopy.upTo(CONFIRM_LIMIT);
        Body body = new Body(request.framing(), client.in(), content);
        boolean expects = request.expectsContinue();
        if (expects) {
            client.continueRequest();
        }
        byte[] raw = read(body, content);
        Optional<PosConfirmation> pair = body.isComplete() && !content.isTooLarge()
                ? PosConfirmation.parse(
                        api,
                        ContentCoding.decoded(request.head(), content.content(), CONFIRM_LIMIT)
                                .content(),
                        services.receipts())
                : Optional.empty();
        if (pair.isEmpty()) {
            notes.accept(Note.of(services.pos().clock().instant(), Note.Kind.PASSED, null, "NOT_A_PAIR", null));
            return relay.pass(new Relay.Passage(request, raw, body, expects), client, Relay.NOBODY);
        }
        observer.settle();
        ForwardedRequest forwarded = new ForwardedRequest(
                services.fiscalBox(),
                services.judge(),
                UpstreamHead.of(request, services.fiscalBox(), expects),
                raw,
                services.timeouts().answer());
        return answer(confirmations.confirm(pair.get(), forwarded), request, client);
    }

    /** Reads a body as it is on the wire, up to the limit of its copy. */
    private static byte[] read(Body body, BodyCopy content) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] buffer = new byte[ByteInput.BUFFER_SIZE];
        while (!body.isComplete() && !content.isTooLarge() && raw.size() <= CONFIRM_LIMIT) {
            raw.write(buffer, 0, Math.max(body.read(buffer), 0));
        }
        return raw.toByteArray();
    }

    /** Returns whether the connection can be used for another request. */
    private static boolean answer(PosAnswer answer, RequestHead request, ClientConnection client) throws IOException {
        boolean last = request.isLast();
        switch (answer) {
            case PosAnswer.Forwarded forwarded -> {
                last = last || forwarded.response().head().isLast();
                forwarded.response().writeTo(client.out(), last);
            }
            case PosAnswer.Empty empty -> client.answer(empty.status(), last);
            case PosAnswer.Envelope envelope -> client.answer(new Response(200, JSON_TYPE, envelope.json()), last);
        }
        return !last;
    }

    /** Accepts no more requests and waits for those in progress; see {@link LoopbackServer#close}. */
    @Override
    public void close() {
        server.close();
        retries.close();
        observer.close();
    }
}
