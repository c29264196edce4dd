package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerAudit.Finding;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;

/** Tampering with the history is detected. */
class HistoryChainTest extends LedgerContract {
    private LedgerAudit audit() {
        return ((JdbiLedger) ledger).audit();
    }

    private List<LedgerAudit.Kind> findings() {
        return audit().findings().stream().map(Finding::kind).distinct().toList();
    }

    private void tamper(String... statements) {
        PostgresServer.run(
                kind == DatabaseKind.SQLITE
                        ? SqliteLedger.urlOf(folder.resolve("ledger.db"))
                        : ((PostgresStore) store).url(),
                statements);
    }

    /** Creates payments with every kind of history. */
    private void createHistory() {
        ended(ready(1), Samples.confirmed());
        ended(ready(2), Samples.rejected());
        LedgerEntry late = ready(3);
        Ledger.StartedAttempt begun = begun(late);
        ((JdbiLedger) ledger)
                .<Boolean>write(handle -> ((JdbiLedger) ledger)
                        .outcomes()
                        .interrupt(handle, new OpenAttempt(begun.attemptId(), ledger.claimOwner()), Samples.NOON));
        ended(current(late), Samples.rejected());
        assertThat(ledger.recordOutcome(begun.attemptId(), Samples.confirmed(), Samples.NOON, null))
                .isPresent();
        setAside(pending(4));
        assertThat(ledger.confirmByHand(
                        ended(ready(5), Samples.unknown()), Samples.act(Act.Kind.CONFIRMED_BY_HAND, "seen")))
                .isPresent();
        assertThat(ledger.detach(ready(6), Samples.act(Act.Kind.RECEIPT_REMOVED)))
                .isPresent();
        assertThat(ledger.queueAgain(ended(ready(7), Samples.rejected()), Samples.act(Act.Kind.RETRIED)))
                .isPresent();
        pending(8);
    }

    @Test
    void untamperedHistoryIsValid() {
        assertThat(audit()).isEqualTo(new LedgerAudit(0, 0, "", List.of()));
        createHistory();
        LedgerAudit audit = audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.old()).isZero();
        assertThat(audit.head()).hasSize(64).isEqualTo(ledger.historyHead());

        pending(9);
        assertThat(audit().entries()).isEqualTo(audit.entries() + 1);
        assertThat(audit().head()).isNotEqualTo(audit.head());
    }

    @Test
    void confirmedPaymentWithoutAttemptIsFound() {
        createHistory();
        tamper("UPDATE payment SET state = 'CONFIRMED', conflict = 0, by_hand = 0", "DELETE FROM attempt");
        assertThat(findings()).contains(LedgerAudit.Kind.CHANGED, LedgerAudit.Kind.STATE);
    }

    @Test
    void everyKindOfTamperingIsFound() {
        createHistory();
        assertFinds(
                LedgerAudit.Kind.STATE, "UPDATE payment SET state = 'SET_ASIDE', came_from = 'REJECTED' WHERE id = 2");
        assertFinds(LedgerAudit.Kind.STATE, "UPDATE payment SET state = 'CONFIRMED', by_hand = 1 WHERE id = 7");
        assertFinds(LedgerAudit.Kind.STATE, "UPDATE payment SET receipt_number = '99' WHERE id = 1");
        assertFinds(LedgerAudit.Kind.CHANGED, "UPDATE payment SET amount_tiyin = 1 WHERE id = 8");
        assertFinds(LedgerAudit.Kind.CHANGED, "UPDATE act SET who = 'Somebody' WHERE kind = 'CONFIRMED_BY_HAND'");
        assertFinds(LedgerAudit.Kind.CHANGED, "UPDATE attempt SET address = 'http://10.0.0.1' WHERE payment = 1");
        assertFinds(LedgerAudit.Kind.CHANGED, "UPDATE attempt SET kind = 'CONFIRMED' WHERE payment = 2");
        assertFinds(LedgerAudit.Kind.CHANGED, "DELETE FROM act WHERE kind = 'SET_ASIDE'");
        assertFinds(
                LedgerAudit.Kind.WITHOUT_ENTRY,
                "INSERT INTO act (payment, kind, who, at) VALUES (2, 'SET_ASIDE', 'me', 1)");
        assertFinds(LedgerAudit.Kind.GAP, "DELETE FROM chain WHERE seq = 3");
        assertFinds(
                LedgerAudit.Kind.PAYMENT_GONE,
                "DELETE FROM act WHERE payment = 8",
                "DELETE FROM receipt_claim WHERE payment = 8",
                "DELETE FROM payment WHERE id = 8");
        assertFinds(
                LedgerAudit.Kind.WITHOUT_ENTRY,
                "INSERT INTO payment (id, transaction_id, transaction_key, provider, added_at, happened_at, search, state)"
                        + " VALUES (77, '" + Samples.id(77).text() + "', '"
                        + Samples.id(77).key() + "', 'anor', 0, 0, '', 'PENDING')");
    }

    /** What the table says about receipts follows from the history: which are attached, and which may be booked. */
    @Test
    void tamperedClaimsOfReceiptsAreFound() {
        createHistory();
        LedgerEntry first = ended(ready(10), Samples.unknown());
        LedgerEntry replaced = attached(first, Samples.receipt(11));
        ended(replaced, Samples.rejected());
        assertThat(attach(pending(12), Samples.receipt(11), "one receipt for two payments"))
                .isInstanceOf(Ledger.Attachment.Attached.class);
        assertThat(audit().findings()).isEmpty();
        assertFinds(LedgerAudit.Kind.CLAIM, "DELETE FROM receipt_claim WHERE payment = 1");
        assertFinds(LedgerAudit.Kind.CLAIM, "DELETE FROM receipt_claim WHERE identity = '" + identity(10) + "'");
        assertFinds(LedgerAudit.Kind.CLAIM, "UPDATE receipt_claim SET payment = 4 WHERE payment = 7");
        assertFinds(LedgerAudit.Kind.CLAIM, "UPDATE receipt_claim SET issue = 'none' WHERE payment = 2");
        assertFinds(
                LedgerAudit.Kind.CLAIM,
                "INSERT INTO receipt_claim (identity, payment, again, issue) VALUES ('" + identity(77) + "', 8, 0, '"
                        + Samples.receipt(77).issue() + "')");
    }

    private static String identity(int receipt) {
        return Samples.receipt(receipt).identity();
    }

    /** A person's word may bring back a receipt that was refused and given up. */
    @Test
    void theReceiptThatHoldsAfterAConflictBelongsToItsPayment() {
        LedgerEntry entry = attached(ended(ready(1), Samples.rejected()), Samples.receipt(2));
        Ledger.StartedAttempt late = begun(entry);
        ((JdbiLedger) ledger)
                .<Boolean>write(handle -> ((JdbiLedger) ledger)
                        .outcomes()
                        .interrupt(handle, new OpenAttempt(late.attemptId(), ledger.claimOwner()), Samples.NOON));
        ended(attached(current(entry), Samples.receipt(3)), Samples.confirmed());
        assertThat(ledger.recordOutcome(late.attemptId(), Samples.confirmed(), Samples.NOON, null))
                .isPresent();
        assertThat(ledger.resolve(
                        current(entry), Samples.receipt(1), List.of(Samples.act(Act.Kind.RECEIPT_HOLDS, "seen"))))
                .isPresent();
        assertThat(audit().findings()).isEmpty();
        assertThat(attach(pending(9), Samples.receipt(1), null)).isInstanceOf(Ledger.Attachment.ReceiptTaken.class);
    }

    @Test
    void tamperedRulesAreFound() {
        ledger.add(new AlreadyFiscalisedRule("24", "yuborilgan", "Nodira", Samples.NOON));
        ledger.record(Samples.act(Act.Kind.OPTIONS_PERMITTED, "--api http://10.0.0.1"));
        assertThat(audit().findings()).isEmpty();
        assertFinds(
                LedgerAudit.Kind.RULES,
                "INSERT INTO fiscalised_answer (code, pattern, who, at) VALUES ('36', 'qr', 'Nodira', 1)");
        tamper("DELETE FROM fiscalised_answer WHERE code = '36'");
        assertThat(audit().findings()).isEmpty();
        assertFinds(LedgerAudit.Kind.RULES, "UPDATE fiscalised_answer SET pattern = 'o'");
        assertFinds(LedgerAudit.Kind.CHANGED, "UPDATE act SET why = '24: o' WHERE kind = 'ANSWER_RULE_ADDED'");
        assertFinds(LedgerAudit.Kind.CHANGED, "DELETE FROM act WHERE kind = 'OPTIONS_PERMITTED'");
        assertFinds(
                LedgerAudit.Kind.WITHOUT_ENTRY,
                "INSERT INTO act (id, kind, who, at) VALUES (77, 'OPTIONS_PERMITTED', 'me', 1)");
    }

    /** Each tampering adds to those before, so the expected finding must be a new one. */
    private void assertFinds(LedgerAudit.Kind kind, String... tampering) {
        long before = count(kind);
        tamper(tampering);
        assertThat(count(kind)).as("%s", (Object[]) tampering).isGreaterThan(before);
    }

    private long count(LedgerAudit.Kind kind) {
        return audit().findings().stream().filter(one -> one.kind() == kind).count();
    }

    @Test
    void rowsFromBeforeTheChainAreMarked() {
        createHistory();
        tamper("UPDATE chain SET old = 1, hash = '', content = NULL");
        ledger = store.open();

        LedgerAudit audit = audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.old()).isEqualTo(audit.entries());
        tamper("UPDATE act SET who = 'Somebody' WHERE kind = 'CONFIRMED_BY_HAND'");
        assertThat(findings()).containsExactly(LedgerAudit.Kind.CHANGED);
    }

    @Test
    void concurrentTillsWriteOneChain() throws Exception {
        Ledger other = store.open();
        try (ExecutorService tills = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(till -> tills.submit(() -> {
                        Ledger shared = till % 2 == 0 ? ledger : other;
                        for (int i = 0; i < 10; i++) {
                            LedgerEntry entry = ((Ledger.Addition.Added) shared.add(
                                            Samples.payment(100 + till * 10 + i),
                                            Samples.receipt(100 + till * 10 + i),
                                            Samples.act(Act.Kind.ADDED)))
                                    .entry();
                            Ledger.StartedAttempt begun = shared.claim(entry, TILL, Samples.NOON, null)
                                    .orElseThrow();
                            assertThat(shared.recordOutcome(begun.attemptId(), Samples.confirmed(), Samples.NOON, null))
                                    .isPresent();
                        }
                    }))
                    .toList();
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().entries()).isEqualTo(120);
    }
}
