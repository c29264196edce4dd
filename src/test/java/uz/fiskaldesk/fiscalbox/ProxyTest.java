package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/** Confirmations through a proxy. The host of FiscalBox does not exist, so nothing can bypass the proxy. */
@Timeout(120)
class ProxyTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String YES = "{\"data\":{},\"error\":null,\"is_success\":true}";
    private static final String HOST = "fiscalbox.invalid";
    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));

    @TempDir
    private static Path folder;

    @Test
    void authenticatesToTheProxyWithASingleRequest() throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            connection.request();
            connection.answer(YES);
        })) {
            ProxySetting setting = at(proxy).withPassword("Aladdin", "open sesame");
            assertThat(client("http://" + HOST + ":8347", setting).confirm(ID, RECEIPT, () -> true))
                    .isInstanceOf(Outcome.Confirmed.class);
            assertThat(proxy.requests()).singleElement().satisfies(request -> {
                assertThat(request).startsWith("POST http://" + HOST + ":8347/payment/anor_confirm HTTP/1.1\r\n");
                assertThat(request).contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Proxy-Authenticate: Basic realm=\"shop\"\r\n", "Proxy-Authenticate: NTLM\r\n", ""})
    void isNotSentIfTheProxyDeniesAccess(String challenge) throws Exception {
        for (String scheme : new String[] {"http", "https"}) {
            try (RawServer proxy = RawServer.start(connection -> {
                connection.request();
                connection.send("HTTP/1.1 407 Who are you\r\n" + challenge + "Content-Length: 0\r\n\r\n");
                connection.request();
            })) {
                for (ProxySetting setting : List.of(at(proxy), at(proxy).withPassword("kassa", "wrong"))) {
                    assertThat(client(scheme + "://" + HOST, setting).confirm(ID, RECEIPT, () -> true))
                            .isEqualTo(new Outcome.NotSent(
                                    NotSentReason.ACCESS_DENIED, new Answer(407, null, null), null));
                }
                assertThat(proxy.requests()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"})
    void isNotSentIfTheProxyRefusesATunnel(String status) throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(client("https://" + HOST, at(proxy)).confirm(ID, RECEIPT, () -> true))
                    .isInstanceOfSatisfying(Outcome.NotSent.class, notSent -> {
                        assertThat(notSent.reason()).isEqualTo(NotSentReason.COULD_NOT_SEND);
                        assertThat(notSent.answer().message())
                                .startsWith("proxy localhost:" + proxy.port() + ": ")
                                .contains(status.substring(0, 3));
                    });
            assertThat(proxy.posts()).isZero();
        }
    }

    @Test
    void isUnknownIfTheProxyGetsNoAnswer() throws Exception {
        try (RawServer proxy = RawServer.start(connection -> {
            connection.request();
            connection.send("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(client("http://" + HOST, at(proxy)).confirm(ID, RECEIPT, () -> true))
                    .isEqualTo(new Outcome.Unknown(UnknownReason.SERVER_ERROR, new Answer(504, null, null)));
            assertThat(proxy.posts()).isEqualTo(1);
        }
    }

    @Test
    void namesAnUnreachableProxy() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProxySetting nobody = ProxySetting.at("localhost:" + port).orElseThrow();
        assertThat(client("https://" + HOST, nobody).confirm(ID, RECEIPT, () -> true))
                .isInstanceOfSatisfying(Outcome.NotSent.class, notSent -> {
                    assertThat(notSent.reason()).isEqualTo(NotSentReason.NO_ROUTE);
                    assertThat(notSent.answer().message()).startsWith("proxy localhost:" + port + ": ");
                });
    }

    @Test
    void bypassesTheProxyForThisComputerWithoutCredentials() throws Exception {
        try (RawServer proxy = RawServer.start(RawServer.Connection::request);
                RawServer fiscalBox = RawServer.start(connection -> {
                    connection.request();
                    connection.answer(YES);
                })) {
            FiscalBoxClient client =
                    client("http://localhost:" + fiscalBox.port(), at(proxy).withPassword("kassa", "secret"));
            assertThat(client.confirm(ID, RECEIPT, () -> true)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(proxy.connections()).isZero();
            assertThat(fiscalBox.requests().getFirst()).doesNotContainIgnoringCase("Proxy-");
        }
    }

    /** Runs in a separate process, because the JDK reads the property for tunnel authentication only once. */
    @Test
    void authenticatesToTheTunnelOnly() throws Exception {
        Certificates certificate = Certificates.of(folder, "dns:" + HOST);
        try (RawServer fiscalBox = RawServer.start(certificate.listen(), connection -> {
                    connection.request();
                    connection.answer(YES);
                });
                RawServer proxy = RawServer.start(connection -> {
                    connection.request();
                    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), fiscalBox.port())) {
                        connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
                        Thread answers = Thread.ofVirtual().start(() -> pump(there, connection.socket()));
                        pump(connection.socket(), there);
                        answers.join();
                    }
                })) {
            assertThat(outputOf(TunnelClient.class, folder.toString(), Integer.toString(proxy.port())))
                    .startsWith("Confirmed");
            assertThat(proxy.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("CONNECT " + HOST + ":443 HTTP/1.1\r\n")
                            .contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
            assertThat(fiscalBox.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("POST /payment/anor_confirm HTTP/1.1\r\n")
                            .doesNotContainIgnoringCase("Proxy-"));
        }
    }

    /** The main class of that process: one confirmation with a password through a tunnel. */
    static final class TunnelClient {
        private TunnelClient() {}

        public static void main(String[] args) throws Exception {
            ProxySetting.prepareJvm();
            FiscalBoxClient client = new FiscalBoxClient(
                    FiscalBoxAddress.parse("https://" + HOST).orElseThrow(),
                    TIMEOUTS,
                    ProxySetting.at("localhost:" + args[1]).orElseThrow().withPassword("Aladdin", "open sesame"),
                    Clock.systemUTC(),
                    Certificates.of(Path.of(args[0]), "dns:" + HOST).trust());
            System.out.println(client.confirm(ID, RECEIPT, () -> true));
        }
    }

    private static String outputOf(Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException oneSideHasGone) {
            return;
        }
    }

    private static ProxySetting at(RawServer proxy) {
        return ProxySetting.at("http://localhost:" + proxy.port()).orElseThrow();
    }

    private static FiscalBoxClient client(String address, ProxySetting setting) throws Exception {
        return new FiscalBoxClient(FiscalBoxAddress.parse(address).orElseThrow(), TIMEOUTS, setting, Clock.systemUTC());
    }
}
