package uz.fiskaldesk.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.ConfirmOnlyApi;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Scenario;

/** Whether a POS may take a payment. */
@Timeout(60)
class ReadinessTest {
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

    private JsonNode ready() throws Exception {
        return JsonMapper.shared().readTree(shop.get("/ready").body());
    }

    private void assertNotReady(String code) throws Exception {
        JsonNode answer = ready();
        assertThat(answer.path("ready").booleanValue()).isFalse();
        assertThat(answer.path("reasons").get(0).path("code").asString()).isEqualTo(code);
        assertThat(answer.path("reasons").get(0).path("message").asString()).isNotBlank();
    }

    @Test
    void isReadyIfFiscalBoxAnswersAndNothingSpeaksAgainstIt() throws Exception {
        assertThat(shop.get("/ready").body()).isEqualTo("{\"ready\":true,\"reasons\":[],\"warnings\":[]}");
    }

    @Test
    void asksFiscalBoxOnceForManyRequests() throws Exception {
        for (int i = 0; i < 10; i++) {
            ready();
        }
        assertThat(shop.box.requests()).hasSize(1);
        shop.clock.tick(Readiness.VALID);
        ready();
        assertThat(shop.box.requests()).hasSize(2);
    }

    @Test
    void isNotReadyWithoutFiscalBoxOrItsModule() throws Exception {
        shop.box.play(Scenario.confirming().withInfo(Scenario.InfoAnswer.NOT_INITIALISED));
        assertNotReady("not-working");
        shop.clock.tick(Readiness.VALID);
        shop.box.close();
        assertNotReady("unreachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"changeCounter", "page"})
    void isNotReadyIfThePaymentCouldNotBeKept(String method) throws Exception {
        shop.disk.refuse(method);
        assertNotReady("ledger");
    }

    @Test
    void warnsBeforeFiscalBoxStopsAcceptingPayments() throws Exception {
        shop.box.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 85, \"receipt_max_count\": 100}}"));
        JsonNode warned = ready();
        assertThat(warned.path("ready").booleanValue()).isTrue();
        assertThat(warned.path("warnings").get(0).path("code").asString()).isEqualTo("receipt-memory");
        shop.clock.tick(Readiness.VALID);
        shop.box.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 100, \"receipt_max_count\": 100}}"));
        assertNotReady("receipt-memory-full");
        shop.clock.tick(Readiness.VALID);
        shop.box.play(Scenario.parse("{\"infoFields\": {\"zreport_count\": 900, \"zreport_max_count\": 900}}"));
        assertNotReady("shift-memory-full");
    }

    @Test
    void doesNotLetTheCustomerWaitForASlowFiscalBox() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        FiscalApi slow = new ConfirmOnlyApi() {
            @Override
            public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
                throw new UnsupportedOperationException("not used in this test");
            }

            @Override
            public TillInfo info() {
                try {
                    answering.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new TillInfo.Up("UZ170703100597", null);
            }
        };
        Readiness readiness = new Readiness(shop.services, slow, Duration.ofMillis(50));
        assertThat(readiness.answer().content()).startsWith("{\"ready\":false,\"reasons\":[{\"code\":\"unreachable\"");
        // The late answer is the next one's.
        answering.countDown();
        while (readiness.terminalId() == null) {
            Thread.onSpinWait();
        }
        assertThat(readiness.answer().content()).startsWith("{\"ready\":true");
    }
}
