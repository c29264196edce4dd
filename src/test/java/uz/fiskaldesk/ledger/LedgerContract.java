package uz.fiskaldesk.ledger;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;

/** What every kind of ledger has to do is tested by the classes that extend this, once for each kind. */
@NullUnmarked
abstract class LedgerContract {
    static final String TILL = "Kassa 1";

    LedgerStore store;
    Ledger ledger;

    abstract LedgerStore newStore();

    @BeforeEach
    void openLedger() {
        store = newStore();
        ledger = store.open();
    }

    @AfterEach
    void closeLedger() {
        store.close();
    }

    LedgerEntry added(Payment payment) {
        return ((Ledger.Addition.Added) ledger.add(payment, null, Samples.act(Act.Kind.ADDED))).entry();
    }

    LedgerEntry pending(int number) {
        return added(Samples.payment(number));
    }

    LedgerEntry ready(int number) {
        return ((Ledger.Attachment.Attached) ledger.attach(
                        pending(number),
                        Samples.receipt(number),
                        null,
                        List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED))))
                .entry();
    }

    Ledger.Begun begun(LedgerEntry entry) {
        return ledger.begin(entry, TILL, Samples.NOON, null).orElseThrow();
    }

    LedgerEntry ended(LedgerEntry entry, Outcome outcome) {
        return ledger.finish(begun(entry).attemptId(), outcome, Samples.NOON, null)
                .orElseThrow();
    }
}
