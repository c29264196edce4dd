package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Ledger.FailureCount;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;
import uz.fiskaldesk.payment.PaymentState;

/** The rejected and unknown payments are counted by their last outcome, as groups of failures need them. */
class FailuresTest extends LedgerContract {
    private static final Outcome EXPIRED = rejected("333", "Подписка истекла");
    private static final Outcome NO_TEXT = rejected("333", null);

    private static Outcome rejected(String code, @Nullable String message) {
        return new Outcome.Rejected(new Answer(200, code, message));
    }

    @Test
    void paymentsWithTheSameOutcomeAreCountedTogether() {
        ended(ready(1), EXPIRED);
        ended(ready(2), EXPIRED);
        ended(ready(3), NO_TEXT);
        ended(ready(4), Samples.unknown());

        assertThat(ledger.failures())
                .extracting(FailureCount::state, FailureCount::outcome, FailureCount::payments)
                .containsExactlyInAnyOrder(
                        tuple(PaymentState.REJECTED, EXPIRED, 2L),
                        tuple(PaymentState.REJECTED, NO_TEXT, 1L),
                        tuple(PaymentState.UNKNOWN, Samples.unknown(), 1L));
    }

    @Test
    void onlyThePresentOutcomeOfPaymentsThatFailedCounts() {
        assertThat(ledger.failures()).isEmpty();
        pending(1);
        ready(2);
        begun(ready(3));
        ended(ready(4), Samples.confirmed());
        ended(ready(5), Samples.notSent());
        setAside(ended(ready(6), EXPIRED));
        ledger.confirmByHand(ended(ready(7), EXPIRED), Samples.act(Act.Kind.CONFIRMED_BY_HAND));
        assertThat(ledger.failures()).isEmpty();

        LedgerEntry twice = ended(ready(8), Samples.unknown());
        ended(twice, EXPIRED);
        assertThat(ledger.failures())
                .as("a refusal after an unknown outcome does not end the doubt")
                .extracting(FailureCount::state, FailureCount::outcome, FailureCount::payments)
                .containsExactly(tuple(PaymentState.UNKNOWN, EXPIRED, 1L));
    }

    @Test
    void aConflictIsInNoGroup() {
        Ledger.StartedAttempt first = begun(ready(1));
        JdbiLedger database = (JdbiLedger) ledger;
        OpenAttempt stopped = new OpenAttempt(first.attemptId(), ledger.claimOwner());
        database.<Boolean>write(handle -> database.outcomes().interrupt(handle, stopped, Samples.NOON));
        ended(attached(current(first.entry()), Samples.receipt(2)), Samples.unknown());
        LedgerEntry conflict = ledger.recordOutcome(first.attemptId(), Samples.confirmed(), Samples.NOON, null)
                .orElseThrow();
        assertThat(conflict.conflict()).isTrue();

        assertThat(ledger.failures()).isEmpty();
    }
}
