package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** Restoring the database of a shared list to an older state. */
@NullUnmarked
class SharedRestoreTest {
    private static final Instant LATER = Samples.NOON.plusSeconds(3600);
    private static final Clock CLOCK = Clock.fixed(LATER, ZoneOffset.UTC);

    /** Shorter than the server's uptime. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private String url;
    private String older;

    /** In the copy, payment 1 is SENDING, 2 waits for a retry, 3 is CONFIRMED; all have been confirmed since. */
    @BeforeEach
    void backupAndLaterChanges() {
        PostgresServer server = PostgresServer.get();
        url = server.newLedger();
        try (Ledger till = open(url)) {
            for (int number = 1; number <= 3; number++) {
                till.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
            }
            sent(till, 3, Samples.confirmed(), null);
            sent(till, 2, Samples.notSent(), LATER.plusSeconds(60));
            assertThat(till.claim(entry(till, 1), "Kassa 1", Samples.NOON, null))
                    .isPresent();
        }
        older = server.copyOf(url);
        try (Ledger till = open(url)) {
            till.recoverInterrupted(LATER);
            sent(till, 1, Samples.confirmed(), null);
            sent(till, 2, Samples.confirmed(), null);
        }
    }

    private static PostgresLedger open(String url) {
        return PostgresLedger.open(url, null, CLOCK);
    }

    private PostgresLedger restored() {
        return PostgresLedger.openRestored(older, null, CLOCK);
    }

    private static void assertRefusedAsCopy(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.SHARED_COPY));
    }

    @Test
    void copyIsRefusedUntilApproved() {
        assertRefusedAsCopy(() -> open(older).close());
        try (PostgresLedger ledger = restored()) {
            assertRefusedAsCopy(() -> ledger.claim(entry(ledger, 2), "Kassa 1", Samples.NOON, null));
            assertThat(ledger.markRestoredFromBackup("Nodira")).isPresent();
        }

        try (Ledger ledger = open(older)) {
            assertThat(ledger.claim(entry(ledger, 2), "Kassa 1", Samples.NOON, null))
                    .isPresent();
        }
    }

    /** As pg_restore does it: the same database of the same server, with new tables. */
    @Test
    void nothingIsSentFromADatabaseRestoredInUse() {
        try (Ledger ledger = open(url)) {
            LedgerEntry entry = added(ledger, 4);
            PostgresServer.run(
                    url,
                    "ALTER TABLE payment RENAME TO payment_before",
                    "CREATE TABLE payment (LIKE payment_before INCLUDING ALL)",
                    "INSERT INTO payment SELECT * FROM payment_before");

            assertRefusedAsCopy(() -> ledger.claim(entry, "Kassa 1", Samples.NOON, null));
        }
    }

    private static LedgerEntry added(Ledger ledger, int number) {
        return ((Ledger.Addition.Added)
                        ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED)))
                .entry();
    }

    private static LedgerEntry entry(Ledger ledger, int number) {
        return ledger.find(Samples.id(number)).orElseThrow();
    }

    private static void sent(Ledger ledger, int number, Outcome outcome, Instant nextTry) {
        Ledger.StartedAttempt begun = ledger.claim(entry(ledger, number), "Kassa 1", Samples.NOON, null)
                .orElseThrow();
        ledger.recordOutcome(begun.attemptId(), outcome, Samples.NOON, nextTry);
    }

    @Test
    void everyOpenPaymentIsInDoubt() {
        try (PostgresLedger ledger = restored()) {
            Optional<Instant> asOf = ledger.markRestoredFromBackup("Nodira / Malika");

            assertThat(asOf).contains(Samples.NOON);
            assertThat(entry(ledger, 1).state()).isEqualTo(PaymentState.UNKNOWN);
            assertThat(entry(ledger, 2).state()).isEqualTo(PaymentState.READY);
            for (int number = 1; number <= 2; number++) {
                assertThat(entry(ledger, number).inDoubt()).isTrue();
                assertThat(ledger.acts(entry(ledger, number)).getLast())
                        .isEqualTo(new Act(
                                Act.Kind.FROM_BACKUP,
                                "Nodira / Malika",
                                LATER,
                                asOf.orElseThrow().toString()));
            }
            assertThat(entry(ledger, 3).inDoubt()).isFalse();
            assertThat(ledger.nextDue()).isEmpty();
            assertThat(ledger.due(LATER.plusSeconds(3600), 10)).isEmpty();
        }
    }

    @Test
    void refusedWhileAnotherTillIsOpen() {
        try (PostgresLedger ledger = restored();
                Ledger another = restored()) {
            assertThat(ledger.markRestoredFromBackup("Nodira")).isEmpty();

            assertThat(entry(another, 2).inDoubt()).isFalse();
            assertThat(another.nextDue()).isPresent();
        }
    }

    /** The backup contains the lease of a till that was running at that time; it has expired since. */
    @Test
    void leasesInTheBackupAreExpired() {
        PostgresServer.run(
                older, "INSERT INTO lease VALUES ('a till of yesterday', clock_timestamp() - interval '1 day')");

        try (PostgresLedger ledger =
                PostgresLedger.open(older, null, CLOCK, SHORT, TillLeases.RENEWAL_INTERVAL, true)) {
            assertThat(ledger.markRestoredFromBackup("Nodira")).isPresent();
        }
    }
}
