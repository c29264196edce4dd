package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Which transitions are possible from each state of a payment. */
class TransitionsTest extends LedgerContract {
    private static final String ALLOWED = """
            from                | attach    | detach    | ready     | begin     | setAside  | restore   | byHand    | undoByHand
            PENDING             | READY     | -         | -         | -         | SET_ASIDE | -         | -         | -
            READY               | READY     | PENDING   | -         | SENDING   | SET_ASIDE | -         | -         | -
            READY in doubt      | READY     | -         | -         | SENDING   | SET_ASIDE | -         | -         | -
            SENDING             | -         | -         | -         | -         | -         | -         | -         | -
            CONFIRMED           | -         | -         | -         | -         | -         | -         | -         | -
            CONFIRMED by hand   | -         | -         | -         | -         | -         | -         | -         | UNKNOWN
            REJECTED            | READY     | -         | READY     | -         | SET_ASIDE | -         | CONFIRMED | -
            UNKNOWN             | READY     | -         | -         | SENDING   | SET_ASIDE | -         | CONFIRMED | -
            SET_ASIDE, PENDING  | -         | -         | -         | -         | -         | PENDING   | -         | -
            SET_ASIDE, READY    | -         | -         | -         | -         | -         | READY     | -         | -
            SET_ASIDE, REJECTED | -         | -         | -         | -         | -         | REJECTED  | -         | -
            SET_ASIDE, UNKNOWN  | -         | -         | -         | -         | -         | UNKNOWN   | -         | -
            """;

    private int numbers;

    @Test
    void everyTransitionFollowsThePaymentStates() {
        assertThat(tried()).isEqualTo(ALLOWED);
    }

    private String tried() {
        StringBuilder table = new StringBuilder(line("from", moves().keySet().stream()));
        situations().forEach((name, situation) -> {
            List<String> cells = new ArrayList<>();
            for (Function<LedgerEntry, Optional<LedgerEntry>> move : moves().values()) {
                cells.add(outcome(situation.apply(++numbers), move));
            }
            table.append(line(name, cells.stream()));
        });
        return table.toString();
    }

    private static String line(String first, Stream<String> cells) {
        String row = String.format(Locale.ROOT, "%-19s", first)
                + cells.map(cell -> String.format(Locale.ROOT, " | %-9s", cell)).collect(Collectors.joining());
        return row.stripTrailing() + "\n";
    }

    /** The state after a transition; a refused transition must not have changed anything. */
    private String outcome(LedgerEntry entry, Function<LedgerEntry, Optional<LedgerEntry>> move) {
        long mark = ledger.changeCounter();
        List<Act> acts = ledger.acts(entry);
        List<Attempt> attempts = ledger.attempts(entry);
        Optional<LedgerEntry> moved = move.apply(entry);
        if (moved.isPresent()) {
            assertThat(current(entry)).isEqualTo(moved.get());
            assertThat(moved.get().version()).isGreaterThan(entry.version());
            assertThat(ledger.acts(entry)).hasSizeGreaterThan(acts.size());
            return moved.get().state().name();
        }
        assertThat(current(entry)).isEqualTo(entry);
        assertThat(ledger.acts(entry)).isEqualTo(acts);
        assertThat(ledger.attempts(entry)).isEqualTo(attempts);
        assertThat(ledger.changeCounter()).isEqualTo(mark);
        return "-";
    }

    private Map<String, Function<LedgerEntry, Optional<LedgerEntry>>> moves() {
        Map<String, Function<LedgerEntry, Optional<LedgerEntry>>> moves = new LinkedHashMap<>();
        moves.put("attach", entry -> switch (attach(entry, Samples.receipt(1000 + numbers), null)) {
            case Ledger.Attachment.Attached attached -> Optional.of(attached.entry());
            case Ledger.Attachment.ChangedConcurrently _ -> Optional.empty();
            case Ledger.Attachment.ReceiptTaken taken -> throw new AssertionError(taken);
            case Ledger.Attachment.Refunded refunded -> throw new AssertionError(refunded);
        });
        moves.put("detach", entry -> ledger.detach(entry, Samples.act(Act.Kind.RECEIPT_REMOVED)));
        moves.put("ready", entry -> ledger.queueAgain(entry, Samples.act(Act.Kind.RETRIED)));
        moves.put(
                "begin",
                entry -> ledger.claim(entry, TILL, Samples.NOON, Samples.act(Act.Kind.RETRIED))
                        .map(Ledger.StartedAttempt::entry));
        moves.put("setAside", entry -> ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)));
        moves.put("restore", entry -> ledger.restore(entry, Samples.act(Act.Kind.RESTORED)));
        moves.put("byHand", entry -> ledger.confirmByHand(entry, Samples.act(Act.Kind.CONFIRMED_BY_HAND)));
        moves.put("undoByHand", entry -> ledger.undoByHand(entry, Samples.act(Act.Kind.BY_HAND_UNDONE)));
        return moves;
    }

    private Map<String, Function<Integer, LedgerEntry>> situations() {
        Map<String, Function<Integer, LedgerEntry>> situations = new LinkedHashMap<>();
        situations.put("PENDING", this::pending);
        situations.put("READY", this::ready);
        situations.put("READY in doubt", n -> attached(unknown(n), Samples.receipt(2000 + n)));
        situations.put("SENDING", n -> begun(ready(n)).entry());
        situations.put("CONFIRMED", n -> ended(ready(n), Samples.confirmed()));
        situations.put(
                "CONFIRMED by hand",
                n -> ledger.confirmByHand(unknown(n), Samples.act(Act.Kind.CONFIRMED_BY_HAND))
                        .orElseThrow());
        situations.put("REJECTED", n -> ended(ready(n), Samples.rejected()));
        situations.put("UNKNOWN", this::unknown);
        situations.put("SET_ASIDE, PENDING", n -> setAside(pending(n)));
        situations.put("SET_ASIDE, READY", n -> setAside(ready(n)));
        situations.put("SET_ASIDE, REJECTED", n -> setAside(ended(ready(n), Samples.rejected())));
        situations.put("SET_ASIDE, UNKNOWN", n -> setAside(unknown(n)));
        return situations;
    }

    private LedgerEntry unknown(int number) {
        return ended(ready(number), Samples.unknown());
    }

    @Test
    void outcomeDeterminesTheState() {
        assertThat(ended(ready(1), Samples.confirmed()).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(ended(ready(2), Samples.rejected()).state()).isEqualTo(PaymentState.REJECTED);
        assertThat(ended(ready(3), Samples.unknown()).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(ended(ready(4), Samples.notSent()).state()).isEqualTo(PaymentState.READY);
    }

    @Test
    void rowShowsTheSendingTill() {
        LedgerEntry ready = ready(1);
        assertThat(ready.sender()).isNull();

        Ledger.StartedAttempt begun = begun(ready);

        assertThat(begun.entry().sender()).isEqualTo(TILL);
        assertThat(store.open().find(ready.transactionId()).orElseThrow().sender())
                .isEqualTo(TILL);
        assertThat(ledger.recordOutcome(begun.attemptId(), Samples.rejected(), Samples.NOON, null)
                        .orElseThrow()
                        .sender())
                .isNull();
    }

    @Test
    void confirmationByHandIsMarkedUntilUndone() {
        LedgerEntry rejected = ended(ready(1), Samples.rejected());

        LedgerEntry byHand = ledger.confirmByHand(rejected, Samples.act(Act.Kind.CONFIRMED_BY_HAND, "saw it printed"))
                .orElseThrow();
        assertThat(byHand.confirmedByHand()).isTrue();
        assertThat(byHand.lastOutcome()).isEqualTo(Samples.rejected());

        LedgerEntry undone =
                ledger.undoByHand(byHand, Samples.act(Act.Kind.BY_HAND_UNDONE)).orElseThrow();
        assertThat(undone.confirmedByHand()).isFalse();
        assertThat(undone.cameFrom()).isNull();
        assertThat(undone.state()).isEqualTo(PaymentState.REJECTED);
    }

    @Test
    void knownPaymentIsNotAddedAgain() {
        LedgerEntry first = pending(1);
        TransactionId shouted = TransactionId.of(
                first.transactionId().text().toUpperCase(Locale.ROOT).replace("-", ""));

        Ledger.Addition again = ledger.add(Payment.of(shouted), Samples.receipt(1), Samples.act(Act.Kind.ADDED));

        assertThat(again).isEqualTo(new Ledger.Addition.Known(first));
        assertThat(ledger.acts(first)).hasSize(1);
    }

    @Test
    void paymentAddedWithAReceiptIsReady() {
        Ledger.Addition addition =
                ledger.add(Samples.payment(1), Samples.receipt(7), Samples.act(Act.Kind.IMPORTED, "file.csv"));

        LedgerEntry entry = ((Ledger.Addition.Added) addition).entry();
        assertThat(entry.state()).isEqualTo(PaymentState.READY);
        assertThat(entry.receipt()).isEqualTo(Samples.receipt(7));
        assertThat(entry.nextTryAt()).isNull();
    }
}
