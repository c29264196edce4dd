package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;
import uz.fiskaldesk.confirm.LedgerException;

/** Tests that Flyway is left out only if it has nothing to do. */
class MigrationsTest {
    @TempDir
    private Path folder;

    private String url = "";

    private Migrations migrations() {
        url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        return Migrations.sqlite(source, "here");
    }

    @Test
    void aCurrentLedgerHasNoPendingMigrations() {
        Migrations migrations = migrations();
        assertThat(migrations.isEmptyDatabase()).isTrue();
        assertThat(migrations.arePending()).isTrue();
        migrations.run();
        assertThat(migrations.arePending()).isFalse();
        assertThat(migrations.isEmptyDatabase()).isFalse();
    }

    @Test
    void anOlderLedgerIsMigratedAndANewerOneRefused() throws Exception {
        Migrations migrations = migrations();
        int newest = Migrations.newestScript("sqlite").orElseThrow();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:uz/fiskaldesk/ledger/sqlite")
                .target("3")
                .load()
                .migrate();
        assertThat(migrations.arePending()).isTrue();
        migrations.run();
        assertThat(migrations.arePending()).isFalse();

        PostgresServer.run(
                url,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '" + (newest + 1)
                        + "', description, type, script, checksum, installed_by, installed_on, execution_time, success"
                        + " FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1");
        assertThatThrownBy(migrations::arePending)
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.NEWER));
    }

    /** Flyway itself decides about a ledger with a migration that has failed. */
    @Test
    void aFailedMigrationIsNotOverlooked() throws Exception {
        Migrations migrations = migrations();
        migrations.run();
        PostgresServer.run(url, "UPDATE flyway_schema_history SET success = 0 WHERE installed_rank = 1");
        assertThatThrownBy(() -> {
                    PostgresServer.run(url, "DELETE FROM flyway_schema_history WHERE installed_rank > 3");
                    migrations.run();
                })
                .hasMessageContaining("failed migration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void findsTheNewestScript(String kind) {
        int newest = Arrays.stream(Flyway.configure()
                        .dataSource("jdbc:sqlite::memory:", null, null)
                        .locations("classpath:uz/fiskaldesk/ledger/" + kind)
                        .load()
                        .info()
                        .all())
                .mapToInt(script -> Integer.parseInt(script.getVersion().getVersion()))
                .max()
                .orElseThrow();
        assertThat(Migrations.newestScript(kind)).isEqualTo(OptionalInt.of(newest));
    }
}
