package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Confirmations of every provider over HTTP, with the answers of the simulator. */
@Timeout(120)
class ProviderConfirmationTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anor  | /payment/anor_confirm   | transaction_id | qr_code
            click | /payment/click_confirm  | payment_id     | qr_code
            payme | /payment/payme_confirm  | payment_id     | qr_code
            uzum  | /payment/uzum_confirm   | payment_id     | qr_code
            uzqr  | /payment/one_qr/receipt | pay_id         | fiscal_receipt_url
            """)
    void sendsOnePostWithTheDocumentedFields(String code, String path, String idField, String receiptField)
            throws Exception {
        Provider provider = Provider.ofCode(code);
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            assertThat(confirm(simulator, provider)).isInstanceOf(Outcome.Confirmed.class);
            assertThat(simulator.confirmations()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).isEqualTo(path);
                assertThat(request.rawBody())
                        .isEqualTo("{\"" + idField + "\":\"" + provider.exampleId() + "\",\"" + receiptField + "\":\""
                                + RECEIPT + "\"}");
            });
            assertThat(simulator.booked())
                    .containsEntry(
                            TransactionId.of(provider, provider.exampleId()).toString(), RECEIPT);
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void judgesEveryAnswerOfTheSimulator(Provider provider) throws Exception {
        assertThat(after(provider, Behaviour.confirmWithNulls())).isInstanceOf(Outcome.Confirmed.class);
        assertThat(after(provider, Behaviour.slow(Duration.ofMillis(20)))).isInstanceOf(Outcome.Confirmed.class);
        assertThat(after(provider, Behaviour.reject(4001, "Платеж не найден.")))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.answer().code()).isEqualTo("4001"));
        assertThat(after(provider, Behaviour.providerError(-5017, "Not found")))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.answer().code()).isEqualTo("-5017");
                    assertThat(rejected.answer().message()).isEqualTo("Not found");
                });
        assertThat(after(provider, Behaviour.declined())).isInstanceOf(Outcome.Rejected.class);
        assertUnknown(UnknownReason.UPSTREAM_TIMEOUT, after(provider, Behaviour.timedOut()));
        assertUnknown(UnknownReason.OTHER_TRANSACTION, after(provider, Behaviour.otherTransaction("77")));
        assertUnknown(UnknownReason.NOT_AN_ANSWER, after(provider, Behaviour.html()));
        assertUnknown(UnknownReason.CONNECTION_LOST, after(provider, Behaviour.resetAfterBooking()));
        assertUnknown(UnknownReason.SERVER_ERROR, after(provider, Behaviour.httpError(502)));
        assertThat(after(provider, Behaviour.httpError(404))).isInstanceOf(Outcome.NotSent.class);
    }

    private static void assertUnknown(UnknownReason reason, Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(reason));
    }

    private static Outcome after(Provider provider, Behaviour behaviour) throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.of(behaviour))) {
            return confirm(simulator, provider);
        }
    }

    private static Outcome confirm(FiscalBoxSimulator simulator, Provider provider) throws Exception {
        FiscalBoxAddress address =
                FiscalBoxAddress.parse(simulator.address().toString()).orElseThrow();
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
        return new FiscalBoxClient(address, timeouts, Clock.systemUTC())
                .confirm(TransactionId.of(provider, provider.exampleId()), RECEIPT, () -> true);
    }
}
