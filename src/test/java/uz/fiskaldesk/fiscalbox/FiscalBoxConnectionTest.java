package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Network failures during a confirmation. Failures before any part of the request was sent are "not sent", later ones are
 * "unknown". No server ever receives the request twice.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "network failures differ between operating systems")
class FiscalBoxConnectionTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String YES = "{\"data\":{},\"error\":null,\"is_success\":true}";
    private static final Timeouts LONG_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Timeouts SHORT_CONNECT_TIMEOUT = new Timeouts(Duration.ofMillis(300), Duration.ofSeconds(30));
    private static final Timeouts SHORT_ANSWER_TIMEOUT = new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(500));

    /** Shared by all tests, because generating a certificate takes seconds. */
    @TempDir
    private static Path folder;

    @ParameterizedTest
    @EnumSource(value = NotSentReason.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_ACCEPTED")
    void reportsEveryReasonForNotSent(NotSentReason reason) throws Exception {
        Outcome outcome = switch (reason) {
            case CONNECTION_REFUSED -> confirm(LONG_TIMEOUT, "http://localhost:" + freePort());
            // A label of a host name has at most 63 characters, so the name is not looked up.
            case UNKNOWN_HOST -> confirm(LONG_TIMEOUT, "http://" + "a".repeat(64) + ".localhost");
            // A multicast address accepts no connection.
            case NO_ROUTE -> confirm(LONG_TIMEOUT, "http://224.0.0.1");
            case CONNECT_TIMEOUT -> toAServerThatDoesNotAccept();
            case TLS_FAILED -> toATlsServer(RawServer.Connection::request);
            case COULD_NOT_SEND -> interruptedBeforeTheConnection();
            case ACCESS_DENIED -> toAServerThatAnswers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            case WRONG_ADDRESS -> toAServerThatAnswers("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            case TOO_MANY_REQUESTS -> toAServerThatAnswers("HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n");
            case NOT_ACCEPTED -> throw new IllegalArgumentException("no longer used");
        };
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.NotSent.class,
                        notSent -> assertThat(notSent.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource(UnknownReason.class)
    void reportsEveryReasonForUnknown(UnknownReason reason) throws Exception {
        Outcome outcome = switch (reason) {
            case NO_ANSWER_IN_TIME ->
                toAServerThat(SHORT_ANSWER_TIMEOUT, connection -> {
                    connection.request();
                    connection.hang();
                });
            case CONNECTION_LOST -> toAServerThat(LONG_TIMEOUT, RawServer.Connection::request);
            case SERVER_ERROR -> toAServerThatAnswers("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            case REDIRECTED -> toAServerThatAnswers("HTTP/1.1 307 There\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
            case NOT_AN_ANSWER -> toAServerThatAnswers("HTTP/1.1 204 No Content\r\n\r\n");
            case ANSWER_TOO_LARGE ->
                toAServerThatAnswers("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n"
                        + " ".repeat((1 << 20) + 1 - YES.length()) + YES);
            case UPSTREAM_TIMEOUT ->
                toAServerThat(LONG_TIMEOUT, connection -> {
                    connection.request();
                    connection.answer("{\"error\":{\"code\":2},\"is_success\":false}");
                });
            case OTHER_TRANSACTION ->
                toAServerThat(LONG_TIMEOUT, connection -> {
                    connection.request();
                    connection.answer("{\"data\":{\"transaction_id\":\"other\"},\"is_success\":true}");
                });
            case PRACTICE_FISCALBOX ->
                toAServerThat(LONG_TIMEOUT, connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\n" + SimulatorPolicy.HEADER + ": practice\r\nContent-Length: "
                            + YES.length() + "\r\n\r\n" + YES);
                });
            case INTERRUPTED -> interruptedWhileWaiting();
        };
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    @Test
    void readsAnAnswerOfOneMegabyte() throws Exception {
        assertThat(toAServerThatAnswers("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"
                        + " ".repeat((1 << 20) - YES.length()) + YES))
                .isInstanceOf(Outcome.Confirmed.class);
    }

    @Test
    void abandonsAnEndlessAnswerAfterOneMegabyte() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    connection.send(" ".repeat(1 << 16));
                }
            } finally {
                left.countDown();
            }
        })) {
            assertUnknown(confirm(LONG_TIMEOUT, server), UnknownReason.ANSWER_TOO_LARGE);
            left.await();
        }
    }

    /** Every way to end a connection after the request without an answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void isUnknownIfTheConnectionEndsWithoutAStatus(String beginning) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            Outcome outcome = toAServerThat(LONG_TIMEOUT, connection -> {
                connection.request();
                connection.send(beginning);
                if (reset) {
                    connection.reset();
                }
            });
            assertUnknown(outcome, UnknownReason.CONNECTION_LOST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "HTTP/1.1 two hundred\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n"
            })
    void isUnknownIfTheAnswerIsNotHttp(String garbage) throws Exception {
        Outcome outcome = toAServerThat(LONG_TIMEOUT, connection -> {
            connection.request();
            connection.send(garbage);
        });
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void isUnknownIfTheConnectionIsResetDuringTheRequest() throws Exception {
        // The request has left this computer; whether the server has read it is not known.
        try (RawServer server = RawServer.start(connection -> {
            connection.socket().getInputStream().readNBytes(10);
            connection.reset();
        })) {
            assertUnknown(confirm(LONG_TIMEOUT, server), UnknownReason.CONNECTION_LOST);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void neverSendsARequestTwice() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Connection::request)) {
            confirm(LONG_TIMEOUT, server);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.posts()).isEqualTo(1);
            confirm(LONG_TIMEOUT, server);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.posts()).isEqualTo(2);
        }
    }

    @Test
    void usesAConnectionForEachConfirmation() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            connection.answer(YES);
            connection.request();
            connection.answer(YES);
        })) {
            FiscalBoxClient client = client(LONG_TIMEOUT, server.address());
            assertThat(client.confirm(ID, RECEIPT, () -> true)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(client.confirm(ID, RECEIPT, () -> true)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void confirmsOverTlsWithATrustedServer() throws Exception {
        try (RawServer server = RawServer.start(certificate().listen(), connection -> {
            connection.request();
            connection.answer(YES);
        })) {
            assertThat(trusting(server).confirm(ID, RECEIPT, () -> true)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void isUnknownIfATrustedConnectionIsLost() throws Exception {
        try (RawServer server = RawServer.start(certificate().listen(), RawServer.Connection::request)) {
            assertUnknown(trusting(server).confirm(ID, RECEIPT, () -> true), UnknownReason.CONNECTION_LOST);
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void sendsNothingToAnUntrustedServer() throws Exception {
        Certificates elsewhere = Certificates.of(folder, "dns:fiscalbox.example");
        Certificates expired = Certificates.of(folder, "dns:localhost", "-startdate", "-10d");
        for (Certificates wrong : List.of(elsewhere, expired)) {
            try (RawServer server = RawServer.start(wrong.listen(), RawServer.Connection::request)) {
                FiscalBoxClient client = new FiscalBoxClient(
                        server.address("https"), LONG_TIMEOUT, ProxySetting.none(), Clock.systemUTC(), wrong.trust());
                assertNotSent(client.confirm(ID, RECEIPT, () -> true), NotSentReason.TLS_FAILED);
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    @Test
    void sendsNothingToAServerWithoutTls() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.socket().getInputStream().readNBytes(5);
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            assertNotSent(
                    client(LONG_TIMEOUT, server.address("https")).confirm(ID, RECEIPT, () -> true),
                    NotSentReason.TLS_FAILED);
        }
    }

    @Test
    void sendsNothingIfTheHandshakeFails() throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            try (RawServer server = RawServer.start(connection -> {
                connection.socket().getInputStream().readNBytes(5);
                if (reset) {
                    connection.reset();
                }
            })) {
                FiscalBoxClient client = client(LONG_TIMEOUT, server.address("https"));
                assertNotSent(client.confirm(ID, RECEIPT, () -> true), NotSentReason.TLS_FAILED);
            }
        }
    }

    @Test
    void sendsNothingIfTheHandshakeNeverEnds() throws Exception {
        try (RawServer server = RawServer.start(RawServer.Connection::hang)) {
            FiscalBoxClient client = client(SHORT_ANSWER_TIMEOUT, server.address("https"));
            assertNotSent(client.confirm(ID, RECEIPT, () -> true), NotSentReason.CONNECT_TIMEOUT);
        }
    }

    @Test
    void aHangingRequestDoesNotDelayOthers() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            if (connection.request().contains("stuck")) {
                hanging.countDown();
                connection.hang();
            }
            connection.answer(YES);
        })) {
            FiscalBoxClient client = client(LONG_TIMEOUT, server.address());
            Thread stuck = Thread.ofVirtual().start(() -> client.confirm(ID, RECEIPT + "&stuck", () -> true));
            hanging.await();
            assertThat(client.confirm(ID, RECEIPT, () -> true)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(stuck.isAlive()).isTrue();
            stuck.interrupt();
            stuck.join();
        }
    }

    private static Outcome toAServerThatDoesNotAccept() throws Exception {
        try (FullServer server = new FullServer()) {
            return confirm(SHORT_CONNECT_TIMEOUT, server.address());
        }
    }

    private static Outcome interruptedBeforeTheConnection() throws Exception {
        FutureTask<Outcome> stopped = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            return toAServerThatDoesNotAccept();
        });
        Thread.ofPlatform().start(stopped);
        return stopped.get();
    }

    private Outcome toATlsServer(RawServer.Talk talk) throws Exception {
        try (RawServer server = RawServer.start(certificate().listen(), talk)) {
            Outcome outcome = client(LONG_TIMEOUT, server.address("https")).confirm(ID, RECEIPT, () -> true);
            assertThat(server.requests()).isEmpty();
            return outcome;
        }
    }

    private static Outcome toAServerThatAnswers(String response) throws Exception {
        return toAServerThat(LONG_TIMEOUT, connection -> {
            connection.request();
            connection.send(response);
        });
    }

    private static Outcome toAServerThat(Timeouts timeouts, RawServer.Talk talk) throws Exception {
        try (RawServer server = RawServer.start(talk)) {
            Outcome outcome = confirm(timeouts, server);
            assertThat(server.posts()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
            return outcome;
        }
    }

    private static Outcome interruptedWhileWaiting() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.request();
            arrived.countDown();
            connection.hang();
        })) {
            FutureTask<Outcome> waiting = new FutureTask<>(() -> confirm(LONG_TIMEOUT, server));
            Thread thread = Thread.ofVirtual().start(waiting);
            arrived.await();
            thread.interrupt();
            return waiting.get();
        }
    }

    private static Outcome confirm(Timeouts timeouts, RawServer server) throws Exception {
        return client(timeouts, server.address()).confirm(ID, RECEIPT, () -> true);
    }

    private static Outcome confirm(Timeouts timeouts, String address) throws Exception {
        return client(timeouts, FiscalBoxAddress.parse(address).orElseThrow()).confirm(ID, RECEIPT, () -> true);
    }

    private FiscalBoxClient trusting(RawServer server) throws Exception {
        return new FiscalBoxClient(
                server.address("https"),
                LONG_TIMEOUT,
                ProxySetting.none(),
                Clock.systemUTC(),
                certificate().trust());
    }

    private static FiscalBoxClient client(Timeouts timeouts, FiscalBoxAddress address) throws Exception {
        return new FiscalBoxClient(
                address, timeouts, ProxySetting.none(), Clock.systemUTC(), () -> SimulatorPolicy.REFUSED);
    }

    private Certificates certificate() throws Exception {
        return Certificates.of(folder, "dns:localhost");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void assertNotSent(Outcome outcome, NotSentReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.NotSent.class,
                        notSent -> assertThat(notSent.reason()).isEqualTo(reason));
    }

    private static void assertUnknown(Outcome outcome, UnknownReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }
}
