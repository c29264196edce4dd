package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;

/** Of several callers with the same version one wins, and the others change nothing. */
class RaceTest extends LedgerContract {
    private static final int ROUNDS = 20;
    private static final int RACERS = 6;

    @Test
    void firstOfTwoCallersWithTheSameVersionWins() {
        LedgerEntry seen = ready(1);
        Ledger other = store.open();

        LedgerEntry moved =
                other.setAside(seen, Samples.act(Act.Kind.SET_ASIDE)).orElseThrow();

        assertThat(ledger.claim(seen, TILL, Samples.NOON, null)).isEmpty();
        assertThat(ledger.setAside(seen, Samples.act(Act.Kind.SET_ASIDE))).isEmpty();
        assertThat(ledger.detach(seen, Samples.act(Act.Kind.RECEIPT_REMOVED))).isEmpty();
        assertThat(attach(seen, Samples.receipt(2), null)).isEqualTo(new Ledger.Attachment.ChangedConcurrently());
        assertThat(current(seen)).isEqualTo(moved);
        assertThat(ledger.attempts(seen)).isEmpty();
    }

    @Test
    void overtakenCallerClaimsNoReceipt() {
        LedgerEntry seen = pending(1);
        setAside(seen);

        assertThat(attach(seen, Samples.receipt(5), null)).isEqualTo(new Ledger.Attachment.ChangedConcurrently());

        assertThat(attach(pending(2), Samples.receipt(5), null)).isInstanceOf(Ledger.Attachment.Attached.class);
    }

    @Test
    void onePaymentIsClaimedOnce() throws Exception {
        List<Ledger> ledgers = racers();
        for (int round = 1; round <= ROUNDS; round++) {
            LedgerEntry entry = ready(round);
            List<Optional<Ledger.StartedAttempt>> results =
                    race(ledgers, one -> one.claim(entry, TILL, Samples.NOON, Samples.act(Act.Kind.RETRIED)));
            assertThat(results.stream().filter(Optional::isPresent)).hasSize(1);
            assertThat(ledger.attempts(entry)).hasSize(1);
            assertThat(actsOf(entry)).containsOnlyOnce(Act.Kind.RETRIED);
        }
    }

    @Test
    void oneReceiptIsClaimedOnce() throws Exception {
        List<Ledger> ledgers = racers();
        for (int round = 1; round <= ROUNDS; round++) {
            List<LedgerEntry> entries = new ArrayList<>();
            for (int racer = 0; racer < RACERS; racer++) {
                entries.add(pending(round * 100 + racer));
            }
            int number = round;
            List<Ledger.Attachment> results = race(
                    ledgers,
                    one -> one.attach(entries.get(ledgers.indexOf(one)), Samples.receipt(number), null, List.of()));
            assertThat(results)
                    .filteredOn(Ledger.Attachment.Attached.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(Ledger.Attachment.ReceiptTaken.class::isInstance)
                    .hasSize(RACERS - 1);
        }
    }

    @Test
    void onePaymentIsAddedOnce() throws Exception {
        List<Ledger> ledgers = racers();
        for (int round = 1; round <= ROUNDS; round++) {
            int number = round;
            List<Ledger.Addition> results = race(
                    ledgers,
                    one -> one.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED)));
            assertThat(results)
                    .filteredOn(Ledger.Addition.Added.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(Ledger.Addition.Known.class::isInstance)
                    .hasSize(RACERS - 1);
        }
    }

    private List<Ledger> racers() {
        List<Ledger> ledgers = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            ledgers.add(store.open());
        }
        return ledgers;
    }

    private interface Turn<T> {
        T take(Ledger ledger);
    }

    private static <T> List<T> race(List<Ledger> ledgers, Turn<T> turn) throws Exception {
        CyclicBarrier start = new CyclicBarrier(ledgers.size());
        // Virtual threads that wait inside SQLite occupy all carriers, and the one that has the lock would wait for a
        // carrier.
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Callable<T>> turns = ledgers.stream()
                    .<Callable<T>>map(ledger -> () -> {
                        start.await();
                        return turn.take(ledger);
                    })
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(turns)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
