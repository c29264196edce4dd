package uz.fiskaldesk.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/** Receipts that a POS sends for its payments, and what it is told about them. */
@Timeout(60)
class ReceiptRequestsTest {
    private static final String ID = InboxFixture.ID;
    private static final String OTHER_ID = InboxFixture.id(2);
    private static final String RECEIPT = InboxFixture.RECEIPT;
    private static final String OTHER_RECEIPT = InboxFixture.receipt(7001);

    @TempDir
    private Path folder;

    private InboxFixture shop;

    @BeforeEach
    void open() throws Exception {
        shop = new InboxFixture(folder);
        shop.pay(ID);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static void assertResult(HttpResponse<String> response, int status, String result, String next) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("result").asString()).isEqualTo(result);
        assertThat(json(response).path("next").path("code").asString()).isEqualTo(next);
        assertThat(json(response).path("next").path("message").asString()).isNotBlank();
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code, String... reasons) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("code").asString()).isEqualTo(code);
        assertThat(json(response).path("error").asString()).isNotBlank();
        List<String> found = new ArrayList<>();
        json(response)
                .path("reasons")
                .forEach(reason -> found.add(reason.path("code").asString()));
        assertThat(found).containsExactly(reasons);
    }

    @Test
    void tellsTheStateAndTheNextStep() throws Exception {
        HttpResponse<String> pending = shop.get("/payments/" + ID);
        assertThat(pending.statusCode()).isEqualTo(200);
        assertThat(json(pending).path("state").asString()).isEqualTo("PENDING");
        assertThat(json(pending).path("receipt").isNull()).isTrue();
        assertThat(json(pending).path("next").path("code").asString()).isEqualTo("send-receipt");
        assertThat(shop.get("/payments/" + OTHER_ID).statusCode()).isEqualTo(404);
        assertThat(shop.get("/payments/none").statusCode()).isEqualTo(404);
        assertThat(shop.get("/payments/" + ID.replace("-", "").toUpperCase(java.util.Locale.ROOT))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void attachesAReceiptAndSendsItLater() throws Exception {
        assertResult(shop.bind(ID, RECEIPT, false), 200, "attached", "send");
        assertThat(shop.box.confirmations()).isEmpty();
        assertThat(shop.ledger.acts(shop.entry(ID)).getLast())
                .extracting(Act::kind, Act::who)
                .containsExactly(Act.Kind.RECEIPT_ATTACHED, "inbox");
        assertResult(shop.bind(ID, RECEIPT, true), 200, "confirmed", "nothing");
        assertThat(json(shop.get("/payments/" + ID))
                        .path("lastOutcome")
                        .path("kind")
                        .asString())
                .isEqualTo("Confirmed");
    }

    @Test
    void takesFiscalBoxsNameForTheReceipt() throws Exception {
        assertResult(
                shop.post("/payments/" + ID + "/receipt?send=true", "{\"qr_code\":\"" + RECEIPT + "\"}"),
                200,
                "confirmed",
                "nothing");
        assertThat(shop.results).containsExactly("confirmed");
    }

    @Test
    void takesPaymentsOfOtherProviders() throws Exception {
        HttpResponse<String> added =
                shop.post("/payments", "{\"provider\":\"click\",\"payment_id\":2354512461,\"amount\":125000}");
        assertThat(InboxFixture.header(added, "Location")).isEqualTo("/payments/click:2354512461");
        assertResult(shop.bind("click:2354512461", RECEIPT, false), 200, "attached", "send");
        assertThat(json(shop.get("/payments/click%3A2354512461"))
                        .path("provider")
                        .asString())
                .isEqualTo("click");
    }

    @Test
    void aRepeatedRequestSendsNothingAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertResult(shop.bind(ID, RECEIPT, true), 200, "confirmed", "nothing");
        }
        assertResult(shop.bind(ID, RECEIPT, false), 200, "confirmed", "nothing");
        assertThat(shop.box.confirmations()).hasSize(1);
    }

    @Test
    void ofTwentyRequestsAtOnceOneIsSentAndAllGetItsOutcome() throws Exception {
        shop.box.play(Scenario.of(Behaviour.slow(Duration.ofMillis(300))));
        int requests = ReceiptRequests.MOST_SENDING;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                responses.add(clients.submit(() -> shop.bind(ID, RECEIPT, true)));
            }
            for (Future<HttpResponse<String>> response : responses) {
                assertResult(response.get(), 200, "confirmed", "nothing");
            }
        }
        assertThat(shop.box.confirmations()).hasSize(1);
    }

    @Test
    void limitsTheRequestsThatWaitForFiscalBox() throws Exception {
        shop.box.play(Scenario.of(Behaviour.slow(Duration.ofSeconds(2))));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i <= ReceiptRequests.MOST_SENDING; i++) {
                responses.add(clients.submit(() -> shop.bind(ID, RECEIPT, true)));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> response : responses) {
                statuses.add(response.get().statusCode());
                if (response.get().statusCode() == 429) {
                    assertThat(InboxFixture.header(response.get(), "Retry-After"))
                            .isEqualTo("5");
                }
            }
            assertThat(statuses).contains(200, 429).doesNotContain(500, 503);
        }
        assertThat(shop.box.confirmations()).hasSize(1);
    }

    @Test
    void aRejectionIsNotASuccessAndIsNotSentAgain() throws Exception {
        shop.box.play(Scenario.of(Behaviour.reject(24, "Chek topilmadi")));
        assertResult(shop.bind(ID, RECEIPT, true), 202, "rejected", "correct");
        HttpResponse<String> again = shop.bind(ID, RECEIPT, true);
        assertResult(again, 202, "rejected", "correct");
        assertThat(json(again).path("lastOutcome").path("message").asString()).isEqualTo("Chek topilmadi");
        assertThat(shop.box.confirmations()).hasSize(1);
    }

    @Test
    void anUnknownOutcomeIsNotSentAgain() throws Exception {
        shop.box.play(Scenario.of(Behaviour.resetAfterBooking()));
        assertResult(shop.bind(ID, RECEIPT, true), 202, "unknown", "retry-same-receipt");
        assertResult(shop.bind(ID, RECEIPT, true), 202, "unknown", "retry-same-receipt");
        assertThat(shop.box.confirmations()).hasSize(1);
        assertThat(shop.entry(ID).state()).isEqualTo(PaymentState.UNKNOWN);
    }

    @Test
    void whatWasNotSentIsKeptAndMayBeSentAgain() throws Exception {
        shop.box.play(Scenario.of(Behaviour.httpError(404), Behaviour.confirm()));
        assertResult(shop.bind(ID, RECEIPT, true), 202, "not-sent", "wait");
        assertThat(shop.entry(ID).nextTryAt()).isNotNull();
        assertResult(shop.bind(ID, RECEIPT, true), 200, "confirmed", "nothing");
    }

    @Test
    void refusesASecondReceiptAndOneOfAnotherPayment() throws Exception {
        shop.pay(OTHER_ID);
        shop.bind(ID, RECEIPT, false);
        assertRefused(shop.bind(ID, OTHER_RECEIPT, true), 409, "other-receipt");
        HttpResponse<String> taken = shop.bind(OTHER_ID, RECEIPT, true);
        assertRefused(taken, 409, "receipt-taken", "transaction");
        assertThat(taken.body()).contains(ID);
        shop.bind(ID, RECEIPT, true);
        assertRefused(shop.bind(ID, OTHER_RECEIPT, true), 409, "other-receipt");
        assertThat(shop.entry(OTHER_ID).state()).isEqualTo(PaymentState.PENDING);
        assertThat(shop.box.confirmations()).hasSize(1);
    }

    @Test
    void leavesDoubtfulReceiptsToAPerson() throws Exception {
        String early = RECEIPT.replace("c=20261124115900", "c=20261124090000");
        assertRefused(shop.bind(ID, early, true), 422, "needs-person", "before-payment");
        assertRefused(shop.bind(ID, RECEIPT.replace("https", "http"), true), 422, "needs-person", "plain-http");
        shop.ledger.recordRefund(ReceiptLink.parse(OTHER_RECEIPT).orElseThrow(), "POS", InboxFixture.NOON);
        assertRefused(shop.bind(ID, OTHER_RECEIPT, true), 422, "needs-person", "refunded");
        // FiscalBox is asked for the number of its module if the POS has not asked for /ready.
        assertRefused(
                shop.bind(ID, RECEIPT.replace("UZ170703100597", "UZ170703100598"), true),
                422,
                "needs-person",
                "other-till");
        assertThat(shop.entry(ID).state()).isEqualTo(PaymentState.PENDING);
        assertThat(shop.box.confirmations()).isEmpty();
    }

    @Test
    void doesNotSendADoubtfulReceiptThatCameWithThePayment() throws Exception {
        String early = RECEIPT.replace("c=20261124115900", "c=20261124090000");
        shop.post(
                "/payments",
                "{\"transaction_id\":\"" + OTHER_ID + "\",\"paid_at\":\"2026-11-24T11:50:00\",\"receipt\":\"" + early
                        + "\"}");
        assertThat(json(shop.get("/payments/" + OTHER_ID))
                        .path("next")
                        .path("code")
                        .asString())
                .isEqualTo("accept-receipt");
        assertRefused(shop.bind(OTHER_ID, early, true), 409, "needs-person", "before-payment");
        assertThat(shop.box.confirmations()).isEmpty();
    }

    @Test
    void refusesWhatIsNoReceiptAndWhatIsNoRequest() throws Exception {
        assertRefused(shop.bind(ID, "https://example.com/", true), 422, "not-a-receipt", "host");
        String path = "/payments/" + ID + "/receipt";
        for (String body : List.of("", "{", "[]", "{\"receipt\":7}", "{\"receipt\":\" \"}", "{\"receipt\":\"a\"}{}")) {
            assertThat(shop.post(path, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(shop.post(path + "?send=yes", "{\"receipt\":\"" + RECEIPT + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(shop.bind(OTHER_ID, RECEIPT, true).statusCode()).isEqualTo(404);
        assertThat(shop.get(path).statusCode()).isEqualTo(405);
        assertThat(shop.entry(ID).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void aPaymentThatWasSetAsideTakesNoReceipt() throws Exception {
        shop.ledger.setAside(shop.entry(ID), new Act(Act.Kind.SET_ASIDE, "Nodira", InboxFixture.NOON, "test"));
        assertRefused(shop.bind(ID, RECEIPT, true), 409, "takes-no-receipt");
    }

    @Test
    void tellsTheClientToComeBackIfTheLedgerCannotBeWritten() throws Exception {
        shop.disk.refuse("attach");
        HttpResponse<String> failed = shop.bind(ID, RECEIPT, true);
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(InboxFixture.header(failed, "Retry-After")).isEqualTo("30");
        shop.disk.allow();
        assertResult(shop.bind(ID, RECEIPT, true), 200, "confirmed", "nothing");
    }

    @Test
    void theAttemptIsOnDiskBeforeItIsSent() throws Exception {
        shop.disk.refuse("claim");
        assertThat(shop.bind(ID, RECEIPT, true).statusCode()).isEqualTo(503);
        assertThat(shop.box.confirmations()).isEmpty();
    }
}
