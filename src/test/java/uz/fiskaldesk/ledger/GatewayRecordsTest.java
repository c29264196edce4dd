package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** What the gateway keeps in the ledger: responses that confirmed a payment, and refunded receipts. */
class GatewayRecordsTest extends LedgerContract {
    private static final String RESPONSE = "{\"data\":{\"message\":\"Qabul qilindi, рахмат\"},\"is_success\":true}";

    @Test
    void theResponseThatConfirmedAPaymentIsKept() {
        LedgerEntry rejected = ended(ready(1), new Outcome.Rejected(Answer.NONE));
        assertThat(ledger.confirmedResponse(rejected)).isEmpty();

        LedgerEntry confirmed = ended(ready(2), new Outcome.Confirmed(Answer.NONE).withResponse(RESPONSE));
        assertThat(ledger.confirmedResponse(confirmed)).contains(RESPONSE);
        assertThat(confirmed.lastOutcome()).isEqualTo(new Outcome.Confirmed(Answer.NONE));

        assertThat(ledger.confirmedResponse(ended(ready(3), new Outcome.Confirmed(Answer.NONE))))
                .isEmpty();
    }

    @Test
    void aRefundIsRecordedOnce() {
        assertThat(ledger.isRefunded(Samples.receipt(1))).isFalse();
        assertThat(ledger.recordRefund(Samples.receipt(1), "POS", Samples.NOON)).isTrue();
        assertThat(ledger.recordRefund(Samples.receipt(1), "POS", Samples.NOON)).isFalse();
        assertThat(ledger.isRefunded(Samples.receipt(1))).isTrue();
        assertThat(ledger.isRefunded(Samples.receipt(2))).isFalse();
    }

    @Test
    void receiptsWithoutAPaymentAreKeptForAMonth() {
        Amount card = new Amount(500_000);
        ledger.keep(new PassedReceipt(Samples.receipt(1), card, null), Samples.NOON);
        ledger.keep(new PassedReceipt(Samples.receipt(1), null, null), Samples.NOON);
        ledger.keep(new PassedReceipt(Samples.receipt(2), card, card), Samples.NOON);
        ledger.keep(new PassedReceipt(Samples.receipt(3), card, card), Samples.NOON);
        ready(2);
        ledger.recordRefund(Samples.receipt(3), "POS", Samples.NOON);

        Instant issued = Samples.receipt(1).issuedAt();
        assertThat(ledger.unassignedReceipts(issued, Samples.NOON, 10))
                .containsExactly(new PassedReceipt(Samples.receipt(1), card, null));
        assertThat(ledger.unassignedReceipts(issued.plusMillis(1), Samples.NOON, 10))
                .isEmpty();

        FiscalReceipt late = ReceiptLink.parse(FiscalReceipt.linkOf(
                        "UZ210317214371",
                        "9",
                        LocalDateTime.ofInstant(issued.plus(Duration.ofDays(32)), FiscalReceipt.TASHKENT),
                        "000000000009"))
                .orElseThrow();
        ledger.keep(new PassedReceipt(late, null, null), late.issuedAt());
        assertThat(ledger.unassignedReceipts(Instant.EPOCH, late.issuedAt(), 10))
                .extracting(PassedReceipt::receipt)
                .containsExactly(late);
    }

    @Test
    void aRefundSuspendsThePaymentThatHasTheReceipt() {
        LedgerEntry ready = ready(1);
        ledger.recordRefund(Samples.receipt(1), "POS", Samples.NOON);

        assertThat(current(ready).needsAcceptance()).isTrue();
        assertThat(current(ready).warnings()).contains(ReceiptWarning.REFUNDED);
        assertThat(ledger.acts(ready)).extracting(Act::kind).contains(Act.Kind.RECEIPT_REFUNDED);
        assertThat(ledger.claim(ready, "till 1", Samples.NOON, null)).isEmpty();
        assertThat(ledger.claim(current(ready), "till 1", Samples.NOON, null)).isEmpty();

        Act accepted = new Act(Act.Kind.WARNINGS_ACCEPTED, "Malika", Samples.NOON, ReceiptWarning.REFUNDED.code());
        ledger.attach(current(ready), Samples.receipt(1), null, List.of(accepted));
        assertThat(ledger.claim(current(ready), "till 1", Samples.NOON, null)).isPresent();
    }

    @Test
    void aRefundDuringARequestThatWasNotSentStopsTheRetry() {
        LedgerEntry ready = ready(1);
        long attempt = begun(ready).attemptId();
        ledger.recordRefund(Samples.receipt(1), "POS", Samples.NOON);
        ledger.recordOutcome(
                attempt,
                new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.NONE, null),
                Samples.NOON,
                Samples.NOON);

        assertThat(current(ready).state()).isEqualTo(PaymentState.READY);
        assertThat(current(ready).needsAcceptance()).isTrue();
        assertThat(ledger.due(Samples.NOON, 9)).isEmpty();
    }

    @Test
    void aRefundDoesNotTouchAConfirmedPaymentAndKeepsTheReceiptFromOthers() {
        LedgerEntry confirmed = ended(ready(1), new Outcome.Confirmed(Answer.NONE));
        ledger.recordRefund(Samples.receipt(1), "POS", Samples.NOON);
        assertThat(current(confirmed).needsAcceptance()).isFalse();

        ledger.recordRefund(Samples.receipt(2), "POS", Samples.NOON);
        assertThat(attach(pending(2), Samples.receipt(2), null)).isEqualTo(new Ledger.Attachment.Refunded());
        ledger.add(Samples.payment(3), Samples.receipt(2), Samples.act(Act.Kind.IMPORTED));
        assertThat(ledger.find(Samples.id(3)).orElseThrow().needsAcceptance()).isTrue();
    }

    /** FiscalBox's clock was wrong, or the text was made up. */
    @Test
    void aReceiptOfTheFutureForgetsNoOther() {
        ledger.keep(new PassedReceipt(Samples.receipt(1), null, null), Samples.NOON);
        LocalDateTime later = LocalDateTime.of(2046, 1, 1, 12, 0);
        ledger.keep(
                new PassedReceipt(
                        ReceiptLink.parse(FiscalReceipt.linkOf("UZ170703100597", "9", later, "000000000009"))
                                .orElseThrow(),
                        null,
                        null),
                Samples.NOON);

        Instant issued = Samples.receipt(1).issuedAt();
        assertThat(ledger.unassignedReceipts(issued, issued, 10)).hasSize(1);
    }
}
