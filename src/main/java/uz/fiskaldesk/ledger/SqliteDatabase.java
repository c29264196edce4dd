package uz.fiskaldesk.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import uz.fiskaldesk.confirm.LedgerException;

/**
 * The connection pools of an open SQLite ledger file: one writer and a few readers.
 *
 * <p>WAL mode lets the writer and readers of several processes work concurrently. {@code synchronous=FULL} is set
 * because NORMAL may lose the last commits after a power failure.
 */
final class SqliteDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    /** One of them is kept by {@link DataVersion}. */
    private static final int READERS = 5;

    /** In kilobytes; SQLite's default. */
    private static final int READER_CACHE = 2_000;

    /** In kilobytes, allocated only as pages are used: the pages that a transaction of an import changes. */
    private static final int WRITER_CACHE = 16_000;

    /** How long a thread waits for a connection of the pool. */
    private static final long POOL_TIMEOUT_MILLIS = 20_000;

    private final HikariDataSource writer;
    private final HikariDataSource readers;
    private final WalCheckpoints checkpoints;
    private final DataVersion version;

    private SqliteDatabase(HikariDataSource writer, HikariDataSource readers) {
        this.writer = writer;
        this.readers = readers;
        this.checkpoints = new WalCheckpoints(reading());
        this.version = new DataVersion(reading());
    }

    /**
     * Opens the file, and creates or migrates it if necessary. Before it is migrated, it is backed up.
     *
     * @param url the JDBC URL of the file
     * @param locks an existing folder for lock files
     * @param timeout how long to wait while another process writes
     * @throws IOException if the folder cannot be used
     * @throws LedgerException if the file is from a newer version, or if the backup could not be made
     */
    static SqliteDatabase open(String url, Path locks, Instant now, Duration timeout) throws IOException {
        HikariDataSource writer =
                pool("ledger-writer", url, 1, WRITER_CACHE, SQLiteConfig.TransactionMode.IMMEDIATE, timeout);
        try {
            migrate(locks, writer, url, now);
            return new SqliteDatabase(
                    writer,
                    pool("ledger-readers", url, READERS, READER_CACHE, SQLiteConfig.TransactionMode.DEFERRED, timeout));
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static HikariDataSource pool(
            String name,
            String url,
            int size,
            int cacheKilobytes,
            SQLiteConfig.TransactionMode mode,
            Duration timeout) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        config.setTransactionMode(mode);
        config.setCacheSize(-cacheKilobytes);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(1, size));
        pool.setMaxLifetime(0);
        pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + WalCheckpoints.MOST_PAGES);
        pool.setConnectionTimeout(POOL_TIMEOUT_MILLIS);
        return new HikariDataSource(pool);
    }

    /**
     * Migrates a file that no process has open to this version's schema.
     *
     * @param beforeChange see {@link Migrations#run(Runnable)}
     */
    static void migrate(Path file, Runnable beforeChange) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(SqliteLedger.urlOf(file));
        Migrations.sqlite(source, file.toString()).run(beforeChange);
    }

    /** Flyway has no lock on SQLite, and two processes may start at the same time. */
    private static void migrate(Path locks, DataSource source, String url, Instant now) throws IOException {
        Path lockFile = locks.resolve("migration.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = FileLocks.waitFor(channel)) {
            LOG.debug("checking the ledger's version under {}", lock);
            SqliteBackups backups = new SqliteBackups(SqliteLedger.fileOf(url));
            Migrations.sqlite(source, url).run(() -> backups.beforeMigration(now));
        }
    }

    /** The move of this ledger to a shared one, in progress or done. */
    Optional<LedgerMetadata.Move> move() {
        return reading()
                .withHandle(handle -> handle.createQuery("SELECT * FROM moved")
                        .map((row, _) -> LedgerMetadata.Move.of(row))
                        .findOne());
    }

    /** Called after each transaction. */
    void written() {
        checkpoints.written();
    }

    /** Tells whether anything was committed. */
    DataVersion version() {
        return version;
    }

    Jdbi writing() {
        return Jdbi.create(writer);
    }

    Jdbi reading() {
        return Jdbi.create(readers);
    }

    @Override
    public void close() {
        checkpoints.close();
        version.close();
        readers.close();
        writer.close();
    }
}
