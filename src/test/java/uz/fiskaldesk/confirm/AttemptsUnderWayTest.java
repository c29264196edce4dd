package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;

/** Who waits for another's attempt gets its outcome, whoever made it, and does not wait longer than it wants. */
@Timeout(60)
@NullUnmarked
class AttemptsUnderWayTest {
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    @TempDir
    private Path folder;

    private Ledger ledger;
    private AttemptsUnderWay underWay;
    private Ledger.StartedAttempt attempt;

    @BeforeEach
    void send() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), Samples.NOON);
        underWay = new AttemptsUnderWay(ledger);
        LedgerEntry ready = ((Ledger.Addition.Added)
                        ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(Act.Kind.IMPORTED)))
                .entry();
        attempt = ledger.claim(ready, "till 1", Samples.NOON, null).orElseThrow();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void end() {
        ledger.recordOutcome(attempt.attemptId(), Samples.confirmed(), Samples.NOON, null);
    }

    private Optional<LedgerEntry> await(long nanos) throws InterruptedException {
        return underWay.awaitChange(attempt.entry(), System.nanoTime() + nanos);
    }

    private CompletableFuture<Optional<LedgerEntry>> awaiting() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Optional<LedgerEntry>> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            begun.countDown();
            try {
                result.complete(await(LONG));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return result;
    }

    private static void assertConfirmed(Optional<LedgerEntry> entry) {
        assertThat(entry).map(LedgerEntry::state).contains(PaymentState.CONFIRMED);
    }

    @Test
    void aChangeBeforeTheWaitIsSeenEvenAfterTheDeadline() throws Exception {
        end();
        assertConfirmed(await(-1));
    }

    @Test
    void aChangeByAnotherProcessIsSeen() throws Exception {
        CompletableFuture<Optional<LedgerEntry>> waiting = awaiting();
        end();
        assertConfirmed(waiting.join());
    }

    @Test
    void aReportedEndIsSeen() throws Exception {
        CompletableFuture<Optional<LedgerEntry>> waiting = awaiting();
        end();
        underWay.hasEnded();
        assertConfirmed(waiting.join());
    }

    @Test
    void theEndOfAnotherAttemptEndsNoWaiting() throws Exception {
        CompletableFuture<Optional<LedgerEntry>> waiting = awaiting();
        underWay.hasEnded();
        assertThat(waiting).isNotDone();
        end();
        assertConfirmed(waiting.join());
    }

    @Test
    void theWaitEndsAtTheDeadline() throws Exception {
        assertThat(await(1)).isEmpty();
    }

    @Test
    void theWaitEndsWhenItIsStopped() throws Exception {
        CompletableFuture<Optional<LedgerEntry>> waiting = awaiting();
        underWay.stopWaiting();
        assertThat(waiting.join()).isEmpty();
        assertThat(await(LONG)).isEmpty();
    }
}
