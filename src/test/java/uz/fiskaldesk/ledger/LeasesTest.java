package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.payment.PaymentState;

/** Tills that share a list detect dead tills by leases, and are notified of each other's changes. */
@NullUnmarked
class LeasesTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    /** Leases are renewed only by the test. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final Clock CLOCK = Clock.systemUTC();

    private final List<PostgresLedger> open = new ArrayList<>();
    private String url;
    private PostgresLedger till;
    private PostgresLedger otherTill;

    @BeforeEach
    void twoTills() {
        url = PostgresServer.get().newLedger();
        till = open(SHORT, NEVER, CLOCK);
        otherTill = open(SHORT, NEVER, CLOCK);
    }

    private PostgresLedger open(Duration lease, Duration renewalInterval, Clock clock) {
        PostgresLedger ledger = PostgresLedger.open(url, null, clock, lease, renewalInterval);
        open.add(ledger);
        return ledger;
    }

    @AfterEach
    void close() {
        open.forEach(Ledger::close);
    }

    private LedgerEntry ready(int number) {
        return ((Ledger.Addition.Added)
                        till.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED)))
                .entry();
    }

    private Ledger.StartedAttempt begun(int number) {
        return till.claim(ready(number), "Kassa 1", CLOCK.instant(), null).orElseThrow();
    }

    private LedgerEntry seen(Ledger.StartedAttempt begun) {
        return otherTill.find(begun.entry().transactionId()).orElseThrow();
    }

    /** Simulates the passing of time by changing the leases, because only the server's clock counts. */
    private void expireAllLeases() {
        PostgresServer.run(url, "UPDATE lease SET lease_until = clock_timestamp() - interval '1 ms'");
    }

    @Test
    void sendingTillIsVisibleToOthers() {
        assertThat(seen(begun(1)).sender()).isEqualTo("Kassa 1");
    }

    @Test
    void claimIsKeptWhileTheLeaseLasts() {
        PostgresServer.run(url, "UPDATE lease SET lease_until = clock_timestamp() + interval '1 hour'");
        Ledger.StartedAttempt begun = begun(1);
        PostgresServer.run(url, "UPDATE lease SET lease_until = clock_timestamp() + interval '1 hour'");

        assertThat(otherTill.recoverInterrupted(CLOCK.instant())).isZero();
        assertThat(seen(begun).state()).isEqualTo(PaymentState.SENDING);
    }

    @Test
    void implausibleLeaseIsIgnored() {
        Ledger.StartedAttempt begun = begun(1);
        PostgresServer.run(url, "UPDATE lease SET lease_until = clock_timestamp() + interval '20 years'");

        assertThat(otherTill.recoverInterrupted(CLOCK.instant())).isOne();
        assertThat(seen(begun).state()).isEqualTo(PaymentState.UNKNOWN);
    }

    @Test
    void claimIsInterruptedWhenTheLeaseHasExpired() {
        Ledger.StartedAttempt begun = begun(1);
        expireAllLeases();

        assertThat(otherTill.recoverInterrupted(CLOCK.instant())).isOne();

        assertThat(seen(begun).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(seen(begun).inDoubt()).isTrue();
        assertThat(otherTill.recoverInterrupted(CLOCK.instant())).isZero();
    }

    @Test
    void tillNeverTreatsItselfAsDead() {
        Ledger.StartedAttempt begun = begun(1);
        expireAllLeases();

        assertThat(till.recoverInterrupted(CLOCK.instant())).isZero();
        assertThat(seen(begun).state()).isEqualTo(PaymentState.SENDING);
    }

    @Test
    void lateOutcomeOfATillWithAnExpiredLeaseIsDecisive() {
        Ledger.StartedAttempt begun = begun(1);
        expireAllLeases();
        otherTill.recoverInterrupted(CLOCK.instant());

        assertThat(till.recordOutcome(begun.attemptId(), Samples.confirmed(), CLOCK.instant(), null))
                .get()
                .extracting(LedgerEntry::state)
                .isEqualTo(PaymentState.CONFIRMED);

        assertThat(otherTill.attempts(seen(begun)))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(Samples.confirmed()));
    }

    @Test
    void lateOutcomeIsKeptWithNewerAttempts() {
        Ledger.StartedAttempt first = begun(1);
        expireAllLeases();
        otherTill.recoverInterrupted(CLOCK.instant());
        Ledger.StartedAttempt second = otherTill
                .claim(seen(first), "Kassa 2", CLOCK.instant(), Samples.act(Act.Kind.RETRIED))
                .orElseThrow();

        assertThat(till.recordOutcome(first.attemptId(), Samples.rejected(), CLOCK.instant(), null))
                .isPresent();
        assertThat(seen(first).state()).isEqualTo(PaymentState.SENDING);
        assertThat(otherTill.recordOutcome(second.attemptId(), Samples.confirmed(), CLOCK.instant(), null))
                .isPresent();

        assertThat(seen(first).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(otherTill.attempts(seen(first)))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(Samples.rejected(), Samples.confirmed());
    }

    @Test
    void claimingRenewsTheLease() {
        expireAllLeases();
        Ledger.StartedAttempt begun = begun(1);

        assertThat(PostgresServer.queryFirst(
                        url,
                        "SELECT count(*) FROM lease WHERE lease_until > clock_timestamp() - interval '1 minute'"
                                + " AND owner = '" + till.claimOwner() + "'"))
                .isEqualTo("1");
        assertThat(seen(begun).state()).isEqualTo(PaymentState.SENDING);
    }

    @Test
    void tillClocksDoNotAffectLeases() {
        PostgresLedger withFastClock = open(Duration.ofHours(1), NEVER, Clock.offset(CLOCK, Duration.ofDays(3650)));
        LedgerEntry entry = ready(1);
        assertThat(withFastClock.claim(entry, "Kassa 3", CLOCK.instant(), null)).isPresent();
        PostgresLedger withSlowClock = open(Duration.ofHours(1), NEVER, Clock.offset(CLOCK, Duration.ofDays(-3650)));

        assertThat(withSlowClock.recoverInterrupted(CLOCK.instant().plus(Duration.ofDays(9999))))
                .isZero();
    }

    @Test
    void noLeaseExpiresRightAfterAServerStart() {
        Ledger.StartedAttempt begun = begun(1);
        expireAllLeases();
        PostgresLedger withLongLease = open(Duration.ofDays(1), NEVER, CLOCK);

        assertThat(withLongLease.recoverInterrupted(CLOCK.instant())).isZero();
        assertThat(seen(begun).state()).isEqualTo(PaymentState.SENDING);
    }

    @Test
    void claimOfAKilledTillEndsWithItsLease() throws Exception {
        LedgerEntry entry = ready(1);
        try (ChildJvm child =
                ChildJvm.start(SharedSendingChild.class, List.of(), url, "1", Long.toString(SHORT.toMillis()))) {
            child.await(SharedSendingChild.SENDING);
            child.kill();
        }
        int found = 0;
        while (found == 0) {
            found = otherTill.recoverInterrupted(CLOCK.instant());
        }

        LedgerEntry after = otherTill.find(entry.transactionId()).orElseThrow();
        assertThat(after.state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(after.lastOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(Outcome.UnknownReason.INTERRUPTED));
    }

    @Test
    void runningTillRenewsItsLease() throws Exception {
        PostgresLedger running = open(Duration.ofHours(1), Duration.ofMillis(20), CLOCK);
        expireAllLeases();

        String renewed = "SELECT count(*) FROM lease WHERE lease_until > clock_timestamp() AND owner = '"
                + running.claimOwner() + "'";
        while (!PostgresServer.queryFirst(url, renewed).equals("1")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oldLeasesAreDeleted() {
        PostgresServer.run(
                url,
                "INSERT INTO lease VALUES ('long gone', clock_timestamp() - interval '2 days')",
                "INSERT INTO lease VALUES ('just gone', clock_timestamp() - interval '2 minutes')");

        open(SHORT, NEVER, CLOCK);

        assertThat(PostgresServer.queryFirst(url, "SELECT string_agg(owner, ',') FROM lease WHERE owner LIKE '% gone'"))
                .isEqualTo("just gone");
    }

    @Test
    void changesAreNotifiedToOtherTills() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch notified = new CountDownLatch(1);
        long before = otherTill.changeCounter();
        otherTill.onChange(() -> {
            listening.countDown();
            if (otherTill.changeCounter() != before) {
                notified.countDown();
            }
        });
        assertThat(listening.await(1, TimeUnit.MINUTES)).isTrue();

        ready(1);

        assertThat(notified.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
