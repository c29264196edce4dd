package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.PaymentHistory.AttemptResult;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Explores every order in which the acts of two tills and FiscalBox's late answers can occur: all distinct histories of
 * up to four attempts with two receipts.
 */
class PaymentHistoryTest {
    private static final List<String> RECEIPTS = List.of("R1", "R2");
    private static final int ATTEMPTS = 4;

    private static final List<Outcome> OUTCOMES =
            List.of(Samples.confirmed(), Samples.rejected(), Samples.notSent(), Samples.unknown());

    static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private final Set<PaymentHistory> seen = new HashSet<>();

    // ---- examples, for the rules that the invariants leave open

    private static final PaymentHistory FIRST = PaymentHistory.added("R1").begun(1, "R1");

    /** Both receipts have been sent without an answer; the second one is attached. */
    private static final PaymentHistory BOTH_UNKNOWN =
            FIRST.ended(1, Samples.unknown()).attached("R2").begun(2, "R2").ended(2, Samples.unknown());

    @Test
    void aReceiptThatCameWithThePaymentIsQueued() {
        assertThat(PaymentHistory.added("R1").queued()).isTrue();
        assertThat(PaymentHistory.added(null).queued()).isFalse();
        assertThat(PaymentHistory.added(null).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void aLateConfirmationEndsTheQueueAndBringsThePaymentBack() {
        PaymentHistory unknown = FIRST.ended(1, Samples.unknown());
        PaymentHistory confirmed = unknown.attached("R1").setAside().ended(1, Samples.confirmed());
        assertThat(confirmed.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(confirmed.queued()).isFalse();
        assertThat(confirmed.aside()).isFalse();
        PaymentHistory rejected = unknown.attached("R1").setAside().ended(1, Samples.rejected());
        assertThat(rejected.queued()).isTrue();
        assertThat(rejected.aside()).isTrue();
    }

    @Test
    void onlyAReceiptThatWasSentLaterContradictsAConfirmedOne() {
        assertThat(BOTH_UNKNOWN.ended(2, Samples.confirmed()).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(BOTH_UNKNOWN.ended(1, Samples.confirmed()).conflict()).isTrue();
        assertThat(BOTH_UNKNOWN
                        .ended(2, Samples.confirmed())
                        .ended(1, Samples.confirmed())
                        .conflict())
                .isTrue();
        PaymentHistory second = FIRST.ended(1, Samples.confirmed()).begun(2, "R2");
        assertThat(second.conflict()).as("it is on its way").isTrue();
        assertThat(second.ended(2, Samples.rejected()).conflict()).isFalse();
    }

    @Test
    void aConfirmationOfAnotherReceiptRevokesTheOneByHand() {
        PaymentHistory byHand = BOTH_UNKNOWN.confirmedByHand();
        assertThat(byHand.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(byHand.ended(1, Samples.confirmed()).state()).isEqualTo(PaymentState.UNKNOWN);
        PaymentHistory settled = byHand.ended(2, Samples.confirmed());
        assertThat(settled.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(settled.byHand()).as("FiscalBox has confirmed it itself").isFalse();
        assertThat(byHand.ended(1, Samples.rejected()).byHand()).isTrue();
    }

    @Test
    void aResolvedConflictStandsUntilFiscalBoxSaysMore() {
        PaymentHistory resolved = BOTH_UNKNOWN.ended(1, Samples.confirmed()).resolved("R1");
        assertThat(resolved.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(resolved.ended(2, Samples.unknown()).byHand()).isTrue();
        assertThat(resolved.ended(2, Samples.confirmed()).state())
                .as("both are confirmed")
                .isEqualTo(PaymentState.UNKNOWN);
        PaymentHistory settled = resolved.ended(2, Samples.rejected());
        assertThat(settled.byHand()).isFalse();
        assertThat(settled.receipt()).isEqualTo("R1");
        assertThat(settled.state()).isEqualTo(PaymentState.CONFIRMED);
    }

    @Test
    void aRestoredLedgerLeavesNothingRejected() {
        PaymentHistory notSent = FIRST.ended(1, Samples.notSent());
        assertThat(notSent.state()).isEqualTo(PaymentState.READY);
        assertThat(notSent.backFromBackup().state())
                .as("it stays ready, for a person")
                .isEqualTo(PaymentState.READY);
        assertThat(notSent.backFromBackup().inDoubt()).isTrue();
        assertThat(FIRST.ended(1, Samples.rejected()).backFromBackup().state()).isEqualTo(PaymentState.UNKNOWN);
    }

    @Test
    void aRetryHasTheOnlyReceiptThatMayBeBooked() {
        PaymentHistory unknown = FIRST.ended(1, Samples.unknown());
        assertThat(unknown.isRetryOf("R1", 2)).isTrue();
        assertThat(unknown.isRetryOf("R2", 2)).isFalse();
        assertThat(unknown.isRetryOf("R1", 1)).as("the attempt itself").isFalse();
        assertThat(unknown.backFromBackup().isRetryOf("R1", 2)).isFalse();
        assertThat(FIRST.isRetryOf("R1", 2)).as("it is on its way").isTrue();
        assertThat(FIRST.ended(1, Samples.rejected()).isRetryOf("R1", 2)).isFalse();
        assertThat(BOTH_UNKNOWN.isRetryOf("R2", 3)).isFalse();
    }

    // ---- invariants

    @Test
    void invariantsHoldInEveryOrder() {
        explore(PaymentHistory.added(null));
        assertThat(seen).hasSizeGreaterThan(10_000);
    }

    private void explore(PaymentHistory life) {
        if (seen.add(life)) {
            check(life);
            steps(life, next -> {
                neverLosesAConfirmation(life, next);
                explore(next);
            });
        }
    }

    /** Every act that the ledger allows, and every answer to an attempt. */
    private static void steps(PaymentHistory life, Consumer<PaymentHistory> next) {
        answers(life, next);
        if (life.conflict()) {
            if (life.state() == PaymentState.UNKNOWN) {
                RECEIPTS.forEach(receipt -> next.accept(life.resolved(receipt)));
            }
            return;
        }
        switch (life.state()) {
            case PENDING, READY, REJECTED, UNKNOWN -> {
                RECEIPTS.forEach(receipt -> next.accept(life.attached(receipt)));
                next.accept(life.setAside());
                next.accept(life.backFromBackup());
                sendingSteps(life, next);
            }
            case SET_ASIDE -> next.accept(life.restored());
            case CONFIRMED -> {
                if (life.byHand()) {
                    next.accept(life.byHandUndone());
                }
            }
            case SENDING -> {}
        }
    }

    private static void sendingSteps(PaymentHistory life, Consumer<PaymentHistory> next) {
        PaymentState state = life.state();
        if (state == PaymentState.REJECTED) {
            next.accept(life.queuedAgain());
        }
        if (state == PaymentState.REJECTED || state == PaymentState.UNKNOWN) {
            next.accept(life.confirmedByHand());
        }
        boolean canBegin = state == PaymentState.READY || state == PaymentState.UNKNOWN;
        if (canBegin && life.attempts().size() < ATTEMPTS) {
            next.accept(life.begun(life.attempts().size() + 1, Objects.requireNonNull(life.receipt())));
        }
    }

    private static void answers(PaymentHistory life, Consumer<PaymentHistory> next) {
        for (AttemptResult tried : life.attempts()) {
            if (tried.outcome() == null || tried.outcome().equals(INTERRUPTED)) {
                OUTCOMES.forEach(outcome -> next.accept(life.ended(tried.id(), outcome)));
            }
            if (tried.outcome() == null) {
                next.accept(life.ended(tried.id(), INTERRUPTED));
            }
        }
    }

    private static void neverLosesAConfirmation(PaymentHistory before, PaymentHistory after) {
        if (after.attempts().size() > before.attempts().size()) {
            assertThat(before.isConfirmedByFiscalBox())
                    .as("nothing is sent after a confirmation: %s", before)
                    .isFalse();
        }
    }

    static void check(PaymentHistory life) {
        PaymentState state = life.state();
        boolean open = life.attempts().stream().anyMatch(tried -> tried.outcome() == null);
        assertThat(state == PaymentState.SENDING).as("%s", life).isEqualTo(open);
        if (life.isConfirmedByFiscalBox() && !open) {
            assertThat(state == PaymentState.CONFIRMED || (life.conflict() && state == PaymentState.UNKNOWN))
                    .as("confirmed, or a conflict: %s", life)
                    .isTrue();
        }
        if (life.conflict()) {
            assertThat(life.attempts().stream().map(AttemptResult::receipt).distinct())
                    .as("%s", life)
                    .hasSize(2);
        }
        if (state == PaymentState.CONFIRMED && !life.byHand()) {
            assertThat(life.attempts())
                    .as("its receipt was confirmed by FiscalBox: %s", life)
                    .anyMatch(tried -> tried.isConfirmed() && tried.receipt().equals(life.receipt()));
            assertThat(life.attempts().stream()
                            .filter(AttemptResult::isConfirmed)
                            .map(AttemptResult::receipt)
                            .distinct())
                    .as("%s", life)
                    .hasSize(1);
            assertThat(life.inDoubt()).isFalse();
        }
        if (state == PaymentState.REJECTED) {
            assertThat(life.attempts())
                    .as("not rejected while an attempt may have been booked: %s", life)
                    .noneMatch(tried -> tried.outcome() instanceof Outcome.Unknown);
            assertThat(life.doubted()).isFalse();
        }
        if (state == PaymentState.READY || state == PaymentState.UNKNOWN) {
            assertThat(life.receipt()).as("%s", life).isNotNull();
        }
    }
}
