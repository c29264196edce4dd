package uz.fiskaldesk.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** A PostgreSQL database that is open: a few connections, each of which gives up within seconds rather than hang. */
final class PostgresDatabase implements AutoCloseable {
    /** So many rows come and go together. */
    static final int FETCH_SIZE = 500;

    private static final int CONNECTIONS = 6;
    private static final long CHECK_MILLIS = 3_000;
    private static final long LIFETIME_MILLIS = 600_000;
    private static final long KEEPALIVE_MILLIS = 60_000;

    /** Who waits for a row or a lock, or leaves a transaction open, must not hold up the other tills. */
    private static final String SESSION_SETTINGS = "SET lock_timeout = '5s'; SET statement_timeout = '15s';"
            + " SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'error'";

    private final PostgresAddress address;
    private final HikariDataSource pool;

    private PostgresDatabase(PostgresAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
    }

    /** Connects, and creates or migrates the tables where needed. */
    static PostgresDatabase open(PostgresAddress address) {
        PostgresDatabase database = new PostgresDatabase(address, pool(address, false));
        try {
            migrate(database.pool, address);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Connects only to look. */
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

    /** Flyway holds a lock of its own on PostgreSQL, so tills may start together. */
    private static void migrate(HikariDataSource pool, PostgresAddress address) {
        Flyway flyway = flyway(pool);
        if (Migrations.anyFromTheFuture(flyway)) {
            throw new LedgerException(Trouble.NEWER, address.where());
        }
        if (flyway.info().pending().length > 0) {
            flyway.migrate();
        }
    }

    private static Flyway flyway(HikariDataSource pool) {
        return Flyway.configure()
                .dataSource(pool)
                .locations("classpath:uz/fiskaldesk/ledger/postgresql")
                .load();
    }

    Flyway flyway() {
        return flyway(pool);
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

    /** PostgreSQL has no place in its texts for the character NUL and for halves of a surrogate pair. */
    static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean impossible = c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            storable.appendCodePoint(impossible ? '\ufffd' : c);
        });
        return storable.toString();
    }

    /** Whoever needs a connection next gets a new one. */
    void evictConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** A connection beside the pool, for who needs one all the time. */
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
