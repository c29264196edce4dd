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
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.GatewaySettings.Finish;

/** Receipts that certainly belong to a payment, and that the POS does not confirm. */
@Timeout(120)
class UnconfirmedPairTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String CONFIRMED = "{\"data\":{\"error_code\":0},\"error\":null,\"is_success\":true}";

    private static final String INFO =
            "{\"data\":{\"terminal_id\":\"UZ170703100597\"},\"error\":null,\"is_success\":true}";

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T07:00:00Z"));
    private final List<String> confirmed = new CopyOnWriteArrayList<>();
    private volatile String answer = CONFIRMED;
    private @Nullable ScriptedUpstream box;
    private @Nullable GatewayFixture shop;

    private GatewayFixture open(Finish finish) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.start(peer -> {
            String request = peer.request();
            boolean confirms = request.startsWith("POST /payment/anor_confirm ");
            if (confirms) {
                confirmed.add(request.contains(ID) ? ID : OTHER_ID);
            }
            peer.answer(confirms ? CONFIRMED : request.startsWith("GET /info/ ") ? INFO : answer);
        });
        box = upstream;
        GatewayFixture opened = new GatewayFixture(
                folder,
                upstream.address(),
                Duration.ofSeconds(20),
                GatewayFixture.settings(finish, (int) PATIENCE.toMinutes(), null),
                clock);
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

    private void ask(GatewayFixture gateway, String path, String request, String response) throws IOException {
        answer = response;
        assertThat(RawPos.ask(gateway.address(), GatewayFixture.post(path, request)))
                .endsWith(response);
    }

    /** The POS takes a payment and makes its receipt. */
    private void pair(GatewayFixture gateway, String id, int paymentId, String receipt) throws Exception {
        ask(
                gateway,
                "/payment/anor",
                "{}",
                "{\"data\":{\"transaction_id\":\"" + id + "\",\"payment_id\":" + paymentId
                        + ",\"payment_status\":2},\"error\":null,\"is_success\":true}");
        gateway.awaitNote("ADDED");
        ask(
                gateway,
                "/order/create/",
                "{\"extra_info\": {\"qr_payment_id\": " + paymentId + "}}",
                "{\"data\":{\"qr_url\":\"" + receipt + "\"},\"error\":null,\"is_success\":true}");
        gateway.awaitNote("ATTACHED");
    }

    private static List<String> senders(GatewayFixture gateway, LedgerEntry entry) {
        return gateway.ledger.acts(entry).stream()
                .filter(act -> act.kind() == Act.Kind.SENT_WITHOUT_POS)
                .map(Act::who)
                .toList();
    }

    @Test
    void isLeftToAPersonWhoSendsItWithOneAct() throws Exception {
        GatewayFixture gateway = open(Finish.ASK);
        pair(gateway, ID, 658, RECEIPT);
        LedgerEntry entry = gateway.entry();
        assertThat(entry.awaitsPos()).isTrue();
        clock.tick(PATIENCE.minusMillis(1));
        assertThat(entry.isLeftByPos(clock.instant())).isFalse();
        clock.tick(Duration.ofMillis(1));
        assertThat(entry.isLeftByPos(clock.instant())).isTrue();
        assertThat(gateway.ledger.nextDue()).as("nothing is sent by itself").isEmpty();

        Operator cashier = new Operator("Kassa 1", "Dilnoza", clock);
        assertThat(gateway.confirmationOf(cashier).send(entry)).isInstanceOf(ConfirmationWorkflow.Sent.Done.class);
        assertThat(gateway.entry().state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(senders(gateway, gateway.entry())).containsExactly("Dilnoza");
        assertThat(gateway.confirm()).as("the POS is late").endsWith("\"is_success\":true}");
        assertThat(confirmed).containsExactly(ID);
    }

    @Test
    void isSentByTheGatewayWhereTheSettingsSaySo() throws Exception {
        GatewayFixture gateway = open(Finish.AUTO);
        pair(gateway, ID, 658, RECEIPT);
        clock.tick(PATIENCE.minusMillis(1));
        assertThat(gateway.ledger.due(clock.instant(), 10)).isEmpty();
        clock.tick(Duration.ofMillis(1));
        gateway.awaitNote("CONFIRMED");
        assertThat(gateway.entry().state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(senders(gateway, gateway.entry())).containsExactly("gateway");
        assertThat(gateway.confirm()).as("the POS is late").contains("\"is_success\":true");
        assertThat(confirmed).containsExactly(ID);
    }

    @Test
    void isNeverSentByItselfIfItsReceiptWasRefunded() throws Exception {
        GatewayFixture gateway = open(Finish.AUTO);
        pair(gateway, ID, 658, RECEIPT);
        ask(gateway, "/order/refuse/", "{\"qr_code\": \"" + RECEIPT + "\"}", CONFIRMED);
        gateway.awaitNote("RECORDED");
        pair(gateway, OTHER_ID, 659, OTHER_RECEIPT);
        clock.tick(PATIENCE);
        gateway.awaitNote("CONFIRMED");
        assertThat(confirmed).containsExactly(OTHER_ID);
        assertThat(gateway.entry().needsAcceptance()).isTrue();
        assertThat(gateway.entry().warnings()).containsExactly(ReceiptWarning.REFUNDED);
        assertThat(gateway.entry().awaitsPos()).isFalse();
    }

    @Test
    void anActOfThePosIsNotRecordedAsThatOfAnother() throws Exception {
        GatewayFixture gateway = open(Finish.AUTO);
        pair(gateway, ID, 658, RECEIPT);
        assertThat(gateway.confirm()).endsWith(CONFIRMED);
        assertThat(senders(gateway, gateway.entry())).isEmpty();
        assertThat(gateway.entry().posExpectedUntil()).isNull();
    }

    @Test
    void aTimeOfAWrongClockDoesNotKeepItWaiting() throws Exception {
        GatewayFixture gateway = open(Finish.AUTO);
        pair(gateway, ID, 658, RECEIPT);
        LedgerEntry entry = gateway.entry();
        clock.tick(Duration.ofDays(-300));
        assertThat(entry.isLeftByPos(clock.instant())).isTrue();
        gateway.awaitNote("CONFIRMED");
        assertThat(confirmed).containsExactly(ID);
    }

    /** As after the list was restored: the payment may have been confirmed since. */
    @Test
    void isNotSentByItselfIfThePaymentMayBeBookedAlready() throws Exception {
        GatewayFixture gateway = open(Finish.AUTO);
        gateway.ledger.add(
                Payment.of(TransactionId.of(ID)), null, new Act(Act.Kind.IMPORTED, "POS", clock.instant(), null));
        PostgresServer.run(SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE payment SET in_doubt = 1");
        ask(
                gateway,
                "/order/create/",
                "{\"extra_info\": {\"qr_payment_id\": \"" + ID + "\"}}",
                "{\"data\":{\"qr_url\":\"" + RECEIPT + "\"},\"error\":null,\"is_success\":true}");
        gateway.awaitNote("ATTACHED");

        assertThat(gateway.entry().inDoubt()).isTrue();
        assertThat(gateway.ledger.nextDue()).isEmpty();
        assertThat(gateway.entry().posExpectedUntil()).isNull();
    }
}
