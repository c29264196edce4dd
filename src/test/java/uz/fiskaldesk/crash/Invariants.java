package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.SeenRequest;

/** What holds of a ledger that was opened again, whatever happened to the processes that wrote it. */
public final class Invariants {
    private final Ledger ledger;
    private final FiscalBoxSimulator simulator;

    public Invariants(Ledger ledger, FiscalBoxSimulator simulator) {
        this.ledger = ledger;
        this.simulator = simulator;
    }

    /** Checks all of them, no process but this one being alive. */
    public void check(Collection<TransactionId> added) {
        for (TransactionId id : added) {
            assertThat(ledger.find(id))
                    .as("a payment that was added is there: %s", id)
                    .isPresent();
        }
        for (SeenRequest seen : simulator.confirmations()) {
            everyRequestHasAnAttempt(seen);
        }
        ledger.forEach(LedgerQuery.ALL, this::check);
    }

    private void everyRequestHasAnAttempt(SeenRequest seen) {
        TransactionId id = TransactionId.of(String.valueOf(seen.transactionId()));
        LedgerEntry entry = ledger.find(id).orElseThrow();
        List<SeenRequest> sameReceipt = simulator.confirmations().stream()
                .filter(other -> id.isNamedBy(String.valueOf(other.transactionId())))
                .filter(other -> String.valueOf(other.qrCode()).equals(seen.qrCode()))
                .toList();
        assertThat(ledger.attempts(entry).stream()
                        .filter(attempt -> attempt.receiptUrl().equals(seen.qrCode())))
                .as("attempts with the receipt of %s", seen)
                .hasSizeGreaterThanOrEqualTo(sameReceipt.size());
    }

    private void check(LedgerEntry entry) {
        assertThat(entry.state()).as("nothing is being sent: %s", entry).isNotEqualTo(PaymentState.SENDING);
        List<Attempt> attempts = ledger.attempts(entry);
        assertThat(attempts).as("every attempt is counted").hasSize(entry.attempts());
        assertThat(attempts).as("every attempt has ended").allMatch(attempt -> attempt.outcome() != null);
        if (entry.state() == PaymentState.CONFIRMED && !entry.confirmedByHand()) {
            assertThat(simulator.booked())
                    .as("FiscalBox has booked what says Confirmed")
                    .containsKey(entry.transactionId().text());
        }
    }
}
