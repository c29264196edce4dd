package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** A ledger of an earlier version is backed up before it is migrated, so that this version can be left again. */
@NullUnmarked
class MigrationBackupTest extends LedgerFolder {
    private static final String VERSION =
            "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1";

    /** A ledger with one payment. */
    private void ledgerOf(String version) {
        String url = SqliteLedger.urlOf(path);
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:uz/fiskaldesk/ledger/sqlite")
                .target(version)
                .load()
                .migrate();
        String id = Samples.id(1).text();
        PostgresServer.run(
                url,
                "INSERT INTO payment (id, transaction_id, transaction_key, provider, added_at, happened_at, search, state)"
                        + " VALUES (1, '" + id + "', '" + id + "', 'anor', 0, 0, '', 'PENDING')");
    }

    private static String versionOf(Path ledger) {
        return PostgresServer.queryFirst(SqliteLedger.urlOf(ledger), VERSION);
    }

    /** The first, one before backups were numbered, and a recent one. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "11"})
    void aLedgerOfAnEarlierVersionIsBackedUpBeforeItIsMigrated(String version) throws IOException {
        ledgerOf(version);

        try (Ledger ledger = open().ledger()) {
            assertThat(ledger.counts(LedgerQuery.ALL)).containsOnly(Map.entry(PaymentState.PENDING, 1L));
        }
        open().ledger().close();

        assertThat(versionOf(path)).isEqualTo(Integer.toString(SqliteLedger.schemaVersion()));
        Path backup = folder.resolve("backups/ledger-20261124-140000.db");
        assertThat(backups()).as("one, and none when it is opened again").containsExactly(backup);
        assertThat(SqliteBackups.isValidLedger(backup)).isTrue();
        assertThat(versionOf(backup)).isEqualTo(version);
        assertThat(SqliteBackups.readMetadata(backup).payments()).isEqualTo(1);
    }

    /** The lists that a person continues on another computer are migrated in place as well. */
    @Test
    void aLedgerThatIsContinuedHereIsBackedUp() throws IOException {
        ledgerOf("5");

        file.adopt("Nodira", LATER);

        assertThat(backups())
                .singleElement()
                .satisfies(backup -> assertThat(versionOf(backup)).isEqualTo("5"));
    }

    @Test
    void withoutABackupNothingIsMigrated() throws IOException {
        ledgerOf("5");
        Files.writeString(folder.resolve("backups"), "not a folder");

        assertThatThrownBy(this::open).isInstanceOf(LedgerException.class);
        assertThat(versionOf(path)).isEqualTo("5");

        Files.delete(folder.resolve("backups"));
        open().ledger().close();
        assertThat(versionOf(path)).isEqualTo(Integer.toString(SqliteLedger.schemaVersion()));
    }

    @Test
    void aNewLedgerHasNoBackup() {
        open().ledger().close();

        assertThat(folder.resolve("backups")).doesNotExist();
    }

    /** The migration adds entries to the history whose hashes are computed when the ledger is opened. */
    @Test
    void historyOfARestoredEarlierLedgerIsIntact() throws Exception {
        ledgerOf("5");
        PostgresServer.run(
                SqliteLedger.urlOf(path), "INSERT INTO act (payment, kind, who, at) VALUES (1, 'ADDED', 'Nodira', 0)");
        Path earlier = Files.copy(path, folder.resolve("earlier.db"));
        open().ledger().close();

        assertThat(file.restore(earlier, "Nodira", LATER, true)).isInstanceOf(LedgerFile.Restoration.Done.class);

        assertIntact();
    }

    @Test
    void historyOfAContinuedEarlierLedgerIsIntact() {
        ledgerOf("5");
        PostgresServer.run(
                SqliteLedger.urlOf(path), "INSERT INTO act (payment, kind, who, at) VALUES (1, 'ADDED', 'Nodira', 0)");

        file.adopt("Nodira", LATER);

        assertIntact();
    }

    private void assertIntact() {
        try (SqliteLedger ledger = open().ledger()) {
            assertThat(ledger.audit().findings()).isEmpty();
        }
    }
}
