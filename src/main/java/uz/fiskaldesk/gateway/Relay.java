package uz.fiskaldesk.gateway;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.ClientConnection;
import uz.fiskaldesk.http.MessageHead;
import uz.fiskaldesk.http.RequestHead;

/**
 * Passes one request on to FiscalBox and its response back, both while they arrive. Each request has its own connection
 * to FiscalBox and nothing is ever sent a second time. If there is no response, the client gets 502, or 504 after a
 * timeout, without a body. Thread-safe.
 */
final class Relay {
    /**
     * A request to be passed on.
     *
     * @param begun the part of the body that was read already
     * @param body the rest of the body
     * @param expectAnswered whether the gateway has told the client to send the body
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Passage(RequestHead head, byte[] begun, Body body, boolean expectAnswered) {
        Passage {
            begun = begun.clone();
        }
    }

    /** Learns the response of a passage. */
    interface Observer {
        /** Receives the content of the response. */
        BodyCopy content();

        /**
         * The response was received completely. Its end is passed on when this returns, so that what it says is not lost if
         * this process dies then.
         */
        void received(ResponseHead response);
    }

    /** Learns nothing. */
    static final Observer NOBODY = new Observer() {
        @Override
        public BodyCopy content() {
            return BodyCopy.none();
        }

        @Override
        public void received(ResponseHead response) {}
    };

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** How long FiscalBox may be silent. Long polls take two minutes. */
    private static final int SILENCE_MILLIS = (int) Duration.ofMinutes(10).toMillis();

    /** How long a complete response waits for the rest of the request body, so that the connection can be kept. */
    private static final Duration REST_OF_BODY = Duration.ofMillis(50);

    /** How long a client may go on sending a body after its response. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final FiscalBoxConnector fiscalBox;

    Relay(FiscalBoxConnector fiscalBox) {
        this.fiscalBox = fiscalBox;
    }

    /**
     * Passes a request on and its response back.
     *
     * @return whether the client's connection can be used for another request
     * @throws IOException if the client has gone
     */
    boolean pass(Passage passage, ClientConnection client, Observer observer) throws IOException, InterruptedException {
        switch (fiscalBox.connect()) {
            case FiscalBoxConnector.Connection.Failed failed -> {
                LOG.info("no connection to FiscalBox: {}", failed.why());
                boolean last = passage.head().isLast() || !passage.body().isComplete();
                client.answer(502, last);
                if (!passage.body().isComplete()) {
                    client.drain(DRAIN);
                }
                return !last;
            }
            case FiscalBoxConnector.Connection.Open open -> {
                try (UpstreamConnection upstream = new UpstreamConnection(open.socket(), () -> SILENCE_MILLIS)) {
                    return exchange(passage, client, upstream, observer);
                }
            }
        }
    }

    private boolean exchange(Passage passage, ClientConnection client, UpstreamConnection upstream, Observer observer)
            throws IOException, InterruptedException {
        BodyPump pump =
                BodyPump.start(UpstreamHead.of(passage.head(), fiscalBox, passage.expectAnswered()), passage, upstream);
        ResponseHead response;
        do {
            try {
                response = ResponseHead.read(upstream.in(), passage.head().isHead());
            } catch (IOException e) {
                LOG.info("no answer of FiscalBox: {}", e.getMessage());
                return unanswered(pump, passage, client, e instanceof SocketTimeoutException ? 504 : 502);
            }
            if (response.isInterim() && passage.head().isHttp11()) {
                client.out()
                        .write(MessageHead.bytes(
                                response.head().startLine(),
                                response.head().fields().stream()
                                        .map(MessageHead.Field::line)
                                        .toList()));
                client.out().flush();
            }
        } while (response.isInterim());
        boolean bodyDone = pump.isDoneWithin(REST_OF_BODY);
        boolean last = passage.head().isLast() || response.isLast() || !bodyDone;
        client.out().write(response.forwarded(last));
        try {
            new Body(response.framing(), upstream.in(), observer.content()).copyTo(client.out());
        } catch (IOException e) {
            LOG.info("a response ended early: {}", e.getMessage());
            client.abort();
            return false;
        }
        observer.received(response);
        client.out().flush();
        awaitRest(bodyDone, pump, client);
        return !last;
    }

    private static boolean unanswered(BodyPump pump, Passage passage, ClientConnection client, int status)
            throws IOException, InterruptedException {
        if (pump.clientFailed()) {
            return false;
        }
        boolean bodyDone = pump.isDoneWithin(REST_OF_BODY);
        boolean last = passage.head().isLast() || !bodyDone;
        client.answer(status, last);
        awaitRest(bodyDone, pump, client);
        return !last;
    }

    private static void awaitRest(boolean bodyDone, BodyPump pump, ClientConnection client)
            throws IOException, InterruptedException {
        if (!bodyDone) {
            client.endOutput();
            boolean _ = pump.isDoneWithin(DRAIN);
        }
    }
}
