package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.ledger.LedgerFile.Restoration;
import uz.fiskaldesk.payment.PaymentState;

/** A ledger file is backed up while it is in use, and a person can restore an older state. */
@NullUnmarked
class LedgerBackupTest extends LedgerFolder {
    @Test
    void dailyBackupIsAValidLedger() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
        }

        assertThat(backups()).containsExactly(folder.resolve("backups/ledger-20261124-090000.db"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("ledger.db");
        Files.copy(backups().getFirst(), elsewhere);
        try (Ledger copy = SqliteLedger.open(SqliteLedger.urlOf(elsewhere), LATER);
                Ledger original = open().ledger()) {
            assertThat(copy.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) PAYMENTS));
            original.forEach(LedgerQuery.ALL, entry -> {
                assertThat(copy.find(entry.transactionId())).contains(entry);
                assertThat(copy.acts(entry)).isEqualTo(original.acts(entry));
            });
        }
    }

    @Test
    void oneBackupPerDayInShopTime() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            file.backUpDaily(Instant.parse("2026-11-24T18:59:00Z"));
            file.backUpDaily(Instant.parse("2026-11-24T00:00:01Z"));
            assertThat(backups()).hasSize(1);
            file.backUpDaily(Instant.parse("2026-11-24T19:00:00Z"));
        }

        assertThat(backups())
                .extracting(backup -> backup.getFileName().toString())
                .containsExactly("ledger-20261124-235900.db", "ledger-20261125-000000.db");
    }

    @Test
    void lastFourteenBackupsAreKept() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 1);
            file.backUpDaily(MORNING);
            Path note = Files.writeString(folder.resolve("backups/note.txt"), "mine");
            // A folder with content cannot be deleted like a file, and must not keep older backups.
            Files.createDirectories(folder.resolve("backups/ledger-20260101-000000.db/stuck"));
            Path others = Files.writeString(folder.resolve("backups/other-20200101-000000.db"), "another ledger's");
            for (int day = 1; day < 20; day++) {
                file.backUpDaily(MORNING.plus(Duration.ofDays(day)));
            }
            assertThat(note).exists();
            assertThat(others).exists();
        }

        assertThat(backups()).hasSize(14 + 3);
        assertThat(backups().get(1)).hasFileName("ledger-20261130-090000.db");
    }

    @Test
    void backupDoesNotBlockWriters() throws Exception {
        try (Ledger ledger = open().ledger();
                Connection writer = SqliteBackups.open(path);
                Statement statement = writer.createStatement()) {
            fill(ledger, 1, PAYMENTS);
            // A write transaction that is open all the time.
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE payment SET note = 'being written'");

            file.backUpDaily(MORNING);

            statement.execute("COMMIT");
        }
        assertThat(SqliteBackups.isValidLedger(backups().getFirst())).isTrue();
    }

    @Test
    void damagedLedgerIsNotBackedUp() throws Exception {
        ledgerWithBackupAndNewerPayment();
        overwriteTheMiddle();

        assertThatThrownBy(() -> file.backUpDaily(MORNING.plus(Duration.ofDays(1))))
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DAMAGED));

        assertThat(backups()).containsExactly(folder.resolve("backups/ledger-20261124-090000.db"));
    }

    @Test
    void restoreKeepsTheReplacedFile() throws Exception {
        ledgerWithBackupAndNewerPayment();

        Restoration result = file.restore(null, "Nodira", LATER, false);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Restoration.Done.class,
                        done -> assertThat(done.broughtBack())
                                .isEqualTo(new LedgerRecovery(
                                        LedgerRecovery.Kind.ASKED_FOR,
                                        MORNING,
                                        folder.resolve("ledger.db.aside-20261124-140000")
                                                .toString())));
        assertPayments(PAYMENTS);
        assertThat(file.restore(folder.resolve("ledger.db.aside-20261124-140000"), "Nodira", LATER, false))
                .isInstanceOf(Restoration.Done.class);
        assertPayments(PAYMENTS + 1);
    }

    private void assertPayments(long count) {
        try (Ledger ledger = open().ledger()) {
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, count));
        }
    }

    @Test
    void invalidBackupIsRefused() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear all, ".repeat(1000));
        Path songs = folder.resolve("songs.db");
        try (Connection connection = SqliteBackups.open(songs);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE songs (title TEXT)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        for (Path bad : List.of(letter, songs, folder.resolve("nowhere.db"), folder)) {
            assertThat(file.restore(bad, "Nodira", LATER, false)).isEqualTo(new Restoration.InvalidFile(bad));
        }
        assertThat(aside()).isEmpty();
        assertPayments(PAYMENTS + 1);
    }

    @Test
    void restoreWithoutBackup() throws Exception {
        assertThat(file.restore(null, "Nodira", LATER, false))
                .isEqualTo(new Restoration.NoBackup(folder.resolve("backups")));
        assertThat(path).doesNotExist();
    }

    @Test
    void restoreIsRefusedWhileInUse() throws Exception {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
        }
        try (ChildJvm child = ChildJvm.start(SendingChild.class, List.of(), SqliteLedger.urlOf(path), "1")) {
            child.await(SendingChild.SENDING);

            assertThat(file.restore(null, "Nodira", LATER, false)).isEqualTo(new Restoration.InUse());

            child.kill();
        }
        assertThat(file.restore(null, "Nodira", LATER, false)).isInstanceOf(Restoration.Done.class);
    }

    /** A restore removes entries, which is no manipulation, whatever the clock said when it was done. */
    @ParameterizedTest
    @ValueSource(ints = {2020, 2026, 2046})
    void backupsAroundARestoreAreComparedWhateverTheClockSaid(int year) throws Exception {
        Instant now = LocalDateTime.of(year, 12, 1, 0, 0).toInstant(ZoneOffset.UTC);
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, 2);
            file.backUpDaily(MORNING);
            fill(ledger, 3, 4);
            file.backUpDaily(MORNING.plus(Duration.ofDays(1)));
        }
        file.restore(backups().getFirst(), "Nodira", now, false);
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 5, 6);
            file.backUpDaily(MORNING.plus(Duration.ofDays(2)));
        }
        assertThat(backupsNotInChain()).isEmpty();

        PostgresServer.run(
                SqliteLedger.urlOf(path), "UPDATE act SET who = 'Somebody' WHERE id = 1", "UPDATE chain SET hash = ''");
        open().ledger().close();

        assertThat(backupsNotInChain()).containsExactly(backups().getLast());
    }

    private List<Path> backupsNotInChain() {
        ReadOnlyLedger.Found found = ReadOnlyLedger.open(SqliteLedger.urlOf(path), null, LATER);
        try (ReadOnlyLedger ledger = ((ReadOnlyLedger.Found.Usable) found).ledger()) {
            return ledger.backupsNotInChain();
        }
    }

    /** Copying a file changes its time, and a person compares the payments since the time that is reported. */
    @Test
    void stateOfACopiedFileIsAsOldAsItsLastChange() throws Exception {
        ledgerWithBackupAndNewerPayment();
        Path copy = Files.copy(backups().getFirst(), folder.resolve("from-a-stick.db"));
        Files.setLastModifiedTime(copy, FileTime.from(LATER));

        assertThat(file.restore(copy, "Nodira", LATER, false))
                .isInstanceOfSatisfying(
                        Restoration.Done.class,
                        done -> assertThat(done.broughtBack().asOf()).isEqualTo(Samples.NOON));
    }
}
