package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;

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
}
