package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.supervisor.PinStore;

/**
 * Stores the supervisor's PIN in the ledger's database. Every call opens its own connection, so it works while the
 * ledger is open as well as for commands that require it to be closed.
 *
 * <p>The clock of a shared ledger is the server's. That of a file is the time since the computer started, because the
 * wall clock can be changed to end a lockout.
 */
public final class JdbcPinStore implements PinStore {
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final String url;
    private final @Nullable String password;
    private final Clock clock;
    private final LongSupplier nanos;

    /**
     * @param url of the ledger
     * @param clock only used if the ledger has to be created
     * @param nanos {@code System::nanoTime}, which counts from the start of the computer
     */
    public JdbcPinStore(String url, @Nullable String password, Clock clock, LongSupplier nanos) {
        this.url = url;
        this.password = password;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public @Nullable String read() throws IOException {
        if (isFile() && !Files.exists(SqliteLedger.fileOf(url))) {
            return null;
        }
        try (Handle handle = open()) {
            return hasTable(handle) ? content(handle) : null;
        } catch (JdbiException e) {
            throw new IOException("the supervisor's PIN cannot be read", e);
        }
    }

    @Override
    public <T> T change(Change<T> change) throws IOException {
        try {
            createWhereMissing();
            try (Handle handle = open()) {
                return handle.inTransaction(transaction -> {
                    if (!isFile()) {
                        // SQLite allows one writer at a time.
                        transaction.execute("LOCK TABLE supervisor IN EXCLUSIVE MODE");
                    }
                    Changed<T> changed = change.of(content(transaction), now(transaction));
                    transaction.execute("DELETE FROM supervisor");
                    if (changed.content() != null) {
                        transaction.execute("INSERT INTO supervisor (id, content) VALUES (1, ?)", changed.content());
                    }
                    return changed.result();
                });
            }
        } catch (JdbiException | LedgerException e) {
            throw new IOException("the supervisor's PIN cannot be changed", e);
        }
    }

    private void createWhereMissing() {
        if (!isFile() || Files.exists(SqliteLedger.fileOf(url))) {
            try (Handle handle = open()) {
                if (hasTable(handle)) {
                    return;
                }
            }
        }
        if (isFile()) {
            SqliteLedger.open(url, clock.instant()).close();
        } else {
            PostgresLedger.open(url, password, clock).close();
        }
    }

    private boolean isFile() {
        return !PostgresLedger.isUrl(url);
    }

    private Handle open() {
        return Jdbi.open(this::connect);
    }

    private Connection connect() throws SQLException {
        if (isFile()) {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            // Not through DriverManager, which loads the drivers of all databases.
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl(url);
            return source.getConnection();
        }
        PostgresAddress address = new PostgresAddress(url, password);
        Properties properties = address.properties();
        properties.putIfAbsent("options", "-c lock_timeout=5s -c statement_timeout=15s");
        return DriverManager.getConnection(address.url(), properties);
    }

    private boolean hasTable(Handle handle) {
        return handle.createQuery(
                                isFile()
                                        ? "SELECT count(*) FROM sqlite_schema WHERE name = 'supervisor'"
                                        : "SELECT count(to_regclass('supervisor'))")
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static @Nullable String content(Handle handle) {
        return handle.createQuery("SELECT content FROM supervisor")
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private Duration now(Handle handle) {
        return isFile()
                ? Duration.ofNanos(nanos.getAsLong())
                : Duration.ofMillis(
                        handle.createQuery("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
                                .mapTo(Long.class)
                                .one());
    }
}
