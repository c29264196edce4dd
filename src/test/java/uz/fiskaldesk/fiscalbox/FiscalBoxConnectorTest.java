package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/** Connections for forwarded requests: direct, with TLS and through proxies. */
@Timeout(120)
class FiscalBoxConnectorTest {
    private static final String HOST = "fiscalbox.invalid";
    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

    @TempDir
    private static Path folder;

    private static FiscalBoxConnector plain(String url, ProxySetting proxy) throws Exception {
        return new FiscalBoxConnector(FiscalBoxAddress.parse(url).orElseThrow(), TIMEOUTS, proxy);
    }

    /** Sends a request over the connection and returns the response. */
    private static String exchange(FiscalBoxConnector connector) throws IOException {
        assertThat(connector.connect()).isInstanceOf(FiscalBoxConnector.Connection.Open.class);
        if (connector.connect() instanceof FiscalBoxConnector.Connection.Open(Socket socket)) {
            try (socket) {
                socket.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            }
        }
        throw new IOException("not connected");
    }

    private static void assertFails(FiscalBoxConnector connector, NotSentReason reason) {
        assertThat(connector.connect())
                .isInstanceOfSatisfying(
                        FiscalBoxConnector.Connection.Failed.class,
                        failed -> assertThat(failed.why().reason()).isEqualTo(reason));
    }

    @Test
    void givesTargetsAndHostsForTheAddress() throws Exception {
        FiscalBoxConnector direct = plain("http://Kassa.lan:8347/api/", ProxySetting.none());
        assertThat(direct.target("/info/?x")).isEqualTo("/api/info/?x");
        assertThat(direct.host()).isEqualTo("kassa.lan:8347");
        assertThat(direct.proxyAuthorization()).isNull();
        ProxySetting proxy = ProxySetting.at("127.0.0.1:3128").orElseThrow().withPassword("a", "b");
        FiscalBoxConnector through = plain("http://" + HOST, proxy);
        assertThat(through.target("/info/")).isEqualTo("http://" + HOST + "/info/");
        assertThat(through.proxyAuthorization()).startsWith("Basic ");
        FiscalBoxConnector tunnelled = plain("https://" + HOST, proxy);
        assertThat(tunnelled.target("/info/")).isEqualTo("/info/");
        assertThat(tunnelled.proxyAuthorization()).isNull();
    }

    @Test
    void tellsWhyThereIsNoConnection() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFails(plain("http://127.0.0.1:" + port, ProxySetting.none()), NotSentReason.CONNECTION_REFUSED);
        assertFails(plain("http://" + HOST, ProxySetting.none()), NotSentReason.UNKNOWN_HOST);
        assertFails(
                plain("http://" + HOST, ProxySetting.at("127.0.0.1:" + port).orElseThrow()), NotSentReason.NO_ROUTE);
    }

    @Test
    void trustsWhatTheSystemTrustsAndVerifiesTheName() throws Exception {
        Certificates certificate = Certificates.of(folder, "dns:localhost");
        try (RawServer server = RawServer.start(certificate.listen(), connection -> {
            connection.request();
            connection.send("HTTP/1.1 204 x\r\n\r\n");
        })) {
            FiscalBoxConnector trusting =
                    new FiscalBoxConnector(server.address("https"), TIMEOUTS, ProxySetting.none(), certificate.trust());
            assertThat(exchange(trusting)).startsWith("HTTP/1.1 204");
            assertFails(plain("https://localhost:" + server.port(), ProxySetting.none()), NotSentReason.TLS_FAILED);
            FiscalBoxAddress byNumber =
                    FiscalBoxAddress.parse("https://127.0.0.1:" + server.port()).orElseThrow();
            assertFails(
                    new FiscalBoxConnector(byNumber, TIMEOUTS, ProxySetting.none(), certificate.trust()),
                    NotSentReason.TLS_FAILED);
        }
    }

    @Test
    void tunnelsThroughAProxyAndShowsItThePasswordOnly() throws Exception {
        Certificates certificate = Certificates.of(folder, "dns:" + HOST);
        try (RawServer server = RawServer.start(certificate.listen(), connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 204 x\r\n\r\n");
                });
                RawServer proxy = RawServer.start(connection -> {
                    connection.request();
                    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                        connection.send("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n");
                        Thread answers = Thread.ofVirtual().start(() -> pump(there, connection.socket()));
                        pump(connection.socket(), there);
                        answers.join();
                    }
                })) {
            ProxySetting setting =
                    ProxySetting.at("127.0.0.1:" + proxy.port()).orElseThrow().withPassword("Aladdin", "open sesame");
            FiscalBoxConnector connector = new FiscalBoxConnector(
                    FiscalBoxAddress.parse("https://" + HOST).orElseThrow(), TIMEOUTS, setting, certificate.trust());
            assertThat(exchange(connector)).startsWith("HTTP/1.1 204");
            assertThat(proxy.requests())
                    .allSatisfy(request -> assertThat(request)
                            .startsWith("CONNECT " + HOST + ":443 HTTP/1.1\r\n")
                            .contains("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
            assertThat(server.requests()).allMatch(REQUEST::equals);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One side has closed.
        }
    }

    @Test
    void isNotConnectedIfTheProxyRefusesTheTunnel() throws Exception {
        for (String status : List.of("407 Who are you", "403 No", "502 Bad Gateway")) {
            try (RawServer proxy = RawServer.start(connection -> {
                connection.request();
                connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            })) {
                assertFails(
                        plain(
                                "https://" + HOST,
                                ProxySetting.at("127.0.0.1:" + proxy.port()).orElseThrow()),
                        status.startsWith("407") ? NotSentReason.ACCESS_DENIED : NotSentReason.COULD_NOT_SEND);
            }
        }
    }
}
