package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.crash.Disks;
import uz.fiskaldesk.payment.PaymentState;

/** Errors of a ledger file are classified, and cause no loss. */
@NullUnmarked
class SqliteErrorsTest {
    private static final int PAYMENTS = 100;

    @TempDir
    Path folder;

    private Path file;
    private String url;

    @BeforeEach
    void ledgerWithPayments() {
        file = folder.resolve("ledger.db");
        url = SqliteLedger.urlOf(file);
    }

    private void fill() {
        try (Ledger ledger = open(url)) {
            for (int number = 1; number <= PAYMENTS; number++) {
                ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
            }
        }
    }

    private static SqliteLedger open(String url) {
        return SqliteLedger.open(url, Samples.NOON, Duration.ofMillis(50));
    }

    private static void assertTrouble(ThrowingCallable call, Reason trouble) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason())
                                .as(thrown.toString())
                                .isEqualTo(trouble));
    }

    private static void assertAllThere(Ledger ledger) {
        assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.READY, (long) PAYMENTS));
    }

    @Test
    void lockedByAnotherProcess() throws Exception {
        fill();
        try (Ledger ledger = open(url);
                ChildJvm other = ChildJvm.start(LockingChild.class, List.of(), url)) {
            other.await(LockingChild.LOCKED);
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();

            assertTrouble(() -> ledger.claim(entry, "Kassa 1", Samples.NOON, null), Reason.LOCKED);

            assertAllThere(ledger);
            assertThat(other.closeInputAndWait()).isZero();
            assertThat(ledger.claim(entry, "Kassa 1", Samples.NOON, null)).isPresent();
        }
    }

    @Test
    void readOnlyFileCanBeRead() throws IOException {
        fill();
        try (Disks.Undo protection = makeReadOnly(file);
                Ledger ledger = open(url)) {
            assertThat(protection).isNotNull();
            assertAllThere(ledger);
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();

            assertTrouble(() -> ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)), Reason.READ_ONLY);

            assertAllThere(ledger);
        }
    }

    @Test
    void readOnlyFolder() throws IOException {
        fill();
        try (Disks.Undo protection = makeReadOnly(folder)) {
            assertThat(protection).isNotNull();
            assertTrouble(() -> open(url), Reason.READ_ONLY);
        }
        try (Ledger ledger = open(url)) {
            assertAllThere(ledger);
        }
    }

    private static Disks.Undo makeReadOnly(Path path) throws IOException {
        Optional<Disks.Undo> protection = Disks.readOnly(path);
        assumeThat(protection).as("this user can protect a file from itself").isPresent();
        return protection.orElseThrow();
    }

    @Test
    void folderThatCannotBeCreated() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");

        assertTrouble(() -> open(SqliteLedger.urlOf(notAFolder.resolve("ledger.db"))), Reason.READ_ONLY);
    }

    @Test
    void fullDisk() throws SQLException {
        fill();
        String full = url + "?max_page_count=" + pages();
        try (Ledger ledger = open(full)) {
            LedgerException thrown = fillUp(ledger);

            assertThat(thrown.reason()).isEqualTo(Reason.DISK_FULL);
        }
        try (Ledger ledger = open(url)) {
            long there = ledger.counts(LedgerQuery.ALL).get(PaymentState.READY);
            assertThat(there).isEqualTo(PAYMENTS + added);
            assertThat(ledger.add(Samples.payment(9999), null, Samples.act(Act.Kind.ADDED)))
                    .isInstanceOf(Ledger.Addition.Added.class);
        }
    }

    @Test
    void realFullDisk() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Optional<Disks.Undo> small = Disks.small(disk, 8 * 1024);
        assumeThat(small).as("this user can mount a disk").isPresent();
        url = SqliteLedger.urlOf(disk.resolve("ledger.db"));
        try (Disks.Undo mounted = small.orElseThrow()) {
            assertThat(mounted).isNotNull();
            fill();
            Path others = disk.resolve("others");
            try (Ledger ledger = open(url)) {
                fillWithOtherFiles(others);
                assertThat(fillUp(ledger).reason()).isEqualTo(Reason.DISK_FULL);
                assertThat(ledger.counts(LedgerQuery.ALL)).containsEntry(PaymentState.READY, (long) PAYMENTS + added);

                Files.delete(others);
                assertThat(ledger.add(Samples.payment(9999), null, Samples.act(Act.Kind.ADDED)))
                        .isInstanceOf(Ledger.Addition.Added.class);
            }
            fillWithOtherFiles(others);
            assertTrouble(() -> open(url), Reason.DISK_FULL);
            Files.delete(others);
            try (Ledger ledger = open(url)) {
                assertThat(ledger.counts(LedgerQuery.ALL)).containsEntry(PaymentState.READY, (long) PAYMENTS + added);
            }
        }
    }

    private static void fillWithOtherFiles(Path file) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(file.toFile().getUsableSpace()).isLessThan(block.length);
        }
    }

    private int added;

    private LedgerException fillUp(Ledger ledger) {
        for (int number = 1001; number <= 5000; number++) {
            try {
                ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
                added++;
            } catch (LedgerException e) {
                return e;
            }
        }
        throw new AssertionError("the disk did not become full");
    }

    private int pages() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            return statement.executeQuery("PRAGMA page_count").getInt(1);
        }
    }

    @Test
    void fromANewerVersion() throws SQLException {
        fill();
        change("INSERT INTO flyway_schema_history SELECT 99, '99', 'of the future', type, 'V99__future.sql', checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");

        assertTrouble(() -> open(url), Reason.NEWER);

        change("DELETE FROM flyway_schema_history WHERE version = '99'");
        try (Ledger ledger = open(url)) {
            assertAllThere(ledger);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void databaseOfAnotherProgramIsRefused() throws SQLException {
        change("CREATE TABLE songs (title TEXT)");

        assertTrouble(() -> open(url), Reason.DAMAGED);

        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement
                            .executeQuery("SELECT count(*) FROM sqlite_schema")
                            .getInt(1))
                    .isOne();
        }
    }

    @Test
    void otherFileIsRefused() throws IOException {
        String text = "This is a letter and not a ledger.\n".repeat(1000);
        Files.writeString(file, text);

        assertTrouble(() -> open(url), Reason.DAMAGED);

        assertThat(file).hasContent(text);
    }

    @Test
    void overwrittenPagesAreDamage() throws IOException {
        fill();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(8192);
            bytes.write("garbage ".repeat((int) (bytes.length() - 8192) / 8).getBytes(StandardCharsets.US_ASCII));
        }
        assertTrouble(
                () -> {
                    try (Ledger ledger = open(url)) {
                        ledger.forEach(LedgerQuery.ALL, _ -> {});
                    }
                },
                Reason.DAMAGED);
    }

    @Test
    void truncatedFileIsDamage() throws IOException {
        fill();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2);
        }
        assertTrouble(
                () -> {
                    try (Ledger ledger = open(url)) {
                        ledger.forEach(LedgerQuery.ALL, _ -> {});
                    }
                },
                Reason.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ledger.db",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite::resource:ledger.db",
                "jdbc:h2:ledger",
                "jdbc:sqlite:\0"
            })
    void invalidUrl(String address) {
        assertTrouble(() -> open(address), Reason.ADDRESS);
    }

    @Test
    void failedOpenReleasesEverything() throws Exception {
        Files.writeString(file, "not a ledger ".repeat(100));
        assertTrouble(() -> open(url), Reason.DAMAGED);
        Files.delete(file);

        fill();

        try (Ledger ledger = open(url)) {
            assertAllThere(ledger);
        }
    }
}
