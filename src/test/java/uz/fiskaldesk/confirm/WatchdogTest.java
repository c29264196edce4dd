package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;

/** Finds payments without progress from the ledger alone. */
@NullUnmarked
class WatchdogTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Ledger ledger;
    private Watchdog watchdog;
    private Instant now = Samples.NOON;
    private long nanos;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), now);
        watchdog = new Watchdog(ledger, LIMIT, () -> nanos);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void findsOverdueRetries() {
        due(1, now);
        assertThat(after(Duration.ofMinutes(9))).isNull();
        assertThat(after(Duration.ofMinutes(1))).isEqualTo(new DelayedPayments(1, LIMIT));
        assertThat(once()).isEqualTo(new DelayedPayments(1, LIMIT));
    }

    @Test
    void findsRequestsThatDoNotEnd() {
        sending(1);
        assertThat(after(Duration.ofMinutes(11)))
                .extracting(DelayedPayments::payments)
                .isEqualTo(1);
        assertThat(once()).isEqualTo(new DelayedPayments(1, Duration.ofMinutes(11)));
    }

    @Test
    void findsReceiptsThatWereNeverSent() {
        ledger.add(Samples.payment(1), null, act());
        ledger.attach(stored(1), Samples.receipt(1), null, List.of(act()));
        assertThat(after(Duration.ofMinutes(11)))
                .extracting(DelayedPayments::payments)
                .isEqualTo(1);
        assertThat(once()).isEqualTo(new DelayedPayments(1, Duration.ofMinutes(11)));
    }

    @Test
    void ignoresPaymentsThatWaitForAPerson() {
        ledger.add(Samples.payment(1), null, act());
        ledger.add(Samples.payment(2), Samples.receipt(2), act());
        due(3, now.plus(Duration.ofMinutes(30)));
        sending(4);
        ledger.recordOutcome(attempt(4), Samples.unknown(), now, null);
        assertThat(after(Duration.ofMinutes(20))).isNull();
        assertThat(once()).isNull();
    }

    @Test
    void countsRetriesAsProgress() {
        due(1, now);
        for (int i = 0; i < 5; i++) {
            assertThat(after(Duration.ofMinutes(6))).isNull();
            long attempt =
                    ledger.claim(stored(1), "till 3", now, null).orElseThrow().attemptId();
            ledger.recordOutcome(attempt, Samples.notSent(), now, now);
        }
    }

    @Test
    void isNotAffectedByClockChanges() {
        due(1, now);
        sending(2);
        assertThat(after(Duration.ofMinutes(1))).isNull();
        now = now.plus(Duration.ofDays(7300));
        assertThat(after(Duration.ofMinutes(4))).isNull();
        now = now.minus(Duration.ofDays(14600));
        assertThat(after(Duration.ofMinutes(5))).isEqualTo(new DelayedPayments(2, LIMIT));
    }

    @Test
    void startsOverAfterTheProcessWasSuspended() {
        due(1, now);
        assertThat(after(Duration.ofMinutes(1))).isNull();
        pass(Duration.ofHours(8));
        assertThat(look()).isNull();
        assertThat(after(Duration.ofMinutes(10)))
                .extracting(DelayedPayments::payments)
                .isEqualTo(1);
    }

    /** Checks every half minute for this long and returns the last result. */
    private @Nullable DelayedPayments after(Duration time) {
        DelayedPayments found = look();
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(30)) {
            pass(Duration.ofSeconds(30));
            found = look();
        }
        return found;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    private @Nullable DelayedPayments look() {
        return watchdog.check(now).orElse(null);
    }

    private @Nullable DelayedPayments once() {
        return Watchdog.checkOnce(ledger, LIMIT, now).orElse(null);
    }

    private void sending(int n) {
        ledger.add(Samples.payment(n), Samples.receipt(n), act());
        Ledger.StartedAttempt _ = ledger.claim(stored(n), "till 3", now, null).orElseThrow();
    }

    private void due(int n, Instant next) {
        sending(n);
        ledger.recordOutcome(attempt(n), Samples.notSent(), now, next);
    }

    private long attempt(int n) {
        // Each payment here has one attempt.
        return ledger.attempts(stored(n)).getLast().id();
    }

    private LedgerEntry stored(int n) {
        return ledger.find(Samples.id(n)).orElseThrow();
    }

    private Act act() {
        return new Act(Act.Kind.ADDED, "Dilnoza", now, null);
    }

    @Test
    void ignoresReceiptsThatAPersonHasToAccept() {
        ledger.add(Samples.payment(1), null, act());
        ledger.attach(stored(1), Samples.receipt(1), null, List.of(act()));
        ledger.recordRefund(Samples.receipt(1), "POS", now);
        assertThat(after(Duration.ofMinutes(20))).isNull();
        assertThat(once()).isNull();
    }

    @Test
    void ignoresPaymentsThatMayBeBookedAlready() {
        sending(1);
        ledger.recordOutcome(attempt(1), Samples.unknown(), now, null);
        ledger.attach(stored(1), Samples.receipt(1), null, List.of(act()));
        assertThat(stored(1).state()).isEqualTo(PaymentState.READY);
        assertThat(after(Duration.ofMinutes(20))).isNull();
        assertThat(once()).isNull();
    }
}
