package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;

/** Which payments are retried automatically, and when. */
class DuePaymentsTest extends LedgerContract {
    private static final Instant NEXT = Samples.NOON.plusSeconds(10);

    private LedgerEntry notSent(int number, Instant nextTryAt) {
        return ledger.recordOutcome(begun(ready(number)).attemptId(), Samples.notSent(), Samples.NOON, nextTryAt)
                .orElseThrow();
    }

    private List<Integer> due(Instant now) {
        return ledger.due(now, 10).stream().map(Samples::number).toList();
    }

    @Test
    void unsentPaymentIsDueAtItsRetryTime() {
        LedgerEntry entry = notSent(1, NEXT);

        assertThat(entry.nextTryAt()).isEqualTo(NEXT);
        assertThat(entry.failedSends()).isOne();
        assertThat(ledger.nextDue()).contains(NEXT);
        assertThat(due(NEXT.minusMillis(1))).isEmpty();
        assertThat(due(NEXT)).containsExactly(1);
    }

    @Test
    void onlyUnsentPaymentsAreRetriedAutomatically() {
        pending(1);
        ready(2);
        ended(ready(3), Samples.rejected());
        ended(ready(4), Samples.unknown());
        begun(ready(5));

        assertThat(due(NEXT.plusSeconds(1_000_000))).isEmpty();
        assertThat(ledger.nextDue()).isEmpty();
    }

    @Test
    void oldestPaymentIsDueFirst() {
        for (int number = 1; number <= 3; number++) {
            LedgerEntry entry =
                    attached(added(Samples.paidAt(number, NEXT.minusSeconds(number))), Samples.receipt(number));
            assertThat(ledger.recordOutcome(
                            begun(entry).attemptId(), Samples.notSent(), Samples.NOON, NEXT.plusSeconds(number)))
                    .isPresent();
        }

        assertThat(ledger.due(NEXT.plusSeconds(60), 2))
                .extracting(Samples::number)
                .containsExactly(3, 2);
        assertThat(ledger.nextDue()).contains(NEXT.plusSeconds(1));
    }

    @Test
    void connectionIsBackMakesOnlyConnectionFailuresDue() {
        Instant back = Samples.NOON.plusSeconds(1);
        LedgerEntry offline = notSent(1, NEXT);
        ledger.recordOutcome(
                begun(ready(2)).attemptId(),
                new Outcome.NotSent(Outcome.NotSentReason.TOO_MANY_REQUESTS, Answer.NONE, null),
                Samples.NOON,
                NEXT);
        setAside(notSent(3, NEXT));
        ready(4);
        ended(ready(5), Samples.unknown());

        assertThat(ledger.makeDueNow(back)).isOne();

        assertThat(due(back)).containsExactly(1);
        assertThat(due(NEXT)).containsExactlyInAnyOrder(1, 2);
        assertThat(ledger.claim(offline, "Kassa 1", back, null))
                .as("the version is unchanged")
                .isPresent();
    }

    @Test
    void consecutiveFailuresAreCountedUntilAnotherOutcome() {
        LedgerEntry entry = ended(notSent(1, NEXT), Samples.notSent());
        assertThat(entry.failedSends()).isEqualTo(2);

        assertThat(ended(entry, Samples.rejected()).failedSends()).isZero();
    }

    @Test
    void aPersonsActRemovesTheRetry() {
        begun(notSent(1, NEXT));
        setAside(notSent(2, NEXT));
        attached(notSent(3, NEXT), Samples.receipt(30));
        assertThat(ledger.detach(notSent(4, NEXT), Samples.act(Act.Kind.RECEIPT_REMOVED)))
                .isPresent();

        assertThat(due(NEXT)).isEmpty();
        assertThat(ledger.nextDue()).isEmpty();
    }

    private LedgerEntry certain(int number, boolean thenSend) {
        Ledger.PosDeadline deadline = new Ledger.PosDeadline(NEXT, thenSend);
        return ((Ledger.Attachment.Attached) ledger.attach(
                        pending(number),
                        Samples.receipt(number),
                        null,
                        List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED)),
                        deadline))
                .entry();
    }

    @Test
    void aReceiptThatThePosDoesNotConfirmIsDueIfThatWasAskedFor() {
        assertThat(certain(1, false).posExpectedUntil()).isEqualTo(NEXT);
        LedgerEntry automatic = certain(2, true);
        assertThat(ledger.makeDueNow(Samples.NOON)).as("it is not early").isZero();
        assertThat(due(NEXT.minusMillis(1))).isEmpty();
        assertThat(due(NEXT)).containsExactly(2);
        assertThat(due(NEXT.minus(RetryBackoff.FURTHEST).minusMillis(1)))
                .as("a time that was set by a wrong clock")
                .containsExactly(2);
        assertThat(begun(automatic).entry().posExpectedUntil()).isNull();
    }

    @Test
    void aPersonsActOrARefundEndsTheWaitForThePos() {
        setAside(certain(1, true));
        attached(certain(2, true), Samples.receipt(20));
        assertThat(ledger.detach(certain(3, true), Samples.act(Act.Kind.RECEIPT_REMOVED)))
                .isPresent();
        certain(4, true);
        ledger.recordRefund(Samples.receipt(4), "POS", Samples.NOON);

        assertThat(due(NEXT)).isEmpty();
        assertThat(ledger.page(LedgerQuery.ALL, null, 10))
                .hasSize(4)
                .allSatisfy(entry -> assertThat(entry.posExpectedUntil()).isNull());
    }

    @Test
    void restoredPaymentWaitsForAPerson() {
        LedgerEntry aside = setAside(notSent(1, NEXT));

        assertThat(ledger.restore(aside, Samples.act(Act.Kind.RESTORED))).isPresent();

        assertThat(due(NEXT)).isEmpty();
    }
}
