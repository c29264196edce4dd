package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * Brings a ledger file back that is damaged or gone. Runs while no process has the ledger open. The damaged file is kept
 * aside whole; where there is no good backup nothing is touched.
 *
 * <p>What happened after the backup was made is not known any more. So every open payment is put in doubt, nothing is
 * sent by itself, and each says in its history why.
 */
final class SqliteRescue {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteRescue.class);
    private static final String PROGRAM = "FiskalDesk";
    private final Path ledger;
    private final SqliteBackups backups;
    private final Instant now;

    SqliteRescue(Path ledger, Instant now) {
        this.ledger = ledger.toAbsolutePath();
        this.backups = new SqliteBackups(ledger);
        this.now = now;
    }

    /** Looks at the file and does what has to be done before it is opened; empty where all is in order. */
    Optional<BroughtBack> look() throws IOException, SQLException {
        if (isGone()) {
            return bringBack(BroughtBack.Kind.GONE);
        }
        if (!Files.exists(ledger)) {
            return Optional.empty();
        }
        // Before SQLite opens the file, for it would tidy the log up.
        boolean logHides = SqliteLog.hidesTransactions(beside("-wal"));
        if (!isWhole()) {
            return bringBack(BroughtBack.Kind.DAMAGED);
        }
        if (!logHides) {
            return Optional.empty();
        }
        if (SqliteBackups.isGood(ledger)) {
            return Optional.of(cutLog());
        }
        // All that there was stood in the log. Opening the file would make an empty ledger of it.
        return Optional.of(bringBack(BroughtBack.Kind.DAMAGED)
                .orElseThrow(() -> new LedgerException(Trouble.DAMAGED, ledger.toString())));
    }

    private boolean isGone() throws IOException {
        return (!Files.exists(ledger) || Files.size(ledger) == 0) && !Files.exists(beside("-wal"));
    }

    /** Trouble of another kind, such as a file that may not be read, is not damage; opening will say it. */
    private boolean isWhole() {
        try (Connection connection = SqliteBackups.reading(ledger);
                Statement statement = connection.createStatement()) {
            return SqliteBackups.isWhole(statement);
        } catch (SQLException e) {
            boolean damaged = SqliteTroubles.isDamage(e);
            LOG.warn("{}", damaged ? "the ledger is damaged" : "the ledger could not be looked at", e);
            return !damaged;
        }
    }

    /** The file as it is, without the end of its log that cannot be read. */
    private BroughtBack cutLog() throws IOException, SQLException {
        Path aside = aside("-wal");
        Files.copy(beside("-wal"), aside);
        SqliteBackups.toDisk(aside);
        LOG.error("finished transactions in {} cannot be read; kept as {}", beside("-wal"), aside);
        try (Connection connection = SqliteBackups.connect(ledger)) {
            Instant asOf = inDoubt(connection, PROGRAM, null);
            return new BroughtBack(BroughtBack.Kind.LOG_CUT, asOf, aside.toString());
        }
    }

    private Optional<BroughtBack> bringBack(BroughtBack.Kind kind) throws IOException, SQLException {
        Optional<Path> backup = backups.newestGood();
        return backup.isEmpty() ? Optional.empty() : Optional.of(replaceBy(backup.get(), kind, PROGRAM));
    }

    /** Brings the ledger to an older state because a person asked for it. */
    BroughtBack goBackTo(Path backup, String who) throws IOException, SQLException {
        if (Files.exists(ledger)) {
            // All into one file, so that nothing is lost when this is cut short between the log and the file.
            try (Connection connection = SqliteBackups.connect(ledger);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                LOG.warn("the file that is replaced cannot be opened", e);
            }
        }
        return replaceBy(backup, BroughtBack.Kind.ASKED_FOR, who);
    }

    /** Puts a backup in the ledger's place. Whenever this is cut short, it can be done again and nothing is lost. */
    private BroughtBack replaceBy(Path backup, BroughtBack.Kind kind, String who) throws IOException, SQLException {
        Instant asOf = backups.asOf(backup);
        Path copy = beside(".restoring");
        SqliteBackups.copy(backup, copy);
        try (Connection connection = SqliteBackups.connect(copy)) {
            inDoubt(connection, who, asOf);
        }
        SqliteBackups.toDisk(copy);
        Path aside = keepAside();
        // The old log first: SQLite would take it for the log of the new file.
        Files.deleteIfExists(beside("-wal"));
        Files.deleteIfExists(beside("-shm"));
        Files.move(copy, ledger, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("the ledger is back as it was at {}, from {}; the one before is kept as {}", asOf, backup, aside);
        return new BroughtBack(kind, asOf, aside == null ? null : aside.toString());
    }

    private @Nullable Path keepAside() throws IOException {
        if (!Files.exists(ledger)) {
            return null;
        }
        Path aside = aside("");
        Files.copy(ledger, aside);
        SqliteBackups.toDisk(aside);
        Path log = beside("-wal");
        if (Files.exists(log)) {
            Path logAside = aside.resolveSibling(aside.getFileName() + "-wal");
            Files.copy(log, logAside, StandardCopyOption.REPLACE_EXISTING);
            SqliteBackups.toDisk(logAside);
        }
        return aside;
    }

    private Path beside(String suffix) {
        return ledger.resolveSibling(ledger.getFileName() + suffix);
    }

    private Path aside(String suffix) {
        String name = ledger.getFileName() + ".aside-" + SqliteBackups.stamp(now);
        Path aside = ledger.resolveSibling(name + suffix);
        for (int i = 2; Files.exists(aside); i++) {
            aside = ledger.resolveSibling(name + "-" + i + suffix);
        }
        return aside;
    }

    /** @param asOf null where the last moment that the ledger tells of is meant; it is returned */
    private Instant inDoubt(Connection connection, String who, @Nullable Instant asOf) {
        return Jdbi.create(connection).inTransaction(handle -> {
            Instant moment = asOf == null ? Doubt.lastMoment(handle) : asOf;
            Doubt.cast(handle, who, moment, now);
            return moment;
        });
    }
}
