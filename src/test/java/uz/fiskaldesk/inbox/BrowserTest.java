package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.LedgerQuery;

/**
 * The requests that a web page can make a browser send, with the headers of Chromium and Firefox, none of which must get in:
 * not even one that has the token.
 */
@Timeout(60)
class BrowserTest {
    private static final String PAYMENT = "{\"transaction_id\":\"" + InboxFixture.ID + "\"}";

    @TempDir
    private Path folder;

    private InboxFixture shop;

    @BeforeEach
    void open() throws Exception {
        shop = new InboxFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private String ask(String method, String path, String headers, String body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + shop.port()
                + "\r\nConnection: keep-alive\r\n" + headers + "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
                + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36\r\n"
                + "Accept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: ru,uz;q=0.9\r\n"
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private void assertTurnedAway(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("Access-Control-");
        assertThat(shop.ledger.counts(LedgerQuery.ALL)).isEmpty();
    }

    private static String fetch(String site, String mode) {
        return "sec-ch-ua-platform: \"Windows\"\r\nSec-Fetch-Site: " + site + "\r\nSec-Fetch-Mode: " + mode
                + "\r\nSec-Fetch-Dest: empty\r\nReferer: https://shop.example/\r\n";
    }

    @Test
    void aPreflightIsNotGranted() throws Exception {
        for (String more : List.of("", "Access-Control-Request-Private-Network: true\r\n")) {
            assertTurnedAway(ask(
                    "OPTIONS",
                    "/payments",
                    "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,content-type\r\n"
                            + more + "Origin: https://shop.example\r\n" + fetch("cross-site", "cors"),
                    ""));
        }
    }

    @Test
    void theRequestAfterIsNotTakenEither() throws Exception {
        assertTurnedAway(ask(
                "POST",
                "/payments",
                "Authorization: Bearer " + shop.token + "\r\nContent-Type: application/json\r\n"
                        + "Origin: https://shop.example\r\n" + fetch("cross-site", "cors"),
                PAYMENT));
    }

    /** Forms need no preflight; their JSON is in the name of a field. */
    @Test
    void aFormIsNotTaken() throws Exception {
        for (String origin : List.of("https://shop.example", "null", "http://localhost:3000")) {
            assertTurnedAway(ask(
                    "POST",
                    "/payments",
                    "Content-Type: text/plain\r\nOrigin: " + origin
                            + "\r\nUpgrade-Insecure-Requests: 1\r\nSec-Fetch-User: ?1\r\n"
                            + fetch("cross-site", "navigate"),
                    PAYMENT + "="));
        }
    }

    /** Pictures, scripts and links are asked for without an Origin. */
    @Test
    void aPictureOrALinkIsNotAnswered() throws Exception {
        for (String path : List.of("/ready", "/payments/" + InboxFixture.ID, "/openapi.json", "/")) {
            for (String site : List.of("cross-site", "same-site")) {
                assertTurnedAway(ask("GET", path, fetch(site, "no-cors"), ""));
            }
        }
        assertThat(ask("GET", "/ready", "Referer: https://shop.example/\r\n", ""))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aPersonMayReadTheDescriptionInABrowser() throws Exception {
        assertThat(ask("GET", "/openapi.json", fetch("none", "navigate"), "")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET", "/ready", fetch("none", "navigate"), "")).startsWith("HTTP/1.1 401 ");
    }

    /** A page whose name was bound to this computer meanwhile (DNS rebinding) has the same origin. */
    @Test
    void anotherNameOfThisComputerIsNotAnswered() throws Exception {
        String head = "GET /openapi.json HTTP/1.1\r\nHost: shop.example:" + shop.port() + "\r\n"
                + fetch("same-origin", "cors") + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            assertTurnedAway(new String(socket.getInputStream().readAllBytes(), UTF_8));
        }
    }
}
