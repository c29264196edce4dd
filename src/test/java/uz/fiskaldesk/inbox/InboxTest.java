package uz.fiskaldesk.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.TransactionId;

@Timeout(60)
class InboxTest {
    private static final String ID = InboxFixture.ID;

    @TempDir
    private Path folder;

    private InboxFixture shop;
    private SqliteLedger ledger;
    private Inbox inbox;
    private String token;

    @BeforeEach
    void open() throws Exception {
        shop = new InboxFixture(folder);
        ledger = shop.ledger;
        inbox = shop.inbox;
        token = shop.token;
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
    }

    @Test
    void addsAPaymentOnce() throws Exception {
        String payment = "{\"transaction_id\": \"" + ID + "\", \"amount\": 125000, \"till\": 3}";
        HttpResponse<String> first = post(payment);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(InboxFixture.header(first, "Location")).isEqualTo("/payments/" + ID);
        assertThat(first.body())
                .isEqualTo("{\"rows\":[{\"line\":1,\"result\":\"TAKEN\",\"transactionId\":\"" + ID
                        + "\",\"provider\":\"anor\",\"remarks\":[]}]}");
        HttpResponse<String> second = post(payment.replace("125000", "125001"));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body())
                .contains("\"KNOWN\"")
                .contains("{\"field\":\"amount\",\"code\":\"differs\",\"message\":\"Amount differs from");
        LedgerEntry entry = ledger.find(TransactionId.of(ID)).orElseThrow();
        assertThat(ledger.acts(entry)).containsExactly(new Act(Act.Kind.IMPORTED, "inbox", InboxFixture.NOON, null));
        assertThat(shop.heard.take().result()).isEqualTo(RowReport.Result.TAKEN);
        assertThat(shop.heard.take().result()).isEqualTo(RowReport.Result.KNOWN);
    }

    @Test
    void reportsRefusedPaymentsOfAnArray() throws Exception {
        HttpResponse<String> answer = post("[{\"transaction_id\": \"" + ID + "\"}, {\"amount\": 1}, 7]");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("{\"line\":1,\"result\":\"TAKEN\"")
                .contains(
                        "{\"line\":2,\"result\":\"REFUSED\",\"transactionId\":null,\"provider\":null,"
                                + "\"remarks\":[{\"field\":\"transaction_id\",\"code\":\"missing\",\"message\":\"Transaction ID is missing\"}]}")
                .contains(
                        "{\"line\":3,\"result\":\"REFUSED\",\"transactionId\":null,\"provider\":null,"
                                + "\"remarks\":[{\"field\":null,\"code\":\"not-an-object\",\"message\":\"The row is not a JSON object\"}]}");
        assertThat(ledger.find(TransactionId.of(ID))).isPresent();
    }

    @Test
    void rejectsRequestsWithoutTheToken() throws Exception {
        assertTurnedAway(
                401,
                request -> HttpRequest.newBuilder(inbox.address())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertTurnedAway(401, request -> request.setHeader("Authorization", "Bearer " + token.substring(1)));
        assertTurnedAway(401, request -> request.setHeader("Authorization", token));
    }

    @Test
    void rejectsRequestsOfWebPages() throws Exception {
        assertTurnedAway(403, request -> request.header("Origin", "https://example.com"));
        assertTurnedAway(415, request -> request.setHeader("Content-Type", "text/plain"));
        assertTurnedAway(405, HttpRequest.Builder::GET);
        assertTurnedAway(404, request -> request.uri(URI.create(inbox.address() + "/x/y")));
        assertThat(raw("POST /payments HTTP/1.1\r\nHost: evil.example:"
                        + inbox.address().getPort()
                        + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/jsonx",
                "application/json2; charset=utf-8",
                "application/json, text/plain",
                "application/jsonp",
                "text/json",
                ""
            })
    void rejectsOtherContentTypes(String type) throws Exception {
        assertThat(raw(head("Content-Type: " + type))).startsWith("HTTP/1.1 415");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON ; charset=UTF-8", "application/json;charset=utf-8"})
    void acceptsVariantsOfTheJsonType(String type) throws Exception {
        assertThat(raw(head("Content-Type: " + type) + "[]")).startsWith("HTTP/1.1 400");
    }

    /** Programs differ in which of two headers they use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1",
                "host: localhost",
                "Authorization: Bearer x",
                "Content-Type: text/plain",
                "Content-Length: 2"
            })
    void rejectsDuplicateHeaders(String second) throws Exception {
        String twice = head("Content-Type: application/json\r\n" + second) + "[]";
        assertThat(raw(twice)).startsWith("HTTP/1.1 400").doesNotContain("no payments");
        String first = head("X: y").replaceFirst("\r\n", "\r\n" + second + "\r\nContent-Type: application/json\r\n");
        assertThat(raw(first + "[]")).startsWith("HTTP/1.1 400").doesNotContain("no payments");
    }

    @Test
    void rejectsATargetWithAnotherHost() throws Exception {
        String absolute = head("Content-Type: application/json").replace("POST /", "POST http://evil.example/");
        assertThat(raw(absolute + "[]")).startsWith("HTTP/1.1 403");
    }

    @Test
    void doesNotReadTheBodyOfARejectedRequest() throws Exception {
        String[] heads = {
            head("Content-Type: application/json").replace(token, "x"),
            head("Content-Type: application/jsonx"),
            head("Origin: https://example.com"),
            head("Content-Type: application/json").replace("POST", "PUT"),
            head("Content-Type: application/json").replace("/payments", "/else")
        };
        for (String head : heads) {
            for (String length : new String[] {"Content-Length: 100000000", "Transfer-Encoding: chunked"}) {
                long start = System.nanoTime();
                String answer = raw(head.replace("Content-Length: 2", length) + "[", false);
                assertThat(answer).startsWith("HTTP/1.1 4");
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("%s closes the connection", answer)
                        .isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    private String head(String headers) {
        return "POST /payments HTTP/1.1\r\nHost: " + inbox.address().getAuthority() + "\r\nAuthorization: Bearer "
                + token + "\r\n" + headers + "\r\nContent-Length: 2\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[]", "[{\"transaction_id\""})
    void rejectsInvalidJson(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
        assertThat(ledger.counts(LedgerQuery.ALL)).isEmpty();
    }

    @Test
    void rejectsLargeBodies() throws Exception {
        assertThat(post("[\"" + "x".repeat(InboxHandler.MOST_BYTES) + "\"]").statusCode())
                .isEqualTo(413);
    }

    @Test
    void sendsRetryAfterIfTheLedgerCannotBeWritten() throws Exception {
        ledger.close();
        HttpResponse<String> answer = post("{\"transaction_id\": \"" + ID + "\"}");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(inbox.address().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void restrictsTheTokenAndReplacesAnExposedOne() throws Exception {
        Path file = folder.resolve("inbox-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        InboxToken.in(folder);
        assertThat(Files.readString(file).strip()).isEqualTo(token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        InboxToken.in(folder);
        assertThat(Files.readString(file).strip()).isNotEqualTo(token).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return shop.post("/payments", body);
    }

    private void assertTurnedAway(int status, UnaryOperator<HttpRequest.Builder> change) throws Exception {
        String payment = "{\"transaction_id\": \"" + ID + "\"}";
        HttpResponse<String> answer =
                shop.send(change.apply(shop.request("/payments").POST(HttpRequest.BodyPublishers.ofString(payment)))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":\"");
        assertThat(ledger.counts(LedgerQuery.ALL)).isEmpty();
    }

    private String raw(String request) throws IOException {
        return raw(request, true);
    }

    /** @param last whether nothing more is going to come */
    private String raw(String request, boolean last) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), inbox.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (last) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
