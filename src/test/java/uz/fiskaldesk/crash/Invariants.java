package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;

/** The invariants of a ledger that was opened again, whatever happened to the processes that wrote it. */
public final class Invariants {
    private static final Set<String> CONFIRMING = Set.of("confirm", "confirm-with-nulls", "slow");
    private static final Set<Act.Kind> WORDS = Set.of(Act.Kind.RETRIED, Act.Kind.RECEIPT_ATTACHED);

    private final Ledger ledger;
    private final FiscalBoxSimulator simulator;

    public Invariants(Ledger ledger, FiscalBoxSimulator simulator) {
        this.ledger = ledger;
        this.simulator = simulator;
    }

    /** Checks all invariants. No other process may be alive. */
    public void check(Collection<TransactionId> added) {
        for (TransactionId id : added) {
            assertThat(ledger.find(id)).as("an added payment exists: %s", id).isPresent();
        }
        for (RecordedRequest seen : simulator.confirmations()) {
            everyRequestHasAnAttempt(seen);
        }
        ledger.forEach(LedgerQuery.ALL, this::check);
    }

    private void everyRequestHasAnAttempt(RecordedRequest seen) {
        TransactionId id = TransactionId.of(String.valueOf(seen.transactionId()));
        LedgerEntry entry = ledger.find(id).orElseThrow();
        List<RecordedRequest> sameReceipt = simulator.confirmations().stream()
                .filter(other -> id.isNamedBy(String.valueOf(other.transactionId())))
                .filter(other -> String.valueOf(other.qrCode()).equals(seen.qrCode()))
                .toList();
        assertThat(ledger.attempts(entry).stream()
                        .filter(attempt -> attempt.receiptUrl().equals(seen.qrCode())))
                .as("attempts with the receipt of %s", seen)
                .hasSizeGreaterThanOrEqualTo(sameReceipt.size());
    }

    private void check(LedgerEntry entry) {
        assertThat(entry.state()).as("nothing is in flight: %s", entry).isNotEqualTo(PaymentState.SENDING);
        List<Attempt> attempts = ledger.attempts(entry);
        assertThat(attempts).as("every attempt is counted").hasSize(entry.attempts());
        assertThat(attempts).as("every attempt has ended").allMatch(attempt -> attempt.outcome() != null);
        if (entry.state() == PaymentState.CONFIRMED && !entry.confirmedByHand()) {
            assertThat(simulator.booked())
                    .as("a confirmed payment is booked by FiscalBox")
                    .containsKey(entry.transactionId().text());
            assertThat(simulator.confirmations().stream()
                            .filter(seen -> entry.transactionId().isNamedBy(String.valueOf(seen.transactionId()))))
                    .as("FiscalBox gave this answer: %s", entry)
                    .anyMatch(seen -> CONFIRMING.contains(seen.behaviour()));
        } else {
            assertThat(entry.inDoubt())
                    .as("an attempt without a definite answer leaves a doubt: %s", entry)
                    .isEqualTo(attempts.stream().anyMatch(attempt -> attempt.outcome() instanceof Outcome.Unknown));
        }
        noSecondRequestWithoutAPerson(attempts, ledger.acts(entry));
    }

    /** After an attempt that may have been booked, or was rejected, another attempt requires a person's decision. */
    private static void noSecondRequestWithoutAPerson(List<Attempt> attempts, List<Act> acts) {
        boolean inDoubt = false;
        for (int i = 1; i < attempts.size(); i++) {
            Attempt before = attempts.get(i - 1);
            Attempt again = attempts.get(i);
            inDoubt |= before.outcome() instanceof Outcome.Unknown;
            if (inDoubt || before.outcome() instanceof Outcome.Rejected) {
                assertThat(acts)
                        .as("a person decided between %s and %s", before, again)
                        .anyMatch(act -> WORDS.contains(act.kind())
                                && !act.at().isBefore(before.startedAt())
                                && !act.at().isAfter(again.startedAt()));
            }
        }
    }
}
