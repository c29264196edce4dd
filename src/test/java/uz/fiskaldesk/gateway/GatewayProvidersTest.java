package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_RECEIPT;
import static uz.fiskaldesk.gateway.GatewayFixture.RECEIPT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.ProviderApi;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Payments of other providers than Anor that pass through the gateway, with the simulator as FiscalBox. */
@Timeout(120)
class GatewayProvidersTest {
    private static final Providers ALL = new Providers(List.of(Provider.values()));

    @TempDir
    private Path folder;

    private @Nullable FiscalBoxSimulator box;
    private @Nullable GatewayFixture shop;

    private GatewayFixture open(Providers providers, Behaviour... behaviours) throws Exception {
        FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.of(behaviours));
        box = simulator;
        GatewayFixture opened = new GatewayFixture(
                folder, FiscalBoxAddress.parse(simulator.address().toString()).orElseThrow(), providers);
        shop = opened;
        return opened;
    }

    private FiscalBoxSimulator box() {
        if (box == null) {
            throw new IllegalStateException("the simulator is not running");
        }
        return box;
    }

    @AfterEach
    void close() throws IOException {
        if (shop != null) {
            shop.close();
        }
        if (box != null) {
            box.close();
        }
    }

    private static String confirm(GatewayFixture gateway, Provider provider, String id, String receipt)
            throws IOException {
        ProviderApi api = ProviderApi.of(provider);
        String json = "{\"" + api.idField() + "\":\"" + id + "\",\"" + api.receiptField() + "\":\"" + receipt + "\"}";
        String answer = RawPos.ask(gateway.address(), GatewayFixture.post(api.path(), json));
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static TransactionId idOf(Provider provider) {
        return TransactionId.of(provider, provider.exampleId());
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aConfirmationPassesThroughTheLedgerAndIsSentOnce(Provider provider) throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.confirm());
        String first = confirm(gateway, provider, provider.exampleId(), RECEIPT);
        assertThat(first).contains("\"is_success\":true");
        assertThat(gateway.entry(idOf(provider).toString()).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(gateway.awaitNote("CONFIRMED").transactionId())
                .isEqualTo(idOf(provider).toString());

        assertThat(confirm(gateway, provider, provider.exampleId(), RECEIPT)).isEqualTo(first);
        assertThat(confirm(gateway, provider, provider.exampleId(), OTHER_RECEIPT))
                .contains("\"is_success\":false");
        assertThat(box().confirmations()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void anUnclearAnswerIsUnknownAndNotSentAgain(Provider provider) throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.resetAfterBooking());
        assertThat(confirm(gateway, provider, provider.exampleId(), RECEIPT)).isEmpty();
        assertThat(gateway.entry(idOf(provider).toString()).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(confirm(gateway, provider, provider.exampleId(), RECEIPT)).contains("\"code\":106");
        assertThat(box().confirmations()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aPaymentConfirmedOnTheDeskIsAnsweredInTheDocumentedShape(Provider provider) throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.resetBeforeBooking(), Behaviour.confirm());
        confirm(gateway, provider, provider.exampleId(), RECEIPT);
        gateway.confirmation.send(gateway.entry(idOf(provider).toString()));
        assertThat(gateway.entry(idOf(provider).toString()).state()).isEqualTo(PaymentState.CONFIRMED);

        String documented = confirm(gateway, provider, provider.exampleId(), RECEIPT);
        assertThat(documented)
                .isEqualTo(
                        switch (provider) {
                            case ANOR ->
                                "{\"data\":{\"message\":\"Fiscalization completed successfully\",\"error_code\":0,"
                                        + "\"payment_id\":null,\"transaction_id\":\"" + provider.exampleId()
                                        + "\"},\"error\":null,\"is_success\":true}";
                            case CLICK ->
                                "{\"data\":{\"payment_id\":\"2354512461\",\"status\":\"successfully\",\"error\":null},"
                                        + "\"error\":null,\"is_success\":true}";
                            case PAYME ->
                                "{\"data\":{\"result\":{\"receipt\":{\"_id\":\"63b5282a6f47f572807fd53e\"}},\"error\":null},"
                                        + "\"error\":null,\"is_success\":true}";
                            case UZUM ->
                                "{\"data\":{\"payment_id\":\"7e577908-6851-4a8d-ac1d-bdd17002f96b\","
                                        + "\"payment_status\":\"SUCCESS\",\"error_code\":\"0\",\"error_message\":null},"
                                        + "\"error\":null,\"is_success\":true}";
                            case UZQR -> "{\"data\":{},\"error\":null,\"is_success\":true}";
                        });
        assertThat(box().confirmations()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(value = Provider.class, names = "ANOR", mode = EnumSource.Mode.EXCLUDE)
    void confirmationsOfAProviderThatIsOffOnlyPass(Provider provider) throws Exception {
        GatewayFixture gateway = open(Providers.DEFAULT, Behaviour.confirm());
        confirm(gateway, provider, provider.exampleId(), RECEIPT);
        confirm(gateway, provider, provider.exampleId(), RECEIPT);
        assertThat(box().confirmations()).hasSize(2);
        assertThat(gateway.ledger.page(LedgerQuery.ALL, null, 10)).isEmpty();
    }

    /** What FiscalBox would read otherwise than this program passes unrecorded. */
    @Test
    void anIdOfAnotherFormOnlyPasses() throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.confirm());
        confirm(gateway, Provider.CLICK, "click:2354512461", RECEIPT);
        confirm(gateway, Provider.CLICK, "23545-12461", RECEIPT);
        confirm(gateway, Provider.PAYME, "2354512461", RECEIPT);
        assertThat(box().confirmations()).hasSize(3);
        assertThat(gateway.ledger.page(LedgerQuery.ALL, null, 10)).isEmpty();
        assertThat(gateway.awaitNote("NOT_A_PAIR").transactionId()).isNull();
    }

    @Test
    void theReceiptOfAnotherProvidersPaymentIsNotSent() throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.confirm());
        confirm(gateway, Provider.CLICK, "77", RECEIPT);
        assertThat(confirm(gateway, Provider.UZQR, "77", RECEIPT)).contains("another payment");
        assertThat(box().confirmations()).hasSize(1);
        assertThat(gateway.entry("uzqr:77").state()).isEqualTo(PaymentState.PENDING);
    }

    private static void makesReceipt(GatewayFixture gateway, String extra) throws IOException {
        String received = RawPos.ask(
                gateway.address(),
                GatewayFixture.post("/order/create/", "{\"received_card\":1,\"extra_info\":" + extra + "}"));
        assertThat(received).contains(RECEIPT);
    }

    /** A FiscalBox that answers {@code /order/create/}, which the simulator does not have. */
    private static ScriptedUpstream makingReceipts() throws IOException {
        return ScriptedUpstream.start(peer -> {
            peer.request();
            peer.answer("{\"data\":{\"qr_url\":\"" + RECEIPT + "\"},\"error\":null,\"is_success\":true}");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "64, 2354512461, click:2354512461",
        "141, 63b5282a6f47f572807fd53e, payme:63b5282a6f47f572807fd53e",
        "161, 7e577908-6851-4a8d-ac1d-bdd17002f96b, uzum:7e577908-6851-4a8d-ac1d-bdd17002f96b"
    })
    void aReceiptThatNamesItsPaymentMakesThePair(String number, String named, String id) throws Exception {
        String extra = "{\"qr_payment_id\":\"" + named + "\",\"qr_payment_provider\":" + number
                + ",\"phone_number\":\"998946532140\"}";
        try (ScriptedUpstream upstream = makingReceipts();
                GatewayFixture gateway = new GatewayFixture(folder, upstream.address(), ALL)) {
            makesReceipt(gateway, extra);
            assertThat(gateway.awaitNote("ADDED").transactionId()).isEqualTo(id);
            assertThat(gateway.awaitNote("ATTACHED").transactionId()).isEqualTo(id);
            assertThat(gateway.entry(id).state()).isEqualTo(PaymentState.READY);
            assertThat(gateway.entry(id).attempts()).isZero();
            assertThat(gateway.entry(id).awaitsPos()).isTrue();
            assertThat(gateway.entry(id).payment().phone()).isEqualTo("998946532140");
            FiscalReceipt receipt = gateway.entry(id).receipt();
            assertThat(Objects.requireNonNull(receipt).url()).isEqualTo(RECEIPT);

            makesReceipt(gateway, extra);
            assertThat(gateway.awaitNote("KNOWN").transactionId()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 2354512461", "999, 2354512461", "187, 2354512461", "64, 23545-12461", "0, 1", "'', click:7"})
    void aReceiptOfAProviderThatIsOffOrUnknownAddsNothing(String number, String named) throws Exception {
        String extra = "{\"qr_payment_id\":\"" + named + "\",\"qr_payment_provider\":\"" + number + "\"}";
        Providers providers = named.contains("-") ? ALL : new Providers(List.of(Provider.ANOR, Provider.PAYME));
        try (ScriptedUpstream upstream = makingReceipts();
                GatewayFixture gateway = new GatewayFixture(folder, upstream.address(), providers)) {
            makesReceipt(gateway, extra);
            gateway.awaitNote("NO_CERTAIN_PAYMENT");
            assertThat(gateway.ledger.page(LedgerQuery.ALL, null, 10)).isEmpty();
        }
    }
}
