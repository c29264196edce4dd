package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;

/** Payments that a POS sends, in its own form or FiscalBox's, one by one, in arrays and pipelined. */
@Timeout(60)
class PaymentRequestsTest {

    @TempDir
    private Path folder;

    private static String anor(String id, String status, String more) {
        return String.format(
                java.util.Locale.ROOT,
                "{\"transaction_id\":\"%s\",\"status\":\"ok\",\"message\":null,\"error_code\":0,\"payment_id\":658,"
                        + "\"error_note\":null,\"payment_status\":%s,\"phone_number\":\"998946532140\","
                        + "\"card_number\":\"860014******3145\"%s}",
                id,
                status,
                more);
    }

    private static String envelope(String data, String error, boolean success) {
        return "{\"data\":" + data + ",\"error\":" + error + ",\"is_success\":" + success + "}";
    }

    @Test
    void takesFiscalBoxsAnswerAsItIs() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            String whole = envelope(anor(InboxFixture.id(1), "2", ""), "null", true);
            assertThat(shop.post("/payments", whole).statusCode()).isEqualTo(201);
            assertThat(shop.post("/payments", whole).statusCode()).isEqualTo(200);
            assertThat(shop.post("/payments", anor(InboxFixture.id(2), "\"2\"", ""))
                            .statusCode())
                    .isEqualTo(201);
            for (int number = 1; number <= 2; number++) {
                Payment payment = shop.entry(InboxFixture.id(number)).payment();
                assertThat(payment.provider()).isEqualTo(Provider.ANOR);
                assertThat(payment.paymentId()).isEqualTo("658");
                assertThat(payment.phone()).isEqualTo("998946532140");
                assertThat(payment.card()).isEqualTo("860014******3145");
                assertThat(payment.amount()).isNull();
            }
        }
    }

    @Test
    void takesAnAmountFromFiscalBoxsAnswerOnlyIfItsUnitIsStated() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            HttpResponse<String> unclear =
                    shop.post("/payments", anor(InboxFixture.id(1), "2", ",\"amount\":12500000"));
            assertThat(unclear.statusCode()).isEqualTo(201);
            assertThat(unclear.body()).contains("{\"field\":\"amount\",\"code\":\"unclear\"");
            assertThat(shop.entry(InboxFixture.id(1)).payment().amount()).isNull();
            shop.post("/payments", anor(InboxFixture.id(2), "2", ",\"amount_tiyin\":12500000"));
            shop.post("/payments", anor(InboxFixture.id(3), "2", ",\"amount_sum\":125000"));
            for (int number = 2; number <= 3; number++) {
                assertThat(shop.entry(InboxFixture.id(number)).payment().amount())
                        .isEqualTo(new Amount(12_500_000));
            }
        }
    }

    @Test
    void refusesAnAnswerOfFiscalBoxThatIsNotAPayment() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            String id = InboxFixture.id(1);
            for (String answer : List.of(
                    anor(id, "1", ""),
                    anor(id, "null", ""),
                    envelope(anor(id, "1", ""), "null", true),
                    envelope(anor(id, "2", ""), "null", false),
                    envelope(anor(id, "2", ""), "{\"code\":106}", true),
                    envelope("null", "null", true),
                    "{\"is_success\":\"true\",\"error\":null,\"data\":" + anor(id, "2", "") + "}")) {
                HttpResponse<String> refused = shop.post("/payments", answer);
                assertThat(refused.statusCode()).as(answer).isEqualTo(400);
                assertThat(refused.body()).contains("\"code\":\"not-paid\"");
            }
            assertThat(shop.ledger.counts(LedgerQuery.ALL)).isEmpty();
        }
    }

    @Test
    void givesAReasonForEachFieldOfARefusedPayment() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            HttpResponse<String> refused = shop.post(
                    "/payments",
                    "{\"transaction_id\":\"1.9E+18\",\"amount\":-1,\"phone\":\"x\",\"paid_at\":\"24.11.26 1:00\","
                            + "\"provider\":\"nobody\",\"receipt\":\"https://example.com/\"}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("\"error\":\"The payment was refused.\"")
                    .contains("\"field\":\"transaction_id\",\"code\":\"rounded\",\"message\":\"Transaction ID was")
                    .contains("\"field\":\"amount\",\"code\":\"invalid\"")
                    .contains("\"field\":\"phone\",\"code\":\"invalid\"")
                    .contains("\"field\":\"paid_at\",\"code\":\"short-year\"")
                    .contains("\"field\":\"provider\",\"code\":\"invalid\"")
                    .contains("\"field\":\"receipt\",\"code\":\"host\"");
        }
    }

    @Test
    void aReceiptOfAnotherPaymentIsAConflict() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            String payment = "{\"transaction_id\":\"%s\",\"receipt\":\"" + InboxFixture.RECEIPT + "\"}";
            assertThat(shop.post("/payments", payment.replace("%s", InboxFixture.id(1)))
                            .statusCode())
                    .isEqualTo(201);
            HttpResponse<String> taken = shop.post("/payments", payment.replace("%s", InboxFixture.id(2)));
            assertThat(taken.statusCode()).isEqualTo(409);
            assertThat(taken.body()).contains("\"code\":\"receipt-taken\"");
        }
    }

    @Test
    void aPaymentOfTheListThatCannotBeReadIsAConflictAndHoldsUpNoOther() throws Exception {
        try (InboxFixture shop = new InboxFixture(folder)) {
            String payment = "{\"transaction_id\":\"%s\"}";
            String first = payment.formatted(InboxFixture.id(1));
            assertThat(shop.post("/payments", first).statusCode()).isEqualTo(201);
            PostgresServer.run(SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE payment SET provider = 'zzz'");

            HttpResponse<String> alone = shop.post("/payments", first);
            assertThat(alone.statusCode()).isEqualTo(409);
            assertThat(alone.body()).contains("\"code\":\"unreadable\",\"message\":\"The payment, or the one");
            HttpResponse<String> together =
                    shop.post("/payments", "[" + first + "," + payment.formatted(InboxFixture.id(2)) + "]");
            assertThat(together.statusCode()).isEqualTo(422);
            assertThat(together.body())
                    .contains("\"line\":1,\"result\":\"REFUSED\"", "\"line\":2,\"result\":\"TAKEN\"");
        }
    }

    /** Each of the requests is answered in its place; the payments are in the ledger when the first answer is there. */
    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        int requests = 300;
        try (InboxFixture shop = new InboxFixture(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < requests; i++) {
                // Every seventh is not a payment, and every eleventh asks for one.
                all.append(
                        i % 11 == 10
                                ? raw(shop, "GET", "/payments/" + InboxFixture.id(i - 1), "")
                                : raw(
                                        shop,
                                        "POST",
                                        "/payments",
                                        i % 7 == 6 ? "{}x" : "{\"transaction_id\":\"" + InboxFixture.id(i) + "\"}"));
            }
            socket.getOutputStream().write(all.toString().getBytes(UTF_8));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (int i = 0; i < requests; i++) {
                String answer = answer(in);
                if (i % 11 == 10) {
                    assertThat(answer).contains((i - 1) % 7 == 6 ? " 404 " : " 200 ");
                } else if (i % 7 == 6) {
                    assertThat(answer).contains(" 400 ");
                } else {
                    assertThat(answer).contains(" 201 ").contains(InboxFixture.id(i));
                }
            }
        }
    }

    private static String raw(InboxFixture shop, String method, String path, String json) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost:" + shop.port() + "\r\nAuthorization: Bearer "
                + shop.token + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                + json;
    }

    /** Reads the head and the body of an answer; throws if the connection ends within it. */
    static String answer(BufferedReader in) throws IOException {
        StringBuilder answer = new StringBuilder();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            answer.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        for (int i = 0; i < length; i++) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the answer is cut off");
            }
            answer.append((char) c);
        }
        return answer.toString();
    }

    private static String line(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the connection was closed");
        }
        return line;
    }

    /** The first request holds the writer up; what waits is bounded, and the rest is told to come back. */
    @Test
    void refusesMorePaymentsThanCanWait() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (InboxFixture shop = new InboxFixture(folder, 1, false, _ -> {
            first.countDown();
            awaitQuietly(goOn);
        })) {
            assertThat(shop.pay(InboxFixture.id(1)).statusCode()).isEqualTo(201);
            first.await();
            HttpResponse<String> refused = shop.pay(InboxFixture.id(2));
            goOn.countDown();
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(InboxFixture.header(refused, "Retry-After")).isEqualTo("1");
            assertThat(shop.ledger.counts(LedgerQuery.ALL))
                    .containsOnlyKeys(PaymentState.PENDING)
                    .containsValue(1L);
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
    void onlyTakesPaymentsByPost(String method) throws Exception {
        try (InboxFixture shop = new InboxFixture(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            socket.getOutputStream().write(raw(shop, method, "/payments", "").getBytes(UTF_8));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(in.readLine()).contains(" 405 ");
        }
    }
}
