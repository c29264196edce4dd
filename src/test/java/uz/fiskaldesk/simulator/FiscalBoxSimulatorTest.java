package uz.fiskaldesk.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class FiscalBoxSimulatorTest {
    private static final String CONFIRM = "/payment/anor_confirm";
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T20:30:05Z"), ZoneOffset.UTC);

    @Test
    void recordsRequestsAndBookings() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, NOON, _ -> {})) {
            String body = RawClient.confirmation(ID, RECEIPT);
            ask(simulator, "POST", CONFIRM, body);
            assertThat(simulator.requests())
                    .containsExactly(
                            new RecordedRequest(NOON.instant(), "POST", CONFIRM, ID, RECEIPT, body, "confirm", true));
            assertThat(simulator.booked()).containsExactlyEntriesOf(Map.of(ID, RECEIPT));
            assertThat(simulator.booked().get(ID.toUpperCase(Locale.ROOT))).isEqualTo(RECEIPT);
        }
    }

    @Test
    void keepsTheFirstBookedReceipt() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT));
            ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT.replace("6013", "6014")));
            assertThat(simulator.booked()).containsValue(RECEIPT).hasSize(1);
            assertThat(simulator.confirmations()).hasSize(2);
        }
    }

    @Test
    void notifiesTheListenerBeforeResponding() throws Exception {
        BlockingQueue<RecordedRequest> heard = new LinkedBlockingQueue<>();
        try (FiscalBoxSimulator simulator =
                FiscalBoxSimulator.start(Scenario.of(Behaviour.hang()), 0, NOON, heard::add)) {
            try (RawClient client = new RawClient(simulator.address())) {
                client.post(CONFIRM, RawClient.confirmation(ID, RECEIPT));
                RecordedRequest seen = heard.poll(20, TimeUnit.SECONDS);
                assertThat(seen).isNotNull();
                JsonNode json = JsonMapper.shared().readTree(seen.toJson());
                assertThat(json.get("behaviour").stringValue()).isEqualTo("hang");
                assertThat(json.get("transactionId").stringValue()).isEqualTo(ID);
                assertThat(seen.toJson()).doesNotContain("\n");
            }
        }
    }

    @Test
    void respondsEvenIfTheListenerFails() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, NOON, _ -> {
            throw new IllegalStateException("no standard output");
        })) {
            assertThat(ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void toleratesATrailingSlashAndAQuery() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            assertThat(ask(simulator, "POST", CONFIRM + "/", RawClient.confirmation(ID, RECEIPT))
                            .status())
                    .isEqualTo(200);
            assertThat(ask(simulator, "GET", "/info", "").status()).isEqualTo(200);
            assertThat(ask(simulator, "GET", "/order/last?x=1", "").status()).isEqualTo(200);
        }
    }

    @Test
    void refusesFieldsAsFiscalBoxDoes() throws Exception {
        assertThat(refusal("{\"transaction_id\":\"" + ID + "\",\"qr_code\":\" \"}"))
                .isEqualTo("{\"qr_code\":[\"This field may not be blank.\"]}");
        assertThat(refusal("{}"))
                .isEqualTo("{\"transaction_id\":[\"This field is required.\"],"
                        + "\"qr_code\":[\"This field is required.\"]}");
        assertThat(refusal("{\"transaction_id\":17,\"qr_code\":null}"))
                .isEqualTo("{\"transaction_id\":[\"Not a valid string.\"],"
                        + "\"qr_code\":[\"This field may not be null.\"]}");
        assertThat(refusal("[1]")).contains("Invalid data");
        assertThat(refusal("transaction_id=1")).startsWith("JSON parse error - ");
        assertThat(refusal("")).contains("Invalid data");
    }

    @Test
    void returnsTheTerminalAndTashkentTime() throws Exception {
        Scenario scenario = Scenario.confirming().withTerminal("LG230110007813");
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(scenario, 0, NOON, _ -> {})) {
            JsonNode data = json(ask(simulator, "GET", "/info/", "")).get("data");
            assertThat(data.get("terminal_id").stringValue()).isEqualTo("LG230110007813");
            assertThat(data.get("current_time").stringValue()).isEqualTo("2026-11-25 01:30:05");
        }
    }

    @Test
    void canBeNotInitialisedOrDown() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            simulator.play(Scenario.confirming().withInfo(Scenario.InfoAnswer.NOT_INITIALISED));
            JsonNode answer = json(ask(simulator, "GET", "/info/", ""));
            assertThat(answer.get("error").get("code").intValue()).isEqualTo(102);
            assertThat(answer.get("is_success").booleanValue()).isFalse();
            simulator.play(Scenario.confirming().withInfo(Scenario.InfoAnswer.DOWN));
            assertThat(ask(simulator, "GET", "/info/", "")).isEqualTo(new RawClient.Received("", true));
        }
    }

    @Test
    void returnsTheLastReceiptInEachForm() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, NOON, _ -> {})) {
            assertThat(lastReceipt(simulator)
                            .get("data")
                            .get("result")
                            .get("QRCodeURL")
                            .stringValue())
                    .isEqualTo("https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20261125012905&s=025561534771");
            simulator.play(Scenario.confirming().withLastReceipt(RECEIPT, Scenario.LastReceiptIn.DATA));
            assertThat(lastReceipt(simulator).get("data").get("QRCodeURL").stringValue())
                    .isEqualTo(RECEIPT);
            simulator.play(Scenario.confirming().withLastReceipt(null, Scenario.LastReceiptIn.NOWHERE));
            assertThat(lastReceipt(simulator).get("is_success").booleanValue()).isFalse();
        }
    }

    @Test
    void refusesOtherPathsAndMethods() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            RawClient.Received unknown = ask(simulator, "POST", "/payment/click", "{}");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.header("Content-Type")).isEqualTo("text/plain");
            assertThat(ask(simulator, "GET", CONFIRM, "").status()).isEqualTo(405);
            assertThat(ask(simulator, "DELETE", "/info/", "").status()).isEqualTo(405);
            assertThat(ask(simulator, "PUT", "/order/last/", "").status()).isEqualTo(405);
            assertThat(simulator.requests()).hasSize(4);
            assertThat(simulator.confirmations()).isEmpty();
        }
    }

    @Test
    void usesBehavioursInTurnAndRepeatsTheLast() throws Exception {
        Scenario scenario = Scenario.confirming()
                .with(ID.toUpperCase(Locale.ROOT), Behaviour.declined(), Behaviour.httpError(503), Behaviour.confirm());
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(scenario)) {
            for (int i = 0; i < 4; i++) {
                ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT));
                ask(simulator, "POST", CONFIRM, RawClient.confirmation("another", RECEIPT));
            }
            assertThat(simulator.requests().stream()
                            .filter(seen -> ID.equals(seen.transactionId()))
                            .map(RecordedRequest::behaviour))
                    .containsExactly("declined", "503", "confirm", "confirm");
            simulator.play(scenario);
            ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT));
            assertThat(simulator.requests().getLast().behaviour()).isEqualTo("declined");
        }
    }

    @Test
    void anInvalidConfirmationUsesNoBehaviour() throws Exception {
        Scenario scenario = Scenario.confirming().with(ID, Behaviour.declined(), Behaviour.confirm());
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(scenario)) {
            ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, ""));
            ask(simulator, "POST", CONFIRM, RawClient.confirmation(ID, RECEIPT));
            assertThat(simulator.requests())
                    .extracting(RecordedRequest::behaviour)
                    .containsExactly("invalid", "declined");
            assertThat(simulator.booked()).isEmpty();
        }
    }

    @Test
    void servesManyRequestsOnOneConnection() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming());
                RawClient client = new RawClient(simulator.address())) {
            client.post(CONFIRM, RawClient.confirmation(ID, RECEIPT));
            client.post(CONFIRM, RawClient.confirmation(ID, RECEIPT));
            client.send("GET", "/info/", "", "Connection: close");
            assertThat(client.receiveAll().text().split("HTTP/1.1 200 OK")).hasSize(4);
        }
    }

    @Test
    void readsChunkedBodies() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming());
                RawClient client = new RawClient(simulator.address())) {
            String body = RawClient.confirmation(ID, RECEIPT);
            client.write("POST " + CONFIRM + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n"
                    + body.substring(0, 5) + "\r\n" + Integer.toHexString(body.length() - 5) + "\r\n"
                    + body.substring(5) + "\r\n0\r\n\r\n");
            assertThat(client.receiveAll().status()).isEqualTo(200);
            assertThat(simulator.booked()).containsOnlyKeys(ID);
        }
    }

    @Test
    void respondsToInvalidHttpWith400() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            for (String nonsense : List.of("hello\r\n", "GET / HTTP/1.1\r\nno colon\r\n", hugeLength())) {
                try (RawClient client = new RawClient(simulator.address())) {
                    client.write(nonsense);
                    assertThat(client.receiveAll().status()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void servesManyClientsConcurrently() throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<RawClient.Received>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String body = RawClient.confirmation("payment-" + i, RECEIPT);
                calls.add(() -> ask(simulator, "POST", CONFIRM, body));
            }
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get().status()).isEqualTo(200);
            }
            assertThat(simulator.booked()).hasSize(100);
        }
    }

    @Test
    void closesImmediatelyWithPendingResponses() throws Exception {
        BlockingQueue<RecordedRequest> heard = new LinkedBlockingQueue<>();
        Scenario scenario = Scenario.confirming()
                .with("hang", Behaviour.hang())
                .with("slow", Behaviour.slow(Duration.ofHours(1)))
                .with("drip", BrokenResponses.drip(Duration.ofHours(1)))
                .with("huge", BrokenResponses.huge(1024));
        FiscalBoxSimulator simulator = FiscalBoxSimulator.start(scenario, 0, NOON, heard::add);
        List<RawClient> clients = new ArrayList<>();
        for (String id : List.of("hang", "slow", "drip", "huge")) {
            RawClient client = new RawClient(simulator.address());
            client.post(CONFIRM, RawClient.confirmation(id, RECEIPT));
            clients.add(client);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        clients.add(new RawClient(simulator.address()));

        long start = System.nanoTime();
        simulator.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(clients.getFirst().receiveAll().text()).isEmpty();
        for (RawClient client : clients) {
            client.close();
        }
        simulator.close();
    }

    private static String hugeLength() {
        return "POST " + CONFIRM + " HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n";
    }

    private static JsonNode lastReceipt(FiscalBoxSimulator simulator) throws IOException {
        return json(ask(simulator, "GET", "/order/last/", ""));
    }

    private static String refusal(String body) throws IOException {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            JsonNode answer = json(ask(simulator, "POST", CONFIRM, body));
            assertThat(answer.get("data").isNull()).isTrue();
            assertThat(answer.get("is_success").booleanValue()).isFalse();
            assertThat(answer.get("error").get("code").intValue()).isEqualTo(7);
            assertThat(simulator.booked()).isEmpty();
            return answer.get("error").get("message").stringValue();
        }
    }

    private static JsonNode json(RawClient.Received received) {
        return JsonMapper.shared().readTree(received.body());
    }

    private static RawClient.Received ask(FiscalBoxSimulator simulator, String method, String path, String body)
            throws IOException {
        try (RawClient client = new RawClient(simulator.address())) {
            client.send(method, path, body, "Connection: close");
            return client.receiveAll();
        }
    }
}
