package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.fiskaldesk.gateway.GatewayFixture.ID;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_ID;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_RECEIPT;
import static uz.fiskaldesk.gateway.GatewayFixture.RECEIPT;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.GatewaySettings.AmountUnit;

/** Payments, receipts and refunds that pass are noted; what is not certain is not bound. */
@Timeout(120)
class TrafficObserverTest {
    @TempDir
    private Path folder;

    /** What FiscalBox answers to the next request. */
    private volatile String answer = "";

    private @Nullable ScriptedUpstream box;
    private @Nullable GatewayFixture shop;

    private GatewayFixture open(@Nullable AmountUnit unit) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.start(peer -> {
            peer.request();
            peer.answer(answer);
        });
        box = upstream;
        GatewayFixture opened = new GatewayFixture(folder, upstream.address(), Duration.ofSeconds(20), unit);
        shop = opened;
        return opened;
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

    private String exchange(GatewayFixture gateway, String path, String request, String response) throws IOException {
        answer = response;
        String received = RawPos.ask(gateway.address(), GatewayFixture.post(path, request));
        assertThat(received).endsWith("\r\n\r\n" + response);
        return received;
    }

    private static String success(String data) {
        return "{\"data\":" + data + ",\"error\":null,\"is_success\":true}";
    }

    private void pays(GatewayFixture gateway, String id, String paymentId) throws Exception {
        exchange(
                gateway,
                "/payment/anor",
                "{\"amount\": 12500, \"qr_code\": \"123456\"}",
                success("{\"transaction_id\":\"" + id + "\",\"payment_id\":" + paymentId + ",\"payment_status\":2,"
                        + "\"phone_number\":\"998946532140\",\"card_number\":\"860014******3145\"}"));
        assertThat(gateway.awaitNote("ADDED").phone()).isEqualTo("998946532140");
    }

    private void makesReceipt(GatewayFixture gateway, String extra, String receipt) throws IOException {
        exchange(
                gateway,
                "/order/create/",
                "{\"received_card\": 1, \"extra_info\": " + extra + "}",
                success("{\"qr_url\":\"" + receipt + "\",\"receipt_count\":3}"));
    }

    @Test
    void aPaymentThatWasMadeIsPending() throws Exception {
        GatewayFixture gateway = open(null);
        pays(gateway, ID, "658");
        LedgerEntry entry = gateway.entry();
        assertThat(entry.state()).isEqualTo(PaymentState.PENDING);
        assertThat(entry.payment().paymentId()).isEqualTo("658");
        assertThat(entry.payment().phone()).isEqualTo("998946532140");
        assertThat(entry.payment().card()).isEqualTo("860014******3145");
        assertThat(entry.payment().paidAt()).isNotNull();
        assertThat(entry.payment().amount()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SUM,12500,1250000", "SUM,12500.5,1250050", "TIYIN,12500,12500", "SUM,0.001,", "TIYIN,0.5,", "SUM,-1,"})
    void takesTheAmountIfItsUnitIsKnown(AmountUnit unit, String amount, @Nullable Long tiyin) throws Exception {
        GatewayFixture gateway = open(unit);
        exchange(
                gateway,
                "/payment/anor/?x=1",
                "{\"amount\": " + amount + "}",
                success("{\"transaction_id\":\"" + ID + "\",\"payment_status\":\"2\"}"));
        gateway.awaitNote("ADDED");
        assertThat(gateway.entry().payment().amount()).isEqualTo(tiyin == null ? null : new Amount(tiyin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"transaction_id\":\"" + ID
                        + "\",\"payment_status\":1},\"error\":null,\"is_success\":true}",
                "{\"data\":{\"transaction_id\":\"" + ID
                        + "\",\"payment_status\":2},\"error\":null,\"is_success\":false}",
                "{\"data\":{\"transaction_id\":\"" + ID
                        + "\",\"payment_status\":2,\"error_code\":5},\"error\":null,\"is_success\":true}",
                "{\"data\":{\"payment_status\":2},\"error\":null,\"is_success\":true}",
                "{\"data\":null,\"error\":{\"code\":106},\"is_success\":false}",
                "<html>",
                ""
            })
    void anythingElseIsNoPayment(String response) throws Exception {
        GatewayFixture gateway = open(null);
        exchange(gateway, "/payment/anor", "not even json", response);
        // Noted after it, in the order of the exchanges.
        pays(gateway, OTHER_ID, "7");
        assertThat(gateway.ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.PENDING, 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"qr_payment_id\": \"658\", \"qr_payment_provider\": 187}",
                "{\"qr_payment_id\": 658}",
                "{\"qr_payment_id\": \"" + ID + "\", \"qr_payment_provider\": \"187\"}"
            })
    void aReceiptThatNamesItsPaymentIsAttachedAndLeftToThePos(String extra) throws Exception {
        GatewayFixture gateway = open(null);
        pays(gateway, ID, "658");
        pays(gateway, OTHER_ID, "6580");
        makesReceipt(gateway, extra, RECEIPT);
        assertThat(gateway.awaitNote("ATTACHED").transactionId()).isEqualTo(ID);
        LedgerEntry entry = gateway.entry();
        assertThat(entry.state()).isEqualTo(PaymentState.READY);
        assertThat(Objects.requireNonNull(entry.receipt()).url()).isEqualTo(RECEIPT);
        assertThat(entry.nextTryAt()).isNull();
        answer = success("{\"error_code\":0}");
        assertThat(gateway.confirm()).endsWith(answer);
        assertThat(gateway.entry().state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"qr_payment_id\": \"65\"}",
                "{\"qr_payment_id\": null}",
                "{\"qr_payment_id\": \"658\", \"qr_payment_provider\": 141}",
                "{\"qr_payment_id\": \"77\"}"
            })
    void aReceiptThatNamesNoPaymentForCertainIsNotBound(String extra) throws Exception {
        GatewayFixture gateway = open(null);
        pays(gateway, ID, "658");
        pays(gateway, OTHER_ID, "77");
        pays(gateway, "a12f0000-0000-4000-8000-000000000003", "77");
        makesReceipt(gateway, extra, RECEIPT);
        assertThat(gateway.awaitNote("NO_CERTAIN_PAYMENT").receipt()).isEqualTo(RECEIPT);
        assertThat(gateway.ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.PENDING, 3L));
        assertThat(gateway.ledger.unassignedReceipts(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 10))
                .singleElement()
                .isEqualTo(new PassedReceipt(ReceiptLink.parse(RECEIPT).orElseThrow(), new Amount(1), new Amount(1)));
    }

    @Test
    void aReceiptOfCashIsNotProposed() throws Exception {
        GatewayFixture gateway = open(null);
        exchange(
                gateway,
                "/order/create/",
                "{\"received_card\": 0, \"received_cash\": 500}",
                success("{\"qr_url\":\"" + RECEIPT + "\"}"));
        gateway.awaitNote("NO_CERTAIN_PAYMENT");
        assertThat(gateway.ledger.unassignedReceipts(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 10))
                .isEmpty();
    }

    @Test
    void aReceiptDoesNotReplaceOneThatIsAttached() throws Exception {
        GatewayFixture gateway = open(null);
        pays(gateway, ID, "658");
        makesReceipt(gateway, "{\"qr_payment_id\": 658}", RECEIPT);
        gateway.awaitNote("ATTACHED");
        makesReceipt(gateway, "{\"qr_payment_id\": 658}", RECEIPT);
        gateway.awaitNote("KNOWN");
        makesReceipt(gateway, "{\"qr_payment_id\": 658}", OTHER_RECEIPT);
        gateway.awaitNote("HAS_ANOTHER_RECEIPT");
        makesReceipt(gateway, "{\"qr_payment_id\": 658}", RECEIPT.replace("UZ", "ZZ"));
        gateway.awaitNote("DOUBTFUL");
        assertThat(Objects.requireNonNull(gateway.entry().receipt()).url()).isEqualTo(RECEIPT);
    }

    @Test
    void aReceiptThatWasRefundedIsNotBoundWithoutAPerson() throws Exception {
        GatewayFixture gateway = open(null);
        pays(gateway, ID, "658");
        String request = "{\"qr_code\": \"" + RECEIPT + "\"}";
        exchange(gateway, "/order/refuse/", request, "{\"data\":null,\"error\":{\"code\":1},\"is_success\":false}");
        exchange(gateway, "/order/refuse/", request, success("{}"));
        assertThat(gateway.awaitNote("RECORDED").receipt()).isEqualTo(RECEIPT);
        exchange(gateway, "/order/refuse/", request, success("{}"));
        gateway.awaitNote("KNOWN");
        makesReceipt(gateway, "{\"qr_payment_id\": 658}", RECEIPT.replace("r=6013", "r=06013"));
        gateway.awaitNote("REFUNDED");
        assertThat(gateway.confirm()).contains("\"code\":106,").contains("this receipt was refunded");
        assertThat(gateway.entry().state()).isEqualTo(PaymentState.PENDING);
        FiscalReceipt receipt = ReceiptLink.parse(RECEIPT).orElseThrow();
        ConfirmationWorkflow.Consent consent =
                new ConfirmationWorkflow.Consent(List.of(ReceiptWarning.REFUNDED), false, null);
        assertThat(gateway.confirmation.attach(gateway.entry(), receipt, consent))
                .isInstanceOf(ConfirmationWorkflow.Attached.Done.class);
        answer = success("{\"error_code\":0}");
        assertThat(gateway.confirm()).endsWith(answer);
    }

    @Test
    void aPaymentIsOnTheListBeforeThePosHasItsAnswer() throws Exception {
        GatewayFixture gateway = open(null);
        exchange(gateway, "/payment/anor", "{}", success("{\"transaction_id\":\"" + ID + "\",\"payment_status\":2}"));
        assertThat(gateway.entry().state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void aLedgerThatFailsDisturbsNoExchange() throws Exception {
        GatewayFixture gateway = open(null);
        gateway.ledger.close();
        String response = success("{\"transaction_id\":\"" + ID + "\",\"payment_status\":2}");
        exchange(gateway, "/payment/anor", "{}", response);
        exchange(gateway, "/payment/anor", "{}", response);
    }
}
