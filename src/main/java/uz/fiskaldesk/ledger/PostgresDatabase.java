package uz.fiskaldesk.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** The connection pool of a PostgreSQL ledger. Timeouts make every call fail within seconds instead of hanging. */
final class PostgresDatabase implements AutoCloseable {
    /** The fetch size of queries and the size of batches, in rows. */
    static final int FETCH_SIZE = 500;

    private static final int CONNECTIONS = 6;
    private static final long CHECK_MILLIS = 3_000;
    private static final long LIFETIME_MILLIS = 600_000;
    private static final long KEEPALIVE_MILLIS = 60_000;

    /** Limits how long one session can wait or block the other tills. */
    private static final String SESSION_SETTINGS = "SET lock_timeout = '5s'; SET statement_timeout = '15s';"
            + " SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'error'";

    private final PostgresAddress address;
    private final HikariDataSource pool;

    private PostgresDatabase(PostgresAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
    }

    /** Connects, and creates or migrates the tables if necessary. */
    static PostgresDatabase open(PostgresAddress address) {
        PostgresDatabase database = new PostgresDatabase(address, pool(address, false));
        try {
            // Flyway locks the schema on PostgreSQL, so tills may start at the same time.
            database.migrations().run();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Connects read-only, without migration. */
    static PostgresDatabase openReadOnly(PostgresAddress address) {
        return new PostgresDatabase(address, pool(address, true));
    }

    private static HikariDataSource pool(PostgresAddress address, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(address.url());
        config.setDataSourceProperties(address.properties());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(address.connectTimeout().toMillis());
        config.setValidationTimeout(
                Math.min(CHECK_MILLIS, address.connectTimeout().toMillis()));
        config.setMaxLifetime(LIFETIME_MILLIS);
        config.setKeepaliveTime(KEEPALIVE_MILLIS);
        config.setConnectionInitSql(SESSION_SETTINGS);
        config.setReadOnly(readOnly);
        return new HikariDataSource(config);
    }

    Migrations migrations() {
        return Migrations.postgresql(pool, address.where());
    }

    Jdbi jdbi() {
        return Jdbi.create(pool).registerArgument(new StorableText());
    }

    private static final class StorableText extends AbstractArgumentFactory<String> {
        StorableText() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String text, ConfigRegistry config) {
            return (position, statement, _) -> statement.setString(position, storable(text));
        }
    }

    /** Replaces what PostgreSQL cannot store in a text: NUL and unpaired surrogates. */
    static String storable(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean impossible = c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            storable.appendCodePoint(impossible ? '\ufffd' : c);
        });
        return storable.toString();
    }

    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Evicts idle connections from the pool; those in use are closed when they are returned. */
    void evictConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** Opens a connection outside the pool. */
    Connection dedicatedConnection() throws SQLException {
        return connect(address);
    }

    static Connection connect(PostgresAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.properties());
    }

    @Override
    public void close() {
        pool.close();
    }
}
