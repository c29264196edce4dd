package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.BadMessageException;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.support.AddressRange;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.ServerException;

/** Who may use the gateway: other computers, other host names and web pages. */
@Timeout(60)
class AccessTest {
    private static final String ANSWER = "{\"data\":{},\"error\":null,\"is_success\":true}";

    @TempDir
    private Path folder;

    private ScriptedUpstream box;

    @BeforeEach
    void startFiscalBox() throws Exception {
        box = ScriptedUpstream.start(peer -> {
            peer.request();
            peer.answer(ANSWER);
        });
    }

    @AfterEach
    void stopFiscalBox() throws Exception {
        box.close();
    }

    private GatewayFixture open(@Nullable String address, List<String> allow, String... origins) throws Exception {
        GatewaySettings settings =
                new GatewaySettings(true, 8792, address, allow, List.of(origins), GatewaySettings.Finish.ASK, 10, null);
        return new GatewayFixture(folder, box.address(), Duration.ofSeconds(20), settings, GatewayFixture.CLOCK);
    }

    private static String get(String host, String... fields) {
        return "GET /order/last/ HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("", fields)
                + "Connection: close\r\n\r\n";
    }

    /** An address of this computer that is not of the loopback interface, if it has one. */
    private static Optional<InetAddress> ownAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://127.0.0.1:8792\r\n",
                "Origin: https://pos.example.uz\r\nOrigin: https://evil.example\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
            })
    void aWebPageGetsNothing(String fields) throws Exception {
        try (GatewayFixture gateway = open(null, List.of(), "https://pos.example.uz")) {
            assertThat(RawPos.ask(gateway.address(), get("127.0.0.1", fields))).startsWith("HTTP/1.1 403 ");
            assertThat(box.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: https://pos.example.uz\r\nSec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: none\r\n"
            })
    void aPosAndThePageOfAPosThatTheSettingsNamePass(String fields) throws Exception {
        try (GatewayFixture gateway = open(null, List.of(), "https://pos.example.uz")) {
            assertThat(RawPos.ask(gateway.address(), get("127.0.0.1", fields))).endsWith(ANSWER);
        }
    }

    @Test
    void anAddressForOtherComputersIsItsOwnHostName() throws Exception {
        // 127.0.0.2 is an address of its own, though one of the loopback interface.
        try (GatewayFixture gateway = open("127.0.0.2", List.of())) {
            assertThat(gateway.address().getHost()).isEqualTo("127.0.0.2");
            assertThat(RawPos.ask(
                            gateway.address(),
                            get("127.0.0.2:" + gateway.address().getPort())))
                    .endsWith(ANSWER);
            assertThat(RawPos.ask(gateway.address(), get("shop.example.uz"))).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void anAddressOfAnotherComputerIsRefusedWithAReason() {
        assertThatThrownBy(() -> open("192.0.2.1", List.of("192.0.2.0/24")))
                .isInstanceOf(ServerException.class)
                .hasMessage("server.address-not-here");
    }

    @Test
    void aComputerThatIsNotAllowedIsDisconnectedBeforeAByteIsRead() throws Exception {
        // Only the decision is tested where this computer has no address in a network.
        InetAddress own = ownAddress().orElse(InetAddress.ofLiteral("127.0.0.2"));
        boolean inNetwork = !own.isLoopbackAddress();
        Access access = new Access(
                InetAddress.ofLiteral("127.0.0.1"),
                List.of(AddressRange.parse("198.51.100.0/24").orElseThrow()),
                java.util.Set.of());
        Access wildcard = new Access(InetAddress.ofLiteral("0.0.0.0"), access.clients(), access.origins());
        try (LoopbackServer server = LoopbackServer.start("test", wildcard, 0, Gateway.LIMITS, (request, client) -> {
            client.answer(204, true);
            return false;
        })) {
            for (InetAddress from : Stream.of(InetAddress.ofLiteral("127.0.0.1"), own)
                    .distinct()
                    .toList()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(from, server.address().getPort()), 10_000);
                    socket.setSoTimeout(20_000);
                    if (!from.isLoopbackAddress() && inNetwork) {
                        assertThat(socket.getInputStream().read())
                                .as("closed at once")
                                .isEqualTo(-1);
                    } else {
                        socket.getOutputStream()
                                .write(get("127.0.0.1").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                        assertThat(new String(
                                        socket.getInputStream().readAllBytes(),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))
                                .startsWith("HTTP/1.1 204 ");
                    }
                }
            }
        }
    }

    @Test
    void aRequestLineOfAnotherSiteIsRefused() throws BadMessageException, Exception {
        try (GatewayFixture gateway = open(null, List.of())) {
            assertThat(
                            RawPos.ask(
                                    gateway.address(),
                                    "GET http://evil.example/order/last/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
        }
    }
}
