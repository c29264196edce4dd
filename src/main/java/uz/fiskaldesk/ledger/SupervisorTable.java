package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.function.LongSupplier;
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
public final class SupervisorTable implements PinStore {
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
    public SupervisorTable(String url, @Nullable String password, Clock clock, LongSupplier nanos) {
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
        try (Connection connection = connect()) {
            return hasTable(connection) ? content(connection) : null;
        } catch (SQLException e) {
            throw new IOException("the supervisor's PIN cannot be read", e);
        }
    }

    @Override
    public <T> T change(Change<T> change) throws IOException {
        try {
            createWhereMissing();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                if (!isFile()) {
                    // SQLite allows one writer at a time.
                    statement.execute("LOCK TABLE supervisor IN EXCLUSIVE MODE");
                }
                String before = content(connection);
                Changed<T> changed = change.of(before, now(statement));
                write(connection, changed.content());
                connection.commit();
                return changed.result();
            }
        } catch (SQLException | LedgerException e) {
            throw new IOException("the supervisor's PIN cannot be changed", e);
        }
    }

    private void createWhereMissing() throws SQLException {
        if (!isFile() || Files.exists(SqliteLedger.fileOf(url))) {
            try (Connection connection = connect()) {
                if (hasTable(connection)) {
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
        return !PostgresLedger.isAddress(url);
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

    private boolean hasTable(Connection connection) throws SQLException {
        String sql = isFile()
                ? "SELECT 1 FROM sqlite_master WHERE name = 'supervisor'"
                : "SELECT 1 WHERE to_regclass('supervisor') IS NOT NULL";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private static @Nullable String content(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT content FROM supervisor")) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void write(Connection connection, @Nullable String content) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM supervisor");
        }
        if (content != null) {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO supervisor (id, content) VALUES (1, ?)")) {
                insert.setString(1, content);
                insert.executeUpdate();
            }
        }
    }

    private Duration now(Statement statement) throws SQLException {
        if (isFile()) {
            return Duration.ofNanos(nanos.getAsLong());
        }
        try (ResultSet rows =
                statement.executeQuery("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")) {
            rows.next();
            return Duration.ofMillis(rows.getLong(1));
        }
    }
}
