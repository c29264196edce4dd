package uz.fiskaldesk.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.ServerException;
import uz.fiskaldesk.support.Translations;

/** Tests each rule of the server for the phone with a real HTTP client. */
@Timeout(60)
class PhoneServerTest {
    private static final byte[] JPEG = {
        (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, 4, '\r', '\n', '-', '-'
    };
    private static final LanNetwork LOOPBACK = new LanNetwork("lo", "lo", InetAddress.ofLiteral("127.0.0.1"));

    private final TestDesk desk = new TestDesk();
    private final Pairing pairing = new Pairing();
    private final AtomicLong now = new AtomicLong();
    private int port;
    private PhoneServer server;
    private PhoneClient phone;
    private URI link;

    @BeforeEach
    void open() throws IOException {
        port = PhoneClient.freePort();
        server = PhoneServer.start(LOOPBACK, port, pairing, desk, now::get);
        link = server.link(pairing.renew());
        phone = new PhoneClient(link);
    }

    @AfterEach
    void close() {
        phone.close();
        server.close();
    }

    /** The desk: takes every picture unless told otherwise. */
    private static final class TestDesk implements PhoneDesk {
        private final AtomicInteger pairings = new AtomicInteger();
        private volatile byte @Nullable [] last;
        private volatile Reply reply = new Reply(true, "Receipt 2421 taken");
        private volatile Language language = Language.ENGLISH;
        private volatile @Nullable CountDownLatch hold;
        private final CountDownLatch reading = new CountDownLatch(1);

        @Override
        public Translations texts() {
            return Translations.in(language);
        }

        @Override
        public void paired() {
            pairings.incrementAndGet();
        }

        @Override
        public Reply read(byte[] picture) throws InterruptedException {
            last = picture;
            reading.countDown();
            CountDownLatch wait = hold;
            if (wait != null) {
                wait.await();
            }
            return reply;
        }
    }

    private String text(String key) {
        return desk.texts().get(key);
    }

    @Test
    void aPairedPhoneSendsAPictureAndIsToldWhatBecameOfIt() throws Exception {
        HttpResponse<String> page = phone.pair(link);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<form",
                        "type=\"file\"",
                        "accept=\"image/*\"",
                        "capture=\"environment\"",
                        text("phone.page.take"));
        assertThat(desk.pairings).hasValue(1);

        HttpResponse<String> taken = phone.photograph(JPEG);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).contains("Receipt 2421 taken", "<form");
        assertThat(desk.last).isEqualTo(JPEG);

        desk.reply = new PhoneDesk.Reply(false, "No <code> here");
        now.addAndGet(1_000_000_000);
        HttpResponse<String> refused = phone.photograph(JPEG);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("No &lt;code&gt; here").doesNotContain("<code>");
    }

    @Test
    void theScriptGetsTheSentenceAlone() throws Exception {
        phone.pair(link);
        HttpResponse<String> taken =
                phone.send(phone.form(PhoneClient.form("picture", JPEG)).header("X-Requested-With", "XMLHttpRequest"));
        assertThat(taken.body()).isEqualTo("Receipt 2421 taken");
        assertThat(taken.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    }

    @Test
    void theLinkWorksOnce() throws Exception {
        phone.pair(link);
        try (PhoneClient other = new PhoneClient(link)) {
            HttpResponse<String> answer = other.pair(link);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains(text("phone.page.not-paired")).doesNotContain("id=\"form\" class=\"\"");
            assertThat(other.photograph(JPEG).statusCode()).isEqualTo(403);
        }
        assertThat(desk.last).isNull();
        // The phone itself may open its link again, such as from its history.
        assertThat(phone.pair(link).statusCode()).isEqualTo(200);
        assertThat(desk.pairings).hasValue(1);
    }

    @Test
    void aNewLinkEndsTheOldOneAndItsPhone() throws Exception {
        URI second = server.link(pairing.renew());
        assertThat(phone.pair(link).statusCode()).isEqualTo(403);
        assertThat(phone.pair(second).statusCode()).isEqualTo(200);
        pairing.renew();
        assertThat(phone.get("/").statusCode()).isEqualTo(403);
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(403);
    }

    @Test
    void tokenAndSecretHave128RandomBits() throws Exception {
        String token = link.getPath().substring(1);
        phone.pair(link);
        String secret = phone.cookie.replaceFirst(".*=", "");
        assertThat(List.of(token, secret)).allSatisfy(each -> assertThat(each).matches("[0-9a-f]{32}"));
        assertThat(secret).isNotEqualTo(token);
        assertThat(pairing.renew()).isNotEqualTo(token);
    }

    @Test
    void theSecretIsHiddenFromScriptsAndOtherSites() throws Exception {
        HttpResponse<String> opened = phone.get(link.getPath());
        assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        HttpResponse<String> page = phone.get("/");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain(link.getPath().substring(1));
    }

    @Test
    void aBrowserThatLooksAheadDoesNotUseTheLinkUp() throws Exception {
        for (String name : List.of("Purpose", "Sec-Purpose", "X-Moz")) {
            HttpResponse<String> ahead = phone.send(
                    phone.request(link.getPath()).header(name, "prefetch").GET());
            assertThat(ahead.statusCode()).isEqualTo(503);
        }
        HttpResponse<String> head =
                phone.send(phone.request(link.getPath()).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(phone.pair(link).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/favicon.ico",
                "/?x=1",
                "//",
                "/.",
                "/../etc/passwd",
                "/00000000000000000000000000000000/",
                "/0000000000000000000000000000000",
                "/000000000000000000000000000000zz",
                "/payments"
            })
    void thereIsNoOtherPath(String path) throws Exception {
        phone.pair(link);
        String answer = phone.raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nCookie: " + phone.cookie
                + "\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .endsWith("Content-Length: 0\r\n\r\n".replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void thereIsNoOtherMethod(String method) throws Exception {
        phone.pair(link);
        HttpResponse<String> answer =
                phone.send(phone.request("/").method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "shop.example:PORT",
                "localhost:PORT",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.2:PORT",
                "[::1]:PORT"
            })
    void anotherHostIsNotAnswered(String host) throws Exception {
        String answer = phone.raw("GET " + link.getPath() + " HTTP/1.1\r\nHost: "
                + host.replace("PORT", Integer.toString(port)) + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 403 ");
        assertThat(pairing.hasPhone()).isFalse();
    }

    @Test
    void aPageOfAnotherOriginSendsNothing() throws Exception {
        phone.pair(link);
        byte[] form = PhoneClient.form("picture", JPEG);
        for (String origin :
                List.of("http://shop.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:" + port)) {
            HttpResponse<String> answer = phone.send(phone.form(form).setHeader("Origin", origin));
            assertThat(answer.statusCode()).as(origin).isEqualTo(403);
        }
        HttpResponse<String> without = phone.send(phone.request("/")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form)));
        assertThat(without.statusCode()).isEqualTo(403);
        HttpResponse<String> crossSite = phone.send(
                phone.request("/").header("Sec-Fetch-Site", "cross-site").GET());
        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(desk.last).isNull();
    }

    @Test
    void onlyImagesReachTheDesk() throws Exception {
        phone.pair(link);
        List<byte[]> others = List.of(
                "%PDF-1.7 ...............".getBytes(StandardCharsets.US_ASCII),
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII),
                "PK\3\4............".getBytes(StandardCharsets.US_ASCII),
                "text".getBytes(StandardCharsets.US_ASCII),
                new byte[] {(byte) 0xff});
        for (byte[] other : others) {
            now.addAndGet(1_000_000_000);
            HttpResponse<String> answer = phone.photograph(other);
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains(text("phone.page.not-image"));
        }
        for (String foreign : List.of("\0\0\0\30ftypheic\0\0\0\0mif1", "RIFF\1\2\3\4WEBPVP8 ")) {
            now.addAndGet(1_000_000_000);
            HttpResponse<String> answer = phone.photograph(foreign.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("JPEG");
        }
        assertThat(desk.last).isNull();
        for (String image : List.of("\u0089PNG\r\n\u001a\n....", "GIF89a......", "BM0123456789")) {
            now.addAndGet(1_000_000_000);
            assertThat(phone.photograph(image.getBytes(StandardCharsets.ISO_8859_1))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyTheFormIsRead() throws Exception {
        phone.pair(link);
        assertThat(phone.send(phone.request("/")
                                .header("Origin", "http://127.0.0.1:" + port)
                                .header("Content-Type", "image/jpeg")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(JPEG)))
                        .statusCode())
                .isEqualTo(415);
        byte[] whole = PhoneClient.form("picture", JPEG);
        byte[] torn = Arrays.copyOf(whole, whole.length - 6);
        byte[] twice = new byte[whole.length * 2];
        System.arraycopy(whole, 0, twice, 0, whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        for (byte[] bad : List.of(
                torn, twice, new byte[0], PhoneClient.form("file", JPEG), PhoneClient.form("picture", new byte[0]))) {
            now.addAndGet(1_000_000_000);
            HttpResponse<String> answer = phone.send(phone.form(bad));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(text("phone.page.nothing"));
        }
        assertThat(desk.last).isNull();
    }

    @Test
    void twentyMegabytesAreTheLimit() throws Exception {
        phone.pair(link);
        byte[] largest = Arrays.copyOf(JPEG, PhoneHandler.MOST_BYTES);
        assertThat(phone.photograph(largest).statusCode()).isEqualTo(200);
        assertThat(desk.last).hasSize(PhoneHandler.MOST_BYTES);

        now.addAndGet(1_000_000_000);
        HttpResponse<String> larger = phone.photograph(Arrays.copyOf(JPEG, PhoneHandler.MOST_BYTES + 1));
        assertThat(larger.statusCode()).isEqualTo(413);
        assertThat(larger.body()).contains("20 MB");
    }

    /** Neither of these bodies is ever sent, so that the server would wait for it. */
    @Test
    void theBodyOfARefusedRequestIsNotRead() throws Exception {
        phone.pair(link);
        String head = "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nOrigin: http://127.0.0.1:" + port
                + "\r\nContent-Type: multipart/form-data; boundary=x\r\n";
        assertThat(phone.raw(head + "Cookie: " + phone.cookie + "\r\nContent-Length: 99999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(phone.raw(head + "Cookie: fiskaldesk-phone=0\r\nContent-Length: 1000\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(phone.raw(head + "Cookie: " + phone.cookie + "\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .startsWith("HTTP/1.1 411 ");
    }

    @Test
    void twoPicturesASecondAreTheLimit() throws Exception {
        phone.pair(link);
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(200);
        now.addAndGet(400_000_000);
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(200);
        HttpResponse<String> third = phone.photograph(JPEG);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).contains("1");
        assertThat(third.body()).contains(text("phone.page.too-fast"));
        now.addAndGet(600_000_000);
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(200);
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(429);
    }

    @Test
    void picturesAreReadOneAtATime() throws Exception {
        phone.pair(link);
        CountDownLatch hold = new CountDownLatch(1);
        desk.hold = hold;
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return phone.photograph(JPEG).statusCode();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        desk.reading.await();
        assertThat(phone.photograph(JPEG).statusCode()).isEqualTo(429);
        hold.countDown();
        assertThat(first.get()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePageSpeaksTheLanguageOfTheDesk(Language language) throws Exception {
        desk.language = language;
        Translations texts = Translations.in(language);
        HttpResponse<String> page = phone.pair(link);
        assertThat(page.body())
                .contains(
                        "<html lang=\"" + language.tag() + "\">",
                        texts.get("phone.page.title"),
                        texts.get("phone.page.send"))
                .doesNotContain("${", "phone.page.");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    }

    @Test
    void nothingListensAfterClosing() {
        server.close();
        assertThatThrownBy(() -> phone.get("/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> PhoneServer.start(LOOPBACK, port, pairing, desk))
                .isInstanceOfSatisfying(
                        ServerException.class,
                        e -> assertThat(e.in(Translations.in(Language.ENGLISH)))
                                .contains(Integer.toString(port), "phone.port"));
    }

    /** Only this address: another one of the same computer is not connected to. */
    @Test
    void itListensAtOneAddress() {
        try (PhoneClient other = new PhoneClient(URI.create("http://127.0.0.2:" + port))) {
            assertThatThrownBy(() -> other.get("/")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void privateAddressesAreOfferedAndThoseOfVirtualAdaptersLast() {
        List<LanNetwork> found = List.of(
                network("docker0", "docker0", "172.17.0.1"),
                network("eth5", "VMware Virtual Ethernet Adapter", "192.168.56.1"),
                network("eth1", "Realtek PCIe GbE Family Controller", "192.168.1.5"),
                network("wlan0", "wlan0", "10.0.0.7"),
                network("ppp0", "ppp0", "84.54.70.1"),
                network("eth1", "Realtek", "fe80::1"),
                network("eth1", "Realtek", "169.254.3.4"));
        assertThat(LanNetwork.usable(found))
                .extracting(each -> each.address().getHostAddress())
                .containsExactly("192.168.1.5", "10.0.0.7", "172.17.0.1", "192.168.56.1");
    }

    private static LanNetwork network(String adapter, String label, String address) {
        return new LanNetwork(adapter, label, InetAddress.ofLiteral(address));
    }
}
