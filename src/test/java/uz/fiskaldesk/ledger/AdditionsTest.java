package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.BatchAddition;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** Many payments are added in one transaction with the same effect as one after the other. */
class AdditionsTest extends LedgerContract {
    private static final Act ADDED = Samples.act(Act.Kind.IMPORTED, "payments.csv");

    private static NewPayment payment(int number) {
        return with(number, null);
    }

    private static NewPayment with(int number, @Nullable FiscalReceipt receipt) {
        return new NewPayment(Samples.payment(number), receipt, List.of(), ADDED);
    }

    private void assertAuditIsClean() {
        assertThat(((JdbiLedger) ledger).audit().findings()).isEmpty();
    }

    @Test
    void entriesAreThoseThatAreReadBack() {
        Payment full = new Payment(
                Samples.id(2),
                "77001",
                new Amount(12_500_050),
                "998946532140",
                "860014******3145",
                Instant.parse("2026-11-24T09:02:11.123456789Z"),
                "Doʻkon \ud83d\ude00, half \ud83d and a NUL \0");
        List<BatchAddition> results = ledger.addAll(List.of(
                payment(1),
                new NewPayment(full, Samples.receipt(2), List.of(ReceiptWarning.TEST_RECEIPT), ADDED),
                new NewPayment(
                        Samples.payment(3),
                        null,
                        List.of(),
                        new Act(Act.Kind.ADDED, "No\0dira", Samples.NOON.plusNanos(1), "why \ud83d"))));

        assertThat(results).allSatisfy(result -> {
            LedgerEntry entry = ((Addition.Added) result).entry();
            assertThat(entry).isEqualTo(current(entry));
        });
        assertThat(((Addition.Added) results.get(1)).entry().payment().note())
                .isEqualTo("Doʻkon \ud83d\ude00, half \ufffd and a NUL \ufffd");
        assertThat(numbers(LedgerQuery.ALL.matching("do'kon"))).containsExactly(2);
        assertAuditIsClean();
    }

    @Test
    void resultsAreThoseOfSingleAdditions() {
        LedgerEntry known = ready(1);
        ledger.recordRefund(Samples.receipt(6), "Nodira", Samples.NOON);
        List<BatchAddition> results = ledger.addAll(List.of(
                payment(1),
                with(2, Samples.receipt(1)),
                payment(3),
                payment(3),
                with(4, Samples.receipt(4)),
                with(5, Samples.receipt(4)),
                with(6, Samples.receipt(6)),
                with(1, Samples.receipt(7)),
                with(7, Samples.receipt(7))));

        BatchAddition third = results.get(2);
        assertThat(results)
                .startsWith(
                        new Addition.Known(known),
                        new Addition.ReceiptTaken(known.transactionId()),
                        third,
                        new Addition.Known(((Addition.Added) third).entry()))
                .element(5)
                .isEqualTo(new Addition.ReceiptTaken(Samples.id(4)));
        LedgerEntry refunded = ((Addition.Added) results.get(6)).entry();
        assertThat(refunded.needsAcceptance()).isTrue();
        assertThat(refunded.warnings()).containsExactly(ReceiptWarning.REFUNDED);
        assertThat(results.get(7)).isEqualTo(new Addition.Known(known));
        assertThat(results.get(8)).isInstanceOf(Addition.Added.class);
        assertThat(attach(pending(8), Samples.receipt(7), null)).isInstanceOf(Ledger.Attachment.ReceiptTaken.class);
        assertThat(ledger.acts(refunded)).containsExactly(ADDED);
        assertAuditIsClean();
    }

    @Test
    void historyContinuesBeforeAndAfter() {
        ended(ready(1), Samples.confirmed());
        ledger.addAll(IntStream.range(2, 1_300).mapToObj(AdditionsTest::payment).toList());
        ended(attached(current(added(Samples.payment(1_300))), Samples.receipt(1_300)), Samples.rejected());
        assertThat(ledger.addAll(List.of())).isEmpty();
        assertThat(((Addition.Added) ledger.add(Samples.payment(1_301), null, ADDED))
                        .entry()
                        .id())
                .isGreaterThan(1_300);
        assertAuditIsClean();
    }

    @Test
    void failureInTheMiddleAddsNothing() {
        pending(1);
        long before = ledger.changeCounter();
        tamper("ALTER TABLE chain RENAME TO hidden");
        assertThatThrownBy(() -> ledger.addAll(List.of(payment(2), with(3, Samples.receipt(3)))))
                .isInstanceOf(LedgerException.class);
        tamper("ALTER TABLE hidden RENAME TO chain");

        assertThat(numbers(LedgerQuery.ALL)).containsExactly(1);
        assertThat(ledger.changeCounter()).isEqualTo(before);
        assertThat(attach(current(pending(4)), Samples.receipt(3), null))
                .isInstanceOf(Ledger.Attachment.Attached.class);
        assertAuditIsClean();
    }

    private void tamper(String statement) {
        PostgresServer.run(
                kind == DatabaseKind.SQLITE
                        ? SqliteLedger.urlOf(folder.resolve("ledger.db"))
                        : ((PostgresStore) store).url(),
                statement);
    }

    @Test
    void eachPaymentIsAddedOnceByCompetingBatches() throws Exception {
        List<Callable<List<? extends BatchAddition>>> batches = new ArrayList<>();
        for (int racer = 0; racer < 3; racer++) {
            Ledger own = store.open();
            List<NewPayment> payments = new ArrayList<>(IntStream.range(0, 200)
                    .mapToObj(i -> with(i, Samples.receipt(i)))
                    .toList());
            Collections.shuffle(payments, new Random(racer));
            batches.add(() -> own.addAll(payments));
            batches.add(() -> payments.subList(0, 50).stream()
                    .map(one -> own.add(one.payment(), one.receipt(), one.act()))
                    .toList());
        }
        List<BatchAddition> results = new ArrayList<>();
        // Virtual threads that wait inside SQLite occupy all carriers, and the one that has the lock would wait for a
        // carrier.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<List<? extends BatchAddition>> result : threads.invokeAll(batches)) {
                results.addAll(result.get());
            }
        }
        assertThat(results).filteredOn(Addition.Added.class::isInstance).hasSize(200);
        assertThat(results).filteredOn(Addition.Known.class::isInstance).hasSize(550);
        assertAuditIsClean();
    }
}
