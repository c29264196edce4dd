package uz.fiskaldesk.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * An SQLite ledger file that is open: one connection that writes, a few that read beside it.
 *
 * <p>WAL lets readers and the writer of several processes go on together; {@code synchronous=FULL} because with NORMAL
 * the last commits are lost at a power cut.
 */
final class SqliteDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final int READERS = 4;

    /** How long a thread waits for another one of this process to be done with a connection. */
    private static final long POOL_TIMEOUT_MILLIS = 20_000;

    private final HikariDataSource writer;
    private final HikariDataSource readers;

    private SqliteDatabase(HikariDataSource writer, HikariDataSource readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * Opens the file, creating or migrating it where needed.
     *
     * @param url the JDBC URL of the file
     * @param locks a folder for lock files, which exists
     * @param timeout how long to wait while another process writes
     * @throws IOException when the folder cannot be used
     * @throws LedgerException when the file is from a newer version
     */
    static SqliteDatabase open(String url, Path locks, Duration timeout) throws IOException {
        HikariDataSource writer = pool("ledger-writer", url, 1, SQLiteConfig.TransactionMode.IMMEDIATE, timeout);
        try {
            migrate(locks, writer, url);
            return new SqliteDatabase(
                    writer, pool("ledger-readers", url, READERS, SQLiteConfig.TransactionMode.DEFERRED, timeout));
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static HikariDataSource pool(
            String name, String url, int size, SQLiteConfig.TransactionMode mode, Duration timeout) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        config.setTransactionMode(mode);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(1, size));
        pool.setMaxLifetime(0);
        pool.setConnectionTimeout(POOL_TIMEOUT_MILLIS);
        return new HikariDataSource(pool);
    }

    /** Brings the tables of a file that nobody has open to the form of this version. */
    static void migrate(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(SqliteLedger.urlOf(file));
        migrate(source, file.toString());
    }

    /** Under a lock of its own, for Flyway has none on SQLite and two programs may start together. */
    private static void migrate(Path locks, DataSource source, String url) throws IOException {
        Path lockFile = locks.resolve("migration.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(channel)) {
            LOG.debug("checking the ledger's version under {}", lock);
            migrate(source, url);
        }
    }

    static Flyway flyway(DataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:uz/fiskaldesk/ledger/sqlite")
                .load();
    }

    private static void migrate(DataSource source, String url) {
        Flyway flyway = flyway(source);
        if (Migrations.anyFromTheFuture(flyway)) {
            throw new LedgerException(Trouble.NEWER, url);
        }
        if (flyway.info().pending().length > 0) {
            flyway.migrate();
        }
    }

    /** The move of this ledger into a shared one, be it under way or done. */
    Optional<LedgerMetadata.Move> move() {
        return reading()
                .withHandle(handle -> handle.createQuery("SELECT * FROM moved")
                        .map((row, _) -> LedgerMetadata.Move.of(row))
                        .findOne());
    }

    Jdbi writing() {
        return Jdbi.create(writer);
    }

    Jdbi reading() {
        return Jdbi.create(readers);
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
