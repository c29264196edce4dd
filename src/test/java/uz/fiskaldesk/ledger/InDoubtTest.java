package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** An attempt without a definite answer puts the payment in doubt until a confirmation arrives. */
class InDoubtTest extends LedgerContract {
    private static final Instant LATER = Samples.NOON.plusSeconds(60);

    private LedgerEntry unknown() {
        return ended(ready(1), Samples.unknown());
    }

    @Test
    void onlyUnknownOutcomeRaisesDoubt() {
        assertThat(ended(ready(2), Samples.rejected()).inDoubt()).isFalse();
        assertThat(ended(ready(3), Samples.notSent()).inDoubt()).isFalse();
        assertThat(unknown().inDoubt()).isTrue();
    }

    @Test
    void laterRejectionDoesNotEndTheDoubt() {
        LedgerEntry rejected = ended(unknown(), Samples.rejected());

        assertThat(rejected.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(rejected.rejectedInDoubt()).isTrue();
        assertThat(rejected.inDoubt()).isTrue();
    }

    @Test
    void unsentRetryLeavesThePaymentUnknown() {
        Ledger.StartedAttempt begun = begun(unknown());

        LedgerEntry after = ledger.recordOutcome(begun.attemptId(), Samples.notSent(), LATER, LATER.plusSeconds(5))
                .orElseThrow();

        assertThat(after.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(after.nextTryAt()).isNull();
        assertThat(after.inDoubt()).isTrue();
    }

    @Test
    void confirmationEndsTheDoubt() {
        assertThat(ended(unknown(), Samples.confirmed()).inDoubt()).isFalse();
    }

    @Test
    void doubtOutlivesReceiptChangeSettingAsideAndConfirmationByHand() {
        LedgerEntry entry = attached(unknown(), Samples.receipt(2));
        assertThat(entry.inDoubt()).isTrue();
        assertThat(entry.mayBeBookedWithAnother(Samples.receipt(3))).isTrue();

        entry = ledger.restore(setAside(entry), Samples.act(Act.Kind.RESTORED)).orElseThrow();
        assertThat(entry.inDoubt()).isTrue();

        entry = ended(entry, Samples.rejected());
        entry = ledger.confirmByHand(entry, Samples.act(Act.Kind.CONFIRMED_BY_HAND))
                .orElseThrow();
        assertThat(ledger.undoByHand(entry, Samples.act(Act.Kind.BY_HAND_UNDONE))
                        .orElseThrow()
                        .inDoubt())
                .isTrue();
    }

    @Test
    void claimOfADeadProcessBecomesUnknown() {
        LedgerEntry sending = store.sentByADeadProcess(ready(1), Samples.NOON);

        assertThat(ledger.recoverInterrupted(LATER)).isOne();

        LedgerEntry found = current(sending);
        assertThat(found.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(found.inDoubt()).isTrue();
        assertThat(found.sender()).isNull();
        assertThat(found.lastOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        outcome -> assertThat(outcome.reason()).isEqualTo(Outcome.UnknownReason.INTERRUPTED));
        assertThat(ledger.attempts(found).getLast().finishedAt()).isEqualTo(LATER);
        assertThat(actsOf(found)).endsWith(Act.Kind.INTERRUPTED);
        assertThat(ledger.recoverInterrupted(LATER)).isZero();
    }

    @Test
    void claimOfALiveProcessIsKept() {
        Ledger.StartedAttempt begun = begun(ready(1));

        assertThat(store.open().recoverInterrupted(LATER)).isZero();
        assertThat(ledger.recoverInterrupted(LATER)).isZero();

        assertThat(current(begun.entry())).isEqualTo(begun.entry());
    }
}
