package uz.fiskaldesk.desk.shell;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** Another till with the same ledger: adds payments and performs random acts on them. */
final class OtherTill implements AutoCloseable {
    private static final Outcome YES = new Outcome.Confirmed(Answer.ofMessage("done"));
    private static final Outcome NO = new Outcome.Rejected(Answer.ofMessage("no"));

    private final Ledger ledger;
    private final TestSessions sessions;
    private int receipts = 50_000;

    OtherTill(TestSessions sessions) {
        this.sessions = sessions;
        this.ledger = SqliteLedger.open(SqliteLedger.urlOf(sessions.ledgerFile()), TestSessions.NOON);
    }

    Ledger ledger() {
        return ledger;
    }

    /** @param secondsAgo when it was paid, in seconds before noon */
    void add(int n, int secondsAgo) {
        Payment payment = new Payment(
                WindowTest.id(n),
                null,
                new Amount(n * 1_000_00L),
                null,
                null,
                TestSessions.NOON.minusSeconds(secondsAgo),
                null);
        ledger.add(payment, null, act(Act.Kind.ADDED));
    }

    private Act act(Act.Kind kind) {
        return new Act(kind, "Malika", now(), null);
    }

    private Instant now() {
        return sessions.clock().instant();
    }

    FiscalReceipt receipt() {
        String link = WindowTest.link(receipts++);
        return ((ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link)).receipt();
    }

    Optional<LedgerEntry> any(RandomGenerator random, PaymentState... states) {
        List<LedgerEntry> all = ledger.page(LedgerQuery.ALL.in(Set.of(states)), null, 200);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** Attaches a receipt to a payment and records a confirmation. */
    void confirm(LedgerEntry entry) {
        attached(entry).ifPresent(ready -> finish(ready, YES));
    }

    void reject(LedgerEntry entry) {
        attached(entry).ifPresent(ready -> finish(ready, NO));
    }

    Optional<LedgerEntry> attached(LedgerEntry entry) {
        return ledger.attach(entry, receipt(), null, List.of(act(Act.Kind.RECEIPT_ATTACHED)))
                        instanceof Ledger.Attachment.Attached attached
                ? Optional.of(attached.entry())
                : Optional.empty();
    }

    private void finish(LedgerEntry ready, Outcome outcome) {
        ledger.claim(ready, "till 4", now(), null)
                .ifPresent(begun -> ledger.recordOutcome(begun.attemptId(), outcome, now(), null));
    }

    /** Starts an attempt that has no result yet. */
    Optional<Ledger.StartedAttempt> claim(LedgerEntry entry) {
        return attached(entry).flatMap(ready -> ledger.claim(ready, "till 4", now(), null));
    }

    void answer(Ledger.StartedAttempt begun, boolean yes) {
        ledger.recordOutcome(begun.attemptId(), yes ? YES : NO, now(), null);
    }

    void setAside(LedgerEntry entry) {
        ledger.setAside(entry, act(Act.Kind.SET_ASIDE));
    }

    void restore(LedgerEntry entry) {
        ledger.restore(entry, act(Act.Kind.RESTORED));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
