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
 * Power failures at every moment of a payment's life. SQLite appends each transition to its WAL and flushes it before
 * the method returns, so after a power failure the disk contains the file and the WAL up to some byte. For every such
 * byte, each transition is complete or absent, and those that were acknowledged are present.
 */
@NullUnmarked
class PowerCutTest {
    private static final int LOG_HEADER = 32;
    private static final int FRAME = 24 + 4096;

    /** Odd, so that cuts fall at varying offsets of frames and their headers. */
    private static final int STEP = 331;

    @TempDir
    Path folder;

    private Path running;
    private Ledger ledger;
    private byte[] database;

    /** The content that the ledger had when it acknowledged a transition, by the length of the WAL at that time. */
    private final NavigableMap<Long, List<String>> acknowledged = new TreeMap<>();

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

    private void acknowledge() throws IOException, SQLException {
        acknowledged.put(Files.size(log(running)), content(running));
    }

    /** Takes payments through all states. */
    private void runAllTransitions() throws IOException, SQLException {
        acknowledge();
        for (int number = 1; number <= 3; number++) {
            LedgerEntry entry = ((Ledger.Addition.Added)
                            ledger.add(Samples.payment(number), null, Samples.act(Act.Kind.ADDED)))
                    .entry();
            acknowledge();
            entry = ((Ledger.Attachment.Attached) ledger.attach(
                            entry, Samples.receipt(number), null, List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED))))
                    .entry();
            acknowledge();
            Ledger.StartedAttempt begun =
                    ledger.claim(entry, "Kassa 1", Samples.NOON, null).orElseThrow();
            acknowledge();
            entry = ledger.recordOutcome(
                            begun.attemptId(),
                            number == 1 ? Samples.confirmed() : Samples.unknown(),
                            Samples.NOON,
                            null)
                    .orElseThrow();
            acknowledge();
            if (number == 2) {
                assertThat(ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)))
                        .isPresent();
                acknowledge();
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

    /** The content that must be found if the WAL is intact up to this byte. */
    private List<String> expected(long length) {
        Map.Entry<Long, List<String>> last = acknowledged.floorEntry(length);
        return last == null ? acknowledged.firstEntry().getValue() : last.getValue();
    }

    @Test
    void walTruncatedAtAnyByte() throws Exception {
        runAllTransitions();
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
            assertThat(content(disk)).as("WAL truncated at byte %d", cut).isEqualTo(expected(cut));
            assertThat(WalReader.hasUnreadableCommits(log(disk)))
                    .as("a truncated WAL is not damage: byte %d", cut)
                    .isFalse();
        }
        assertThat(cuts).hasSizeGreaterThan(200);
    }

    /** A disk may have stored the new length of the file before its content. */
    @Test
    void walEndsWithGarbage() throws Exception {
        runAllTransitions();
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

    /** During a checkpoint the WAL remains intact, so it does not matter how far the checkpoint got. */
    @Test
    void powerFailureDuringCheckpoint() throws Exception {
        runAllTransitions();
        byte[] log = Files.readAllBytes(log(running));
        List<String> last = acknowledged.lastEntry().getValue();
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

    /** Really opens what is left, once for each transition: interrupted attempts are found. */
    @Test
    void attemptInFlightIsFoundInterrupted() throws Exception {
        runAllTransitions();
        byte[] log = Files.readAllBytes(log(running));
        int sending = 0;
        for (Map.Entry<Long, List<String>> moment : acknowledged.entrySet()) {
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
