package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * A till stops while it sends, other tills treat it as dead and continue, and then its answer arrives. A confirmation
 * by FiscalBox is decisive whatever happened in the meantime.
 */
@NullUnmarked
class LateAnswersTest extends LedgerContract {
    private static final Instant LATER = Samples.NOON.plusSeconds(60);
    private static final FiscalReceipt FIRST = Samples.receipt(1);
    private static final FiscalReceipt SECOND = Samples.receipt(2);

    private Ledger.StartedAttempt stopped;

    /** A payment whose till stopped after sending the first receipt. */
    private LedgerEntry interrupted() {
        stopped = begun(ready(1));
        interrupt(stopped);
        return current(stopped.entry());
    }

    private void interrupt(Ledger.StartedAttempt begun) {
        JdbiLedger database = (JdbiLedger) ledger;
        OpenAttempt attempt = new OpenAttempt(begun.attemptId(), ledger.claimOwner());
        assertThat(database.<Boolean>write(handle -> database.outcomes().interrupt(handle, attempt, Samples.NOON)))
                .isTrue();
    }

    private LedgerEntry answered(Ledger.StartedAttempt begun, Outcome outcome) {
        return ledger.recordOutcome(begun.attemptId(), outcome, LATER, null).orElseThrow();
    }

    private LedgerEntry answered(Outcome outcome) {
        return answered(stopped, outcome);
    }

    private LedgerEntry byHand(LedgerEntry entry) {
        return ledger.confirmByHand(entry, Samples.act(Act.Kind.CONFIRMED_BY_HAND))
                .orElseThrow();
    }

    private static void assertConfirmed(LedgerEntry entry, FiscalReceipt receipt) {
        assertThat(entry.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(entry.conflict()).isFalse();
        assertThat(entry.inDoubt()).isFalse();
        assertThat(entry.confirmedByHand()).isFalse();
        assertThat(entry.receipt()).isEqualTo(receipt);
        assertThat(entry.nextTryAt()).isNull();
        assertThat(entry.lastOutcome()).isInstanceOf(Outcome.Confirmed.class);
    }

    private static void assertConflict(LedgerEntry entry) {
        assertThat(entry.conflict()).isTrue();
        assertThat(entry.inDoubt()).isTrue();
        assertThat(entry.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(entry.nextTryAt()).isNull();
    }

    @Test
    void lateConfirmationOverridesRejectedRetry() {
        ended(interrupted(), Samples.rejected());

        assertConfirmed(answered(Samples.confirmed()), FIRST);
        assertThat(actsOf(stopped.entry())).endsWith(Act.Kind.LATE_ANSWER);
    }

    @Test
    void lateConfirmationOverridesUnsentRetry() {
        ended(interrupted(), Samples.notSent());
        assertConfirmed(answered(Samples.confirmed()), FIRST);
    }

    @Test
    void lateConfirmationOverridesUnknownRetry() {
        ended(interrupted(), Samples.unknown());
        assertConfirmed(answered(Samples.confirmed()), FIRST);
    }

    @Test
    void lateConfirmationOverridesSettingAside() {
        LedgerEntry aside = setAside(interrupted());

        LedgerEntry confirmed = answered(Samples.confirmed());

        assertConfirmed(confirmed, FIRST);
        assertThat(confirmed.cameFrom()).isNull();
        assertThat(ledger.restore(aside, Samples.act(Act.Kind.RESTORED))).isEmpty();
        assertThat(ledger.restore(confirmed, Samples.act(Act.Kind.RESTORED))).isEmpty();
    }

    @Test
    void lateConfirmationReleasesAnUnsentReceipt() {
        attached(interrupted(), SECOND);

        assertConfirmed(answered(Samples.confirmed()), FIRST);
        assertThat(attach(pending(2), SECOND, null)).isInstanceOf(Ledger.Attachment.Attached.class);
        assertThat(attach(pending(3), FIRST, null)).isInstanceOf(Ledger.Attachment.ReceiptTaken.class);
    }

    @Test
    void lateConfirmationOverridesARejectedReceipt() {
        ended(attached(interrupted(), SECOND), Samples.rejected());
        assertConfirmed(answered(Samples.confirmed()), FIRST);
    }

    @Test
    void lateConfirmationOverridesConfirmationByHandWhichStaysInTheHistory() {
        LedgerEntry byHand = byHand(interrupted());

        LedgerEntry confirmed = answered(Samples.confirmed());

        assertConfirmed(confirmed, FIRST);
        assertThat(actsOf(confirmed)).contains(Act.Kind.CONFIRMED_BY_HAND);
        assertThat(ledger.undoByHand(byHand, Samples.act(Act.Kind.BY_HAND_UNDONE)))
                .isEmpty();
        assertThat(ledger.undoByHand(confirmed, Samples.act(Act.Kind.BY_HAND_UNDONE)))
                .isEmpty();
    }

    @Test
    void lateConfirmationAppliesAfterUndoingConfirmationByHand() {
        assertThat(ledger.undoByHand(byHand(interrupted()), Samples.act(Act.Kind.BY_HAND_UNDONE)))
                .isPresent();
        assertConfirmed(answered(Samples.confirmed()), FIRST);
    }

    @Test
    void confirmedPaymentIsFinal() {
        LedgerEntry confirmed = answered(interruptedAnd(Samples.confirmed()));

        for (Object refused : List.of(
                ledger.claim(confirmed, TILL, LATER, null),
                ledger.queueAgain(confirmed, Samples.act(Act.Kind.RETRIED)),
                ledger.setAside(confirmed, Samples.act(Act.Kind.SET_ASIDE)))) {
            assertThat(refused).isEqualTo(java.util.Optional.empty());
        }
        assertThat(attach(confirmed, SECOND, null)).isInstanceOf(Ledger.Attachment.ChangedConcurrently.class);
    }

    private Outcome interruptedAnd(Outcome outcome) {
        interrupted();
        return outcome;
    }

    @Test
    void lateRejectionEndsTheDoubt() {
        LedgerEntry refused = answered(interruptedAnd(Samples.rejected()));

        assertThat(refused.state()).isEqualTo(PaymentState.REJECTED);
        assertThat(refused.inDoubt()).isFalse();
    }

    @Test
    void lateRejectionKeepsPaymentSetAsideAndRestoringUsesIt() {
        setAside(interrupted());

        LedgerEntry aside = answered(Samples.rejected());

        assertThat(aside.state()).isEqualTo(PaymentState.SET_ASIDE);
        assertThat(ledger.restore(aside, Samples.act(Act.Kind.RESTORED))
                        .orElseThrow()
                        .state())
                .isEqualTo(PaymentState.REJECTED);
    }

    @Test
    void lateConfirmationWaitsForTheAttemptInFlight() {
        Ledger.StartedAttempt second = begun(interrupted());

        LedgerEntry meanwhile = answered(Samples.confirmed());
        assertThat(meanwhile.state()).isEqualTo(PaymentState.SENDING);
        assertThat(meanwhile.conflict()).isFalse();

        assertConfirmed(answered(second, Samples.unknown()), FIRST);
    }

    @Test
    void anotherReceiptInFlightIsAConflictUntilRejected() {
        Ledger.StartedAttempt second = begun(attached(interrupted(), SECOND));

        LedgerEntry meanwhile = answered(Samples.confirmed());
        assertThat(meanwhile.state()).isEqualTo(PaymentState.SENDING);
        assertThat(meanwhile.conflict()).isTrue();

        assertConfirmed(answered(second, Samples.rejected()), FIRST);
    }

    @Test
    void anotherReceiptThatMayBeBookedIsAConflict() {
        ended(attached(interrupted(), SECOND), Samples.unknown());
        LedgerEntry conflict = answered(Samples.confirmed());

        assertConflict(conflict);
        assertThat(actsOf(conflict)).contains(Act.Kind.CONFLICT_FOUND, Act.Kind.LATE_ANSWER);
    }

    @Test
    void twoConfirmedReceiptsAreAConflict() {
        ended(attached(interrupted(), SECOND), Samples.confirmed());
        assertConflict(answered(Samples.confirmed()));
    }

    @Test
    void earlierReceiptWithoutAnswerIsNoConflict() {
        LedgerEntry confirmed = ended(attached(interrupted(), SECOND), Samples.confirmed());
        assertThat(confirmed.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(confirmed.receipt()).isEqualTo(SECOND);
    }

    private LedgerEntry conflict() {
        ended(attached(interrupted(), SECOND), Samples.unknown());
        return answered(Samples.confirmed());
    }

    @Test
    void conflictAllowsNothingButResolving() {
        LedgerEntry conflict = conflict();

        assertThat(ledger.claim(conflict, TILL, LATER, Samples.act(Act.Kind.RETRIED)))
                .isEmpty();
        assertThat(attach(conflict, Samples.receipt(3), null))
                .isInstanceOf(Ledger.Attachment.ChangedConcurrently.class);
        assertThat(ledger.setAside(conflict, Samples.act(Act.Kind.SET_ASIDE))).isEmpty();
        assertThat(ledger.confirmByHand(conflict, Samples.act(Act.Kind.CONFIRMED_BY_HAND)))
                .isEmpty();
        assertThat(ledger.resolve(conflict, Samples.receipt(3), resolution())).isEmpty();
        assertThat(current(conflict)).isEqualTo(conflict);
    }

    private static List<Act> resolution() {
        return List.of(
                Samples.act(Act.Kind.RECEIPT_HOLDS, SECOND.url()),
                Samples.act(Act.Kind.CONFIRMED_BY_HAND, "seen in FiscalBox"));
    }

    private LedgerEntry resolved(FiscalReceipt receipt) {
        return ledger.resolve(conflict(), receipt, resolution()).orElseThrow();
    }

    @Test
    void aPersonResolvesTheConflict() {
        LedgerEntry resolved = resolved(SECOND);

        assertThat(resolved.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(resolved.conflict()).isFalse();
        assertThat(resolved.confirmedByHand()).isTrue();
        assertThat(resolved.receipt()).isEqualTo(SECOND);
        assertThat(actsOf(resolved)).endsWith(Act.Kind.RECEIPT_HOLDS, Act.Kind.CONFIRMED_BY_HAND);
    }

    @Test
    void undoingTheResolutionRestoresTheConflict() {
        LedgerEntry undone = ledger.undoByHand(resolved(SECOND), Samples.act(Act.Kind.BY_HAND_UNDONE))
                .orElseThrow();
        assertConflict(undone);
    }
}
