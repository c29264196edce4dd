package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Property test: two tills act on one payment in every order, each with a possibly stale view. Tills stop while they
 * send, and their answers arrive late or never. The ledger's state always equals the one that {@link PaymentHistory}
 * derives.
 */
@NullUnmarked
class InterleavingsTest extends LedgerContract {
    private static final int STEPS = 40;
    private static final List<FiscalReceipt> RECEIPTS = List.of(Samples.receipt(1001), Samples.receipt(1002));
    private static final List<Outcome> OUTCOMES =
            List.of(Samples.confirmed(), Samples.rejected(), Samples.rejected(), Samples.notSent(), Samples.unknown());
    private static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private final List<String> steps = new ArrayList<>();
    private List<Ledger> tills;
    private LedgerEntry[] seen;
    private PaymentHistory model;
    private List<OpenAttempt> sent;
    private final Set<PaymentState> reached = EnumSet.noneOf(PaymentState.class);
    private Instant now = Samples.NOON;
    private int conflicts;

    @Test
    void ledgerStateEqualsPaymentLife() {
        tills = List.of(ledger, store.open());
        int sequences = kind == DatabaseKind.SQLITE ? 120 : 60;
        for (int seed = 1; seed <= sequences; seed++) {
            play(seed);
        }
        assertThat(reached).containsExactlyInAnyOrder(PaymentState.values());
        assertThat(conflicts).as("steps in conflict").isPositive();
        assertThat(((JdbiLedger) ledger).audit().findings())
                .as("the history is consistent")
                .isEmpty();
    }

    private void play(int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        steps.clear();
        sent = new ArrayList<>();
        model = PaymentHistory.added(null);
        LedgerEntry added = pending(seed);
        seen = new LedgerEntry[] {added, added};
        for (int step = 0; step < STEPS; step++) {
            int till = random.nextInt(2);
            if (random.nextInt(8) > 0) {
                seen[till] = current(seen[till]);
            }
            now = now.plusMillis(random.nextInt(2));
            act(random, tills.get(till), till);
            compare(seed);
        }
    }

    private void act(RandomGenerator random, Ledger till, int who) {
        LedgerEntry entry = seen[who];
        FiscalReceipt receipt = RECEIPTS.get(random.nextInt(2));
        switch (random.nextInt(40)) {
            case 0 -> setAside(till, entry);
            case 1, 2 -> byHand(till, entry, receipt);
            case 3, 4, 5 -> {
                done("ready", till.queueAgain(entry, act(Act.Kind.RETRIED)), model.queuedAgain());
                undo(till, entry);
            }
            case 6, 7, 8, 9, 10, 11, 12, 13 -> attach(till, entry, receipt);
            case 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 -> begin(till, entry);
            case 24, 25, 26, 27, 28, 29 -> end(random, OUTCOMES.get(random.nextInt(OUTCOMES.size())));
            default -> interrupt(random);
        }
    }

    private Act act(Act.Kind kind) {
        return new Act(kind, "Nodira", now, null);
    }

    private void done(String what, Optional<LedgerEntry> result, PaymentHistory after) {
        if (result.isPresent()) {
            steps.add(what);
            model = after;
        }
    }

    private void attach(Ledger till, LedgerEntry entry, FiscalReceipt receipt) {
        if (till.attach(entry, receipt, "again", List.of(act(Act.Kind.RECEIPT_ATTACHED)))
                instanceof Ledger.Attachment.Attached attached) {
            done(
                    "attach " + receipt.receiptNumber(),
                    Optional.of(attached.entry()),
                    model.attached(receipt.identity()));
        }
    }

    private void begin(Ledger till, LedgerEntry entry) {
        till.claim(entry, TILL, now, act(Act.Kind.RETRIED)).ifPresent(begun -> {
            assertThat(model.isConfirmedByFiscalBox())
                    .as("sent after a confirmation: %s", steps)
                    .isFalse();
            sent.add(new OpenAttempt(begun.attemptId(), till.claimOwner()));
            String identity = begun.entry().receipt().identity();
            done("begin", Optional.of(begun.entry()), model.begun(begun.attemptId(), identity));
        });
    }

    private void end(RandomGenerator random, Outcome outcome) {
        if (!sent.isEmpty()) {
            OpenAttempt attempt = sent.get(random.nextInt(sent.size()));
            Ledger mine = tills.stream()
                    .filter(till -> till.claimOwner().equals(attempt.owner()))
                    .findFirst()
                    .orElseThrow();
            done(
                    "end " + attempt.id() + " " + outcome,
                    mine.recordOutcome(attempt.id(), outcome, now, null),
                    model.ended(attempt.id(), outcome));
        }
    }

    private void interrupt(RandomGenerator random) {
        if (!sent.isEmpty()) {
            OpenAttempt attempt = sent.get(random.nextInt(sent.size()));
            JdbiLedger database = (JdbiLedger) ledger;
            if (database.<Boolean>write(handle -> database.outcomes().interrupt(handle, attempt, now))) {
                steps.add("interrupt " + attempt.id());
                model = model.ended(attempt.id(), INTERRUPTED);
            }
        }
    }

    private void setAside(Ledger till, LedgerEntry entry) {
        done("aside", till.setAside(entry, act(Act.Kind.SET_ASIDE)), model.setAside());
    }

    private void byHand(Ledger till, LedgerEntry entry, FiscalReceipt receipt) {
        done("by hand", till.confirmByHand(entry, act(Act.Kind.CONFIRMED_BY_HAND)), model.confirmedByHand());
        List<Act> acts =
                List.of(new Act(Act.Kind.RECEIPT_HOLDS, "Nodira", now, receipt.url()), act(Act.Kind.CONFIRMED_BY_HAND));
        done("resolve", till.resolve(entry, receipt, acts), model.resolved(receipt.identity()));
    }

    private void undo(Ledger till, LedgerEntry entry) {
        done("restore", till.restore(entry, act(Act.Kind.RESTORED)), model.restored());
        done("undo", till.undoByHand(entry, act(Act.Kind.BY_HAND_UNDONE)), model.byHandUndone());
        done("detach", till.detach(entry, act(Act.Kind.RECEIPT_REMOVED)), model.detached());
    }

    private void compare(int seed) {
        LedgerEntry row = current(seen[0]);
        reached.add(row.state());
        conflicts += row.conflict() ? 1 : 0;
        String description = "seed " + seed + ": " + steps;
        assertThat(row.state()).as(description).isEqualTo(model.state());
        assertThat(row.conflict()).as(description).isEqualTo(model.conflict());
        assertThat(row.inDoubt()).as(description).isEqualTo(model.inDoubt());
        assertThat(row.confirmedByHand()).as(description).isEqualTo(model.byHand());
        assertThat(row.receipt() == null ? null : row.receipt().identity())
                .as(description)
                .isEqualTo(model.receipt());
        assertThat(ledger.attempts(row).stream().map(Attempt::outcome).toList())
                .as(description)
                .isEqualTo(model.attempts().stream()
                        .map(PaymentHistory.AttemptResult::outcome)
                        .toList());
        if (row.state() != PaymentState.READY) {
            assertThat(row.nextTryAt()).as(description).isNull();
        }
        assertThat(row.sender() != null).as(description).isEqualTo(row.state() == PaymentState.SENDING);
    }
}
