package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests each behaviour on the wire. */
@Timeout(60)
class BehaviourTest {
    private static final String ID = "05a4\"0000-0000-4000-8000-000000000002";
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    @Test
    void confirmsWithAllFields() throws Exception {
        JsonNode answer = json(met(Behaviour.confirm(), true));
        assertThat(answer.toString())
                .isEqualTo("{\"data\":{\"message\":\"Fiscalization completed successfully\",\"error_code\":0,"
                        + "\"payment_id\":123456,\"transaction_id\":\"05a4\\\"0000-0000-4000-8000-000000000002\"},"
                        + "\"error\":null,\"is_success\":true}");
    }

    @Test
    void confirmsWithNulls() throws Exception {
        JsonNode data = json(met(Behaviour.confirmWithNulls(), true)).get("data");
        assertThat(data.get("message").isNull()).isTrue();
        assertThat(data.get("error_code").isNull()).isTrue();
        assertThat(data.get("payment_id").isNull()).isTrue();
        assertThat(data.get("transaction_id").stringValue()).isEqualTo(ID);
    }

    @Test
    void rejectsWithCodeAndMessage() throws Exception {
        JsonNode answer = json(met(Behaviour.reject(106, "Tolov \"topilmadi\""), false));
        assertThat(answer.get("data").isNull()).isTrue();
        assertThat(answer.get("error").get("code").intValue()).isEqualTo(106);
        assertThat(answer.get("error").get("message").stringValue()).isEqualTo("Tolov \"topilmadi\"");
        assertThat(answer.get("is_success").booleanValue()).isFalse();
        JsonNode silent = json(met(Behaviour.reject(105, null), false));
        assertThat(silent.get("error").get("message").isNull()).isTrue();
    }

    @Test
    void rejectsWithAString() throws Exception {
        JsonNode answer = json(met(Behaviour.rejectWithText("Оплата не найдена"), false));
        assertThat(answer.get("error").stringValue()).isEqualTo("Оплата не найдена");
    }

    @Test
    void declinesWithoutAReason() throws Exception {
        assertThat(met(Behaviour.declined(), false).body())
                .isEqualTo("{\"data\":null,\"error\":null,\"is_success\":false}");
    }

    @Test
    void returnsAProviderErrorInASuccess() throws Exception {
        JsonNode answer = json(met(Behaviour.providerError(-5017, "Not found"), false));
        assertThat(answer.get("is_success").booleanValue()).isTrue();
        assertThat(answer.get("error").isNull()).isTrue();
        assertThat(answer.get("data").get("error_code").intValue()).isEqualTo(-5017);
    }

    @Test
    void reportsATimeoutUpstreamAsCode2() throws Exception {
        JsonNode error = json(met(Behaviour.timedOut(), false)).get("error");
        assertThat(error.get("code").intValue()).isEqualTo(2);
        assertThat(error.get("message").stringValue()).isEqualTo("Read timed out");
    }

    @Test
    void namesAnotherTransaction() throws Exception {
        JsonNode data = json(met(Behaviour.otherTransaction("another"), false)).get("data");
        assertThat(data.get("transaction_id").stringValue()).isEqualTo("another");
    }

    @Test
    void waitsBeforeItAnswersButBooksAtOnce() throws Exception {
        Duration wait = Duration.ofMillis(60);
        long start = System.nanoTime();
        met(Behaviour.slow(wait), true);
        met(Behaviour.declined().after(wait), false);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(wait.multipliedBy(2));
    }

    @Test
    void resetsBeforeAndAfterBooking() throws Exception {
        assertThat(met(Behaviour.resetBeforeBooking(), false)).isEqualTo(new RawClient.Received("", true));
        assertThat(met(Behaviour.resetAfterBooking(), true)).isEqualTo(new RawClient.Received("", true));
    }

    @Test
    void closesWithoutAResponse() throws Exception {
        assertThat(met(Behaviour.closeAfterBooking(), true)).isEqualTo(new RawClient.Received("", false));
    }

    @Test
    void truncatesTheResponse() throws Exception {
        RawClient.Received received = met(BrokenResponses.truncated(), true);
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.reset()).isFalse();
        assertThat(received.body().length())
                .isPositive()
                .isLessThan(Integer.parseInt(received.header("Content-Length")));
    }

    @Test
    void returnsACaptivePortalPage() throws Exception {
        RawClient.Received received = met(Behaviour.html(), false);
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("Content-Type")).startsWith("text/html");
        assertThat(received.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void returnsAnEmptyBody() throws Exception {
        RawClient.Received received = met(Behaviour.empty(), false);
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("Content-Length")).isEqualTo("0");
        assertThat(received.body()).isEmpty();
    }

    @Test
    void streamsTooMuchJson() throws Exception {
        RawClient.Received received = met(BrokenResponses.huge(2), true);
        assertThat(received.header("Content-Length")).isEmpty();
        assertThat(received.header("Transfer-Encoding")).isEqualTo("chunked");
        String json = received.body().replaceAll("(?:^|\r\n)[0-9a-f]+\r\n", "");
        assertThat(json).hasSizeGreaterThan(2 << 20).endsWith("\"is_success\":true}\r\n");
        assertThat(JsonMapper.shared().readTree(json).get("is_success").booleanValue())
                .isTrue();
    }

    @Test
    void sendsOneByteAtATime() throws Exception {
        long start = System.nanoTime();
        RawClient.Received received = met(BrokenResponses.drip(Duration.ofMillis(1)), true);
        assertThat(json(received).get("is_success").booleanValue()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(received.body().getBytes(UTF_8).length));
    }

    @Test
    void redirects() throws Exception {
        RawClient.Received received = met(Behaviour.redirect("https://example.invalid/login"), false);
        assertThat(received.status()).isEqualTo(302);
        assertThat(received.header("Location")).isEqualTo("https://example.invalid/login");
    }

    @Test
    void sendsRetryAfter() throws Exception {
        RawClient.Received received = met(Behaviour.tooManyRequests(7), false);
        assertThat(received.status()).isEqualTo(429);
        assertThat(received.header("Retry-After")).isEqualTo("7");
    }

    @Test
    void returnsAnEnvelopeWithAnErrorStatus() throws Exception {
        RawClient.Received received = met(Behaviour.badRequest(422, 104, "Invalid argument"), false);
        assertThat(received.status()).isEqualTo(422);
        assertThat(json(received).get("error").get("code").intValue()).isEqualTo(104);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 500, 502, 503, 504})
    void returnsHttpErrors(int status) throws Exception {
        RawClient.Received received = met(Behaviour.httpError(status), false);
        assertThat(received.status()).isEqualTo(status);
        assertThat(received.header("Content-Type")).startsWith("text/html");
        assertThat(received.body()).contains("<h1>" + status + " ");
    }

    @Test
    void canBookAndFail() throws Exception {
        assertThat(met(Behaviour.httpError(502).booking(true), true).status()).isEqualTo(502);
    }

    private static JsonNode json(RawClient.Received received) {
        return JsonMapper.shared().readTree(received.body());
    }

    private static RawClient.Received met(Behaviour behaviour, boolean booked) throws IOException {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.of(behaviour));
                RawClient client = new RawClient(simulator.address())) {
            client.post(
                    "/payment/anor_confirm",
                    RawClient.confirmation("05a4\\\"" + ID.substring(5), RECEIPT),
                    "Connection: close");
            RawClient.Received received = client.receiveAll();
            assertThat(simulator.requests())
                    .singleElement()
                    .extracting(RecordedRequest::booked)
                    .isEqualTo(booked);
            assertThat(simulator.booked().get(ID)).isEqualTo(booked ? RECEIPT : null);
            return received;
        }
    }
}
