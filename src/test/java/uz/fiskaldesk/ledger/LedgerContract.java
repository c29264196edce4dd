package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Base class of the tests that every ledger has to pass. They run once for each {@link DatabaseKind}. */
@NullUnmarked
@ParameterizedClass
@EnumSource(DatabaseKind.class)
abstract class LedgerContract {
    static final String TILL = "Kassa 1";

    @Parameter
    DatabaseKind kind;

    @TempDir
    Path folder;

    LedgerStore store;
    Ledger ledger;

    @BeforeEach
    void openLedger() {
        store = kind.newStore(folder);
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

    /** Adds a payment and attaches the receipt with the same number. */
    LedgerEntry ready(int number) {
        return attached(pending(number), Samples.receipt(number));
    }

    LedgerEntry attached(LedgerEntry entry, FiscalReceipt receipt) {
        return ((Ledger.Attachment.Attached) attach(entry, receipt, null)).entry();
    }

    Ledger.Attachment attach(LedgerEntry entry, FiscalReceipt receipt, @Nullable String usedAgainBecause) {
        return ledger.attach(entry, receipt, usedAgainBecause, List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED)));
    }

    Ledger.StartedAttempt begun(LedgerEntry entry) {
        return ledger.claim(entry, TILL, Samples.NOON, null).orElseThrow();
    }

    /** Sends a payment and records this outcome. */
    LedgerEntry ended(LedgerEntry entry, Outcome outcome) {
        return ledger.recordOutcome(begun(entry).attemptId(), outcome, Samples.NOON, null)
                .orElseThrow();
    }

    LedgerEntry setAside(LedgerEntry entry) {
        return ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)).orElseThrow();
    }

    LedgerEntry current(LedgerEntry entry) {
        return ledger.find(entry.transactionId()).orElseThrow();
    }

    List<Act.Kind> actsOf(LedgerEntry entry) {
        return ledger.acts(entry).stream().map(Act::kind).toList();
    }

    /** The sample numbers of the payments that a query finds, in its order. */
    List<Integer> numbers(LedgerQuery query) {
        return ledger.page(query, null, 1000).stream().map(Samples::number).toList();
    }
}
