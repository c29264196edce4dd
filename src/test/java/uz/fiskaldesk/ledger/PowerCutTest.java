package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/**
 * The power goes at every moment of a payment's life. SQLite appends each transition to its log and has it on the disk
 * before the method returns, so what is left of the disk is the file and the log up to some byte. Whatever that byte is,
 * every transition is there whole or not at all, and those that were reported as done are there.
 */
@NullUnmarked
class PowerCutTest {
    private static final int LOG_HEADER = 32;
    private static final int FRAME = 24 + 4096;

    /** Odd, so that cuts fall everywhere in frames and their headers. */
    private static final int STEP = 331;

    @TempDir
    Path folder;

    private Path running;
    private Ledger ledger;
    private byte[] database;

    /** What the ledger said when it reported a transition as done, by the length that its log had then. */
    private final NavigableMap<Long, List<String>> reported = new TreeMap<>();

    @BeforeEach
    void open() throws IOException {
        running = Files.createDirectory(folder.resolve("running")).resolve("ledger.db");
        SqliteLedger.open(SqliteLedger.urlOf(running), Samples.NOON).close();
        database = Files.readAllBytes(running);
        ledger = SqliteLedger.open(SqliteLedger.urlOf(running), Samples.NOON);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static Path log(Path file) {
        return file.resolveSibling("ledger.db-wal");
    }

    private void done() throws IOException, SQLException {
        reported.put(Files.size(log(running)), content(running));
    }

    /** Takes payments through all that can happen to them. */
    private void live() throws IOException, SQLException {
        done();
        for (int number = 1; number <= 3; number++) {
            LedgerEntry entry = ((Ledger.Addition.Added)
                            ledger.add(Samples.payment(number), null, Samples.act(Act.Kind.ADDED)))
                    .entry();
            done();
            entry = ((Ledger.Attachment.Attached) ledger.attach(
                            entry, Samples.receipt(number), null, List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED))))
                    .entry();
            done();
            Ledger.Begun begun =
                    ledger.begin(entry, "Kassa 1", Samples.NOON, null).orElseThrow();
            done();
            entry = ledger.finish(
                            begun.attemptId(),
                            number == 1 ? Samples.confirmed() : Samples.unknown(),
                            Samples.NOON,
                            null)
                    .orElseThrow();
            done();
            if (number == 2) {
                assertThat(ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)))
                        .isPresent();
                done();
            }
        }
    }

    /** Every row of every table. */
    private static List<String> content(Path file) throws SQLException {
        List<String> content = new ArrayList<>();
        try (Connection connection = SqliteBackups.openReadOnly(file);
                Statement statement = connection.createStatement()) {
            assertThat(SqliteBackups.passesQuickCheck(statement)).isTrue();
            for (String table : List.of("payment", "receipt_claim", "attempt", "act", "change_count")) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.append('|').append(rows.getString(i));
                        }
                        content.add(row.toString());
                    }
                }
            }
        }
        return content;
    }

    private Path disk(byte[] file, byte[] log) throws IOException {
        Path disk = folder.resolve("disk");
        Files.createDirectories(disk);
        for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.home")) {
            Files.deleteIfExists(disk.resolve(name));
        }
        Files.write(disk.resolve("ledger.db"), file);
        Files.write(disk.resolve("ledger.db-wal"), log);
        return disk.resolve("ledger.db");
    }

    /** What must be found where the log is whole up to this byte. */
    private List<String> expected(long length) {
        Map.Entry<Long, List<String>> last = reported.floorEntry(length);
        return last == null ? reported.firstEntry().getValue() : last.getValue();
    }

    @Test
    void theLogIsCutAtAnyByte() throws Exception {
        live();
        byte[] log = Files.readAllBytes(log(running));
        List<Integer> cuts = new ArrayList<>();
        for (int cut = 0; cut <= log.length; cut += STEP) {
            cuts.add(cut);
        }
        for (int boundary = LOG_HEADER; boundary <= log.length; boundary += FRAME) {
            cuts.addAll(List.of(boundary - 1, boundary, Math.min(boundary + 1, log.length)));
        }
        for (int cut : cuts) {
            Path disk = disk(database, Arrays.copyOf(log, cut));
            assertThat(content(disk)).as("the log cut at byte %d", cut).isEqualTo(expected(cut));
            assertThat(WalReader.hasUnreadableCommits(log(disk)))
                    .as("a log that ends is no damage: byte %d", cut)
                    .isFalse();
        }
        assertThat(cuts).hasSizeGreaterThan(200);
    }

    /** A disk may have got the length of the file before what belongs into it. */
    @Test
    void whatTheLogEndsWithIsGarbage() throws Exception {
        live();
        byte[] log = Files.readAllBytes(log(running));
        for (int cut = LOG_HEADER; cut < log.length; cut += STEP) {
            byte[] torn = log.clone();
            Arrays.fill(torn, cut, Math.min(log.length, cut + FRAME), (byte) 0x5a);
            byte[] ended = Arrays.copyOf(torn, Math.min(log.length, cut + FRAME));

            assertThat(content(disk(database, ended)))
                    .as("garbage from byte %d on", cut)
                    .isEqualTo(expected(cut));
        }
    }

    /** While the log is written into the file the log stays whole, so it does not matter how far that got. */
    @Test
    void thePowerGoesWhileTheLogIsWrittenIntoTheFile() throws Exception {
        live();
        byte[] log = Files.readAllBytes(log(running));
        List<String> last = reported.lastEntry().getValue();
        ledger.close();
        byte[] written = Files.readAllBytes(running);
        for (int page = 0; page <= written.length / 4096; page++) {
            byte[] partly = written.clone();
            System.arraycopy(database, 0, partly, 0, Math.min(database.length, page * 4096));
            byte[] other = Arrays.copyOf(database, Math.max(database.length, page * 4096));
            System.arraycopy(written, 0, other, 0, Math.min(written.length, page * 4096));

            assertThat(content(disk(partly, log))).as("pages from %d on", page).isEqualTo(last);
            assertThat(content(disk(other, log))).as("pages up to %d", page).isEqualTo(last);
        }
    }

    /** The real opening of what is left, once for each transition: what was under way is found. */
    @Test
    void whatWasUnderWayIsFoundInterrupted() throws Exception {
        live();
        byte[] log = Files.readAllBytes(log(running));
        int sending = 0;
        for (Map.Entry<Long, List<String>> moment : reported.entrySet()) {
            Path disk = disk(database, Arrays.copyOf(log, Math.toIntExact(moment.getKey())));
            boolean underWay = moment.getValue().stream().anyMatch(row -> row.contains("|SENDING|"));
            try (Ledger left =
                    new LedgerFile(SqliteLedger.urlOf(disk)).open(Samples.NOON).ledger()) {
                assertThat(left.counts(LedgerQuery.ALL)).doesNotContainKey(PaymentState.SENDING);
                assertThat(left.recoverInterrupted(Samples.NOON)).isZero();
            }
            sending += underWay ? 1 : 0;
        }
        assertThat(sending).isEqualTo(3);
    }
}
