package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_RECEIPT;
import static uz.fiskaldesk.gateway.GatewayFixture.RECEIPT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.ProviderApi;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
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

    private static ScriptedUpstream answering(String data) throws IOException {
        return ScriptedUpstream.start(peer -> {
            peer.request();
            peer.answer("{\"data\":" + data + ",\"error\":null,\"is_success\":true}");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anor  | {\"transaction_id\":\"a12fc00f-5af5-65b8-adf8-74bff44680ee\",\"payment_id\":658,\"payment_status\":2,\"phone_number\":\"998946532140\"}",
                "click | {\"transaction_id\":\"0e436d79-f100-4373-b12a-1f238b558054\",\"payment_id\":2354512461,\"status\":\"successfully\",\"client_phone_number\":\"998946532140\"}",
                "payme | {\"payment_id\":\"63b5282a6f47f572807fd53e\",\"status\":\"success\",\"client_phone_number\":\"998946532140\"}",
                "uzum  | {\"payment_id\":\"7e577908-6851-4a8d-ac1d-bdd17002f96b\",\"payment_status\":\"SUCCESS\",\"error_code\":\"0\",\"error_message\":null,\"client_phone_number\":\"998946532140\"}"
            })
    void aPaymentThatWasMadeIsPendingIfItsProviderIsOn(String code, String data) throws Exception {
        Provider provider = Provider.ofCode(code);
        List<Provider> others = new ArrayList<>(List.of(Provider.values()));
        others.remove(provider);
        try (ScriptedUpstream upstream = answering(data)) {
            try (GatewayFixture gateway =
                    new GatewayFixture(folder.resolve("off"), upstream.address(), new Providers(others))) {
                pay(gateway, code);
                pay(gateway, code);
                assertThat(gateway.ledger.page(LedgerQuery.ALL, null, 10)).isEmpty();
            }
            try (GatewayFixture gateway = new GatewayFixture(folder.resolve("on"), upstream.address(), ALL)) {
                pay(gateway, code);
                assertThat(gateway.awaitNote("ADDED").transactionId())
                        .isEqualTo(idOf(provider).toString());
                LedgerEntry entry = gateway.entry(idOf(provider).toString());
                assertThat(entry.state()).isEqualTo(PaymentState.PENDING);
                assertThat(entry.payment().phone()).isEqualTo("998946532140");
                pay(gateway, code);
                gateway.awaitNote("KNOWN");
            }
        }
    }

    private static void pay(GatewayFixture gateway, String code) throws IOException {
        String answer = RawPos.ask(
                gateway.address(),
                GatewayFixture.post("/payment/" + code, "{\"amount\":500,\"qr_code\":\"880101698207133392\"}"));
        assertThat(answer).contains("\"is_success\":true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "click | {\"payment_id\":\"2354512461\",\"status\":\"error\"}",
                "click | {\"payment_id\":\"644113a290a5eba4298f05d\",\"status\":\"successfully\"}",
                "payme | {\"payment_id\":\"63b5282a6f47f572807fd53e\"}",
                "payme | {\"payment_id\":[\"63b5282a6f47f572807fd53e\"],\"status\":\"success\"}",
                "uzum  | {\"payment_id\":\"7e577908-6851-4a8d-ac1d-bdd17002f96b\",\"payment_status\":\"FAILED\",\"error_code\":\"0\"}",
                "uzum  | {\"payment_id\":\"7e577908-6851-4a8d-ac1d-bdd17002f96b\",\"payment_status\":\"SUCCESS\",\"error_code\":\"5\"}",
                "one_qr/status | {\"pay_id\":\"PAY12345678901234567\",\"status\":2}"
            })
    void whatIsNotCertainlyAPaymentIsNotNoted(String path, String data) throws Exception {
        try (ScriptedUpstream upstream = answering(data);
                GatewayFixture gateway = new GatewayFixture(folder, upstream.address(), ALL)) {
            pay(gateway, path);
            pay(gateway, path);
            assertThat(gateway.ledger.page(LedgerQuery.ALL, null, 10)).isEmpty();
        }
    }

    @Test
    void aPaidInvoiceOfUzqrIsPendingWithTheAmountOfTheInvoice() throws Exception {
        String status = "GET /payment/one_qr/status?invoice_id=INVC1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        try (ScriptedUpstream upstream = answering("{\"invoice_id\":\"INVC1\",\"qr_text\":\"0002\",\"status\":2,"
                        + "\"pay_id\":\"PAY12345678901234567\",\"payer_phone\":\"+998901234567\","
                        + "\"card_no\":\"8600********1234\"}");
                GatewayFixture gateway = new GatewayFixture(folder, upstream.address(), ALL)) {
            RawPos.ask(
                    gateway.address(),
                    GatewayFixture.post(
                            "/payment/one_qr/create", "{\"external_id\":\"EXT001\",\"amount\":\"100.01\"}"));
            RawPos.ask(
                    gateway.address(),
                    status.replace(
                            "Host: x", "Host: 127.0.0.1:" + gateway.address().getPort()));
            assertThat(gateway.awaitNote("ADDED").transactionId()).isEqualTo("uzqr:PAY12345678901234567");
            Payment payment = gateway.entry("uzqr:PAY12345678901234567").payment();
            assertThat(payment.amount()).isEqualTo(new Amount(10_001));
            assertThat(payment.phone()).isEqualTo("998901234567");
            assertThat(payment.card()).isEqualTo("8600********1234");
        }
    }

    /** FiscalBox gives numbers as IDs, and a POS may repeat them as they are. */
    @Test
    void anIdMayBeANumber() throws Exception {
        GatewayFixture gateway = open(ALL, Behaviour.closeAfterBooking());
        String json = "{\"payment_id\":2354512461,\"qr_code\":\"" + RECEIPT + "\"}";
        RawPos.ask(gateway.address(), GatewayFixture.post("/payment/click_confirm", json));

        LedgerEntry entry = gateway.entry("click:2354512461");
        assertThat(gateway.ledger.attempts(entry)).hasSize(1);
    }
}
