package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Samples;

/** What is polled is read again after every commit, whoever made it, and only then. */
class DataVersionTest {
    @TempDir
    private Path folder;

    private final AtomicInteger queries = new AtomicInteger();
    private SqliteDatabase database;
    private DataVersion.Cached<Long> changes;

    @BeforeEach
    void open() throws IOException {
        database = openAnother();
        changes = database.version().new Cached<>(() -> {
            queries.incrementAndGet();
            return database.reading()
                    .withHandle(handle -> PolledQuery.first(handle, Dialect.SQLITE.changeMarkQuery())
                            .orElseThrow());
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private SqliteDatabase openAnother() throws IOException {
        return SqliteDatabase.open(
                SqliteLedger.urlOf(folder.resolve("ledger.db")), folder, Samples.NOON, Duration.ofSeconds(5));
    }

    private static void change(Jdbi writer) {
        writer.useTransaction(handle -> handle.execute("UPDATE change_count SET changes = changes + 1"));
    }

    private Map<String, Object> checkpoint(String mode) {
        return database.writing()
                .withHandle(handle -> handle.createQuery("PRAGMA wal_checkpoint(" + mode + ")")
                        .mapToMap()
                        .one());
    }

    @Test
    void nothingIsReadAgainWithoutACommit() {
        long before = changes.get();

        assertThat(changes.get()).isEqualTo(before);

        assertThat(queries).hasValue(1);
    }

    @Test
    void commitsOfThisProgramAndOfOthersAreSeen() throws IOException {
        long before = changes.get();

        change(database.writing());
        assertThat(changes.get()).isEqualTo(before + 1);
        try (SqliteDatabase other = openAnother()) {
            change(other.writing());
            assertThat(changes.get()).isEqualTo(before + 2);
            assertThat(changes.get()).isEqualTo(before + 2);
        }
        assertThat(queries).hasValue(3);
    }

    @Test
    void aCommitWhileTheResultIsReadIsSeenAtTheNextLook() {
        AtomicInteger read = new AtomicInteger();
        DataVersion.Cached<Integer> late = database.version().new Cached<>(() -> {
            int result = read.incrementAndGet();
            if (result == 1) {
                change(database.writing());
            }
            return result;
        });

        assertThat(late.get()).isEqualTo(1);
        assertThat(late.get()).isEqualTo(2);
        assertThat(late.get()).isEqualTo(2);
    }

    /** A connection that stayed in a read would keep the log from being emptied. */
    @Test
    void theLogIsEmptiedBetweenTwoLooksAndCommitsAfterThatAreSeen() {
        long before = changes.get();
        change(database.writing());
        assertThat(changes.get()).isEqualTo(before + 1);

        assertThat(checkpoint("TRUNCATE")).containsEntry("busy", 0);
        assertThat(folder.resolve("ledger.db-wal")).isEmptyFile();

        assertThat(changes.get()).isEqualTo(before + 1);
        change(database.writing());
        assertThat(changes.get()).isEqualTo(before + 2);
    }

    /** Its numbers begin anew, so that they may be those of the connection before. */
    @Test
    void anotherConnectionReadsAgain() {
        long before = changes.get();
        database.version().close();
        change(database.writing());

        assertThat(changes.get()).isEqualTo(before + 1);
    }
}
