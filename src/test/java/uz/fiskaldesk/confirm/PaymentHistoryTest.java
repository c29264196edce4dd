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
