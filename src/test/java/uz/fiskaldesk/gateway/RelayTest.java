package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.http.RequestHead;

/** What arrives at FiscalBox is what the POS has sent, and the other way round, byte by byte. */
@Timeout(60)
class RelayTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));

    private @Nullable ScriptedUpstream upstream;
    private @Nullable LoopbackServer gateway;

    private ScriptedUpstream upstream(ScriptedUpstream.Script script) throws IOException {
        ScriptedUpstream started = ScriptedUpstream.start(script);
        upstream = started;
        gateway(started.address());
        return started;
    }

    private void gateway(FiscalBoxAddress address) throws IOException {
        Relay relay = new Relay(new FiscalBoxConnector(address, TIMEOUTS, ProxySetting.none()));
        gateway = LoopbackServer.start("gateway", 0, Gateway.LIMITS, (request, client) -> {
            Body body = new Body(request.framing(), client.in(), BodyCopy.none());
            return relay.pass(new Relay.Passage(request, new byte[0], body, false), client, Relay.NOBODY);
        });
    }

    private URI address() {
        return Objects.requireNonNull(gateway).address();
    }

    @AfterEach
    void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    /**
     * An exchange; {@code {pos}} and {@code {box}} are the two hosts.
     *
     * @param seen what FiscalBox receives
     * @param received what the POS receives
     */
    record Exchange(String name, String sent, String seen, String answered, String received) {
        /** The response is passed on as it is, and the connection is kept. */
        Exchange(String name, String sent, String seen, String answered) {
            this(name, sent, seen, answered, answered);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Exchange> exchanges() {
        String host = "Host: {pos}\r\n";
        String box = "Host: {box}\r\n";
        String close = "Connection: close\r\n";
        List<Exchange> all = new ArrayList<>();
        all.add(
                new Exchange(
                        "order and case of headers, repeated and empty ones, bytes above 127",
                        "GET /info/?a=%20&b=1+2&&c HTTP/1.1\r\nx-b:1\r\n" + host
                                + "ACCEPT:  */*  \r\nX-B: 2\r\nX-Empty:\r\nX-Text: caf\u00e9 \u00ff\r\n\r\n",
                        "GET /info/?a=%20&b=1+2&&c HTTP/1.1\r\nx-b:1\r\n" + box
                                + "ACCEPT:  */*  \r\nX-B: 2\r\nX-Empty:\r\nX-Text: caf\u00e9 \u00ff\r\n" + close
                                + "\r\n",
                        "HTTP/1.1 200 Yaxshi\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nDATE: now\r\ncontent-length: 2\r\n\r\nok"));
        all.add(new Exchange(
                "a body with Content-Length",
                "POST /order/create/ HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n\u0000\r\n\u00ff!",
                "POST /order/create/ HTTP/1.1\r\n" + box + "Content-Length: 5\r\n" + close + "\r\n\u0000\r\n\u00ff!",
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>\n"));
        all.add(new Exchange(
                "chunks with extensions and trailers",
                "PUT /x HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "5;name=\"v\"\r\nhello\r\n00A \r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n",
                "PUT /x HTTP/1.1\r\n" + box + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n" + close + "\r\n"
                        + "5;name=\"v\"\r\nhello\r\n00A \r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;e\r\nabc\r\n0\r\nX-T: 1\r\n\r\n"));
        all.add(new Exchange(
                "any method and target",
                "X-ODD /a//b/../c;d?x=/payment/anor HTTP/1.1\r\n" + host + "\r\n",
                "X-ODD /a//b/../c;d?x=/payment/anor HTTP/1.1\r\n" + box + close + "\r\n",
                OK));
        all.add(new Exchange(
                "the absolute form of a target",
                "GET http://{pos}/info/?x HTTP/1.1\r\n" + host + "\r\n",
                "GET /info/?x HTTP/1.1\r\n" + box + close + "\r\n",
                OK));
        all.add(new Exchange(
                "OPTIONS *",
                "OPTIONS * HTTP/1.1\r\n" + host + "\r\n",
                "OPTIONS * HTTP/1.1\r\n" + box + close + "\r\n",
                OK));
        all.add(new Exchange(
                "HEAD",
                "HEAD / HTTP/1.1\r\n" + host + "\r\n",
                "HEAD / HTTP/1.1\r\n" + box + close + "\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"));
        for (String bodyless : List.of("204 No Content\r\n", "304 Not Modified\r\nContent-Length: 7\r\n")) {
            all.add(new Exchange(
                    bodyless.substring(0, 3),
                    "GET / HTTP/1.1\r\n" + host + "\r\n",
                    "GET / HTTP/1.1\r\n" + box + close + "\r\n",
                    "HTTP/1.1 " + bodyless + "\r\n"));
        }
        all.add(new Exchange(
                "interim responses",
                "GET / HTTP/1.1\r\n" + host + "\r\n",
                "GET / HTTP/1.1\r\n" + box + close + "\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK));
        all.add(new Exchange(
                "a body that ends with the connection",
                "GET / HTTP/1.1\r\n" + host + "\r\n",
                "GET / HTTP/1.1\r\n" + box + close + "\r\n",
                "HTTP/1.1 200 OK\r\nX: y\r\n\r\nall of it",
                "HTTP/1.1 200 OK\r\nX: y\r\nConnection: close\r\n\r\nall of it"));
        all.add(new Exchange(
                "HTTP/1.0",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\n" + box + close + "\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        all.add(new Exchange(
                "fields of one connection",
                "GET / HTTP/1.1\r\n" + host + "Connection: X-Mine, Upgrade, close\r\nX-Mine: 1\r\nUpgrade: h2c\r\n"
                        + "Keep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Connection: x\r\nX-Yours: 2\r\n\r\n",
                "GET / HTTP/1.1\r\n" + box + "X-Yours: 2\r\n" + close + "\r\n",
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=9\r\nConnection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        all.add(new Exchange(
                "Content-Length beside Transfer-Encoding in a response",
                "GET / HTTP/1.1\r\n" + host + "\r\n",
                "GET / HTTP/1.1\r\n" + box + close + "\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void passesEveryByteOnInBothDirections(Exchange exchange) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        ScriptedUpstream box = upstream(peer -> {
            String expected = exchange.seen().replace("{box}", hostOf(upstream));
            seen.complete(peer.read(expected.length()));
            peer.send(exchange.answered());
        });
        String pos = "127.0.0.1:" + address().getPort();
        try (RawPos client = new RawPos(address())) {
            client.send(exchange.sent().replace("{pos}", pos));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(exchange.seen().replace("{box}", box.host()));
            assertThat(client.read(exchange.received().length())).isEqualTo(exchange.received());
            if (exchange.received().contains("Connection: close")) {
                assertThat(client.rest()).isEmpty();
            }
        }
        assertThat(box.connections()).isEqualTo(1);
    }

    private static String hostOf(@Nullable ScriptedUpstream upstream) {
        return Objects.requireNonNull(upstream).host();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    @Test
    void answersPipelinedRequestsInTheirOrderOnOneConnection() throws Exception {
        ScriptedUpstream box =
                upstream(peer -> peer.answer(peer.request().lines().findFirst().orElseThrow()));
        try (RawPos pos = new RawPos(address())) {
            pos.send("\r\n" + get("/1") + "POST /2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
                    + get("/3"));
            assertThat(pos.send("GET /4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .rest())
                    .containsSubsequence("GET /1 HTTP", "POST /2 HTTP", "GET /3 HTTP", "GET /4 HTTP");
        }
        assertThat(box.connections()).isEqualTo(4);
    }

    @Test
    void sendsTheBodyOnlyWhenFiscalBoxAsksForIt() throws Exception {
        upstream(peer -> {
            assertThat(peer.head()).contains("Expect: 100-continue\r\n");
            assertThat(peer.in().available()).isZero();
            peer.send("HTTP/1.1 100 Continue\r\n\r\n");
            peer.answer(peer.read(3));
        });
        try (RawPos pos = new RawPos(address())) {
            pos.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(pos.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nabc";
            assertThat(pos.send("abc").read(answer.length())).isEqualTo(answer);
        }
    }

    @Test
    void passesAnEarlyAnswerOnWhileTheBodyIsStillBeingSent() throws Exception {
        upstream(peer -> {
            peer.head();
            peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        });
        try (RawPos pos = new RawPos(address())) {
            pos.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nbeginning");
            assertThat(pos.rest())
                    .startsWith("HTTP/1.1 413 Content Too Large\r\n")
                    .contains("Connection: close\r\n");
        }
    }

    /** The client sends the next part only after the one before has come back, so nothing can wait for the whole body. */
    @Test
    void streamsTenMegabytesInBothDirectionsAtOnce() throws Exception {
        int size = 10 << 20;
        int part = 64 << 10;
        upstream(peer -> {
            peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] buffer = new byte[8192];
            int left = size;
            while (left > 0) {
                int count = peer.in().read(buffer);
                peer.out().write(buffer, 0, count);
                left -= count;
            }
        });
        byte[] sent = new byte[size];
        new Random(7).nextBytes(sent);
        try (RawPos pos = new RawPos(address())) {
            pos.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            InputStream in = pos.in();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += pos.read(1);
            }
            for (int at = 0; at < size; at += part) {
                pos.out().write(sent, at, part);
                assertThat(in.readNBytes(part)).isEqualTo(Arrays.copyOfRange(sent, at, at + part));
            }
        }
    }

    @Test
    void letsManyConnectionsWaitForTheirLongPollsAtOnce() throws Exception {
        int polls = 40;
        CountDownLatch waiting = new CountDownLatch(polls);
        upstream(peer -> {
            String path = peer.request().split(" ", -1)[1];
            waiting.countDown();
            waiting.await();
            peer.answer(path);
        });
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < polls; i++) {
                String request = "GET /" + i + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                answers.add(clients.submit(() -> RawPos.ask(address(), request)));
            }
            for (int i = 0; i < polls; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).endsWith("\r\n\r\n/" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n",
                "Content-Length: 3, 4\r\n",
                "Content-Length: +3\r\n",
                "Content-Length: 0x3\r\n",
                "Content-Length:\r\n",
                "Content-Length : 3\r\n",
                "Content-Length\t: 3\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: \u000bchunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n",
                "Transfer-Encoding:\r\n",
                "X: a\r\n folded: b\r\n",
                "X: a\rY: b\r\n",
                "X: a\nContent-Length: 3\r\n",
                "X: \u0000\r\n",
                ": no name\r\n",
                "no colon\r\n",
                "Host: other\r\n",
                "Connection: content-length\r\nContent-Length: 3\r\n",
            })
    void refusesARequestThatTwoServersCouldReadDifferently(String fields) throws Exception {
        ScriptedUpstream box = upstream(peer -> peer.answer("not reached"));
        String request = "POST / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\nabc";
        assertThat(RawPos.ask(address(), request))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("Connection: close\r\n");
        assertThat(box.connections()).isZero();
    }

    @Test
    void refusesWhatItDoesNotSupport() throws Exception {
        ScriptedUpstream box = upstream(peer -> peer.answer("not reached"));
        String host = " HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(RawPos.ask(address(), "CONNECT a:443" + host + "\r\n")).startsWith("HTTP/1.1 501 ");
        assertThat(RawPos.ask(address(), "GET /" + host + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
                .startsWith("HTTP/1.1 501 ");
        assertThat(RawPos.ask(address(), "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 505 ");
        assertThat(RawPos.ask(address(), "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(RawPos.ask(address(), "GET http://other/ HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(RawPos.ask(address(), "GET /" + host + "X: " + "y".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        // A web page that has bound its own name to this computer.
        assertThat(RawPos.ask(address(), "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(box.connections()).isZero();
    }

    @Test
    void answers502IfFiscalBoxIsAwayAndKeepsTheConnection() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        gateway(FiscalBoxAddress.parse("http://127.0.0.1:" + port).orElseThrow());
        try (RawPos pos = new RawPos(address())) {
            String expected = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
            assertThat(pos.send(get("/")).read(expected.length())).isEqualTo(expected);
            assertThat(pos.send(get("/")).read(expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void doesNotSendARequestASecondTimeIfTheConnectionIsLost() throws Exception {
        ScriptedUpstream box = upstream(peer -> {
            peer.request();
            peer.reset();
        });
        try (RawPos pos = new RawPos(address())) {
            String expected = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
            assertThat(pos.send(get("/")).read(expected.length())).isEqualTo(expected);
        }
        assertThat(box.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nabc"})
    void aTruncatedResponseIsNotPassedOnAsACompleteOne(String truncated) throws Exception {
        upstream(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n" + truncated);
        });
        try (RawPos pos = new RawPos(address())) {
            pos.send(get("/"));
            assertThatThrownBy(pos::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRequestWhoseBodyIsCutOffIsCutOffForFiscalBoxToo() throws Exception {
        CompletableFuture<Integer> received = new CompletableFuture<>();
        upstream(peer -> {
            peer.head();
            received.complete(peer.in().readAllBytes().length);
        });
        try (RawPos pos = new RawPos(address())) {
            pos.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
        }
        assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void normalisesThePathByWhichAnEndpointIsRecognised() throws Exception {
        for (String target : List.of(
                "/payment/anor_confirm",
                "/payment/anor_confirm/",
                "/payment/anor_confirm//?a=/b",
                "//payment//anor_confirm",
                "/payment/./anor_confirm",
                "/payment/anor%5Fconfirm",
                "/Payment/ANOR_confirm#x",
                "http://localhost:1/payment/anor_confirm")) {
            byte[] bytes = ("POST " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1);
            ByteInput in = new ByteInput(new ByteArrayInputStream(bytes), () -> {});
            assertThat(Objects.requireNonNull(RequestHead.read(in, Access.LOOPBACK))
                            .path())
                    .as(target)
                    .isEqualTo("/payment/anor_confirm");
        }
    }
}
