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
import org.jdbi.v3.core.Handle;
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
    private final LedgerHome home;
    private final Instant now;

    SqliteRescue(Path ledger, LedgerHome home, Instant now) {
        this.ledger = ledger.toAbsolutePath();
        this.backups = new SqliteBackups(ledger);
        this.home = home;
        this.now = now;
    }

    /**
     * Looks at the file and does what has to be done before it is opened; empty where all is in order, or the damage has
     * to be said by who opens it.
     *
     * @throws LedgerException where opening the file would hide what is left of the list
     */
    Optional<BroughtBack> look() throws IOException, SQLException {
        if (isMissing()) {
            home.refuseMoved();
            if (isNothingHere()) {
                return Optional.empty();
            }
            // Opening the file would make an empty ledger of it, and SQLite would delete the log.
            return Optional.of(bringBack(BroughtBack.Kind.GONE)
                    .orElseThrow(() -> new LedgerException(
                            Trouble.GONE, ledger.toString(), home.file().toString())));
        }
        // Before SQLite opens the file, for it would tidy the log up.
        boolean logHides = SqliteLog.hidesTransactions(beside("-wal"));
        if (!isWhole()) {
            home.refuseMoved();
            return bringBack(BroughtBack.Kind.DAMAGED);
        }
        if (!logHides) {
            return Optional.empty();
        }
        if (SqliteBackups.isGood(ledger)) {
            return Optional.of(cutLog());
        }
        // All that there was stood in the log.
        return Optional.of(bringBack(BroughtBack.Kind.DAMAGED)
                .orElseThrow(() -> new LedgerException(Trouble.DAMAGED, ledger.toString())));
    }

    private boolean isMissing() throws IOException {
        return SqliteLog.length(ledger) == 0;
    }

    /** Whether there was a list here: a log with something in it, a backup, or the note that one was used here. */
    private boolean anythingIsLeft() throws IOException {
        return SqliteLog.length(beside("-wal")) > 0 || backups.isAny() || home.isKnown();
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
        SqliteFile.bringUpToDate(ledger);
        try (Connection connection = SqliteBackups.connect(ledger)) {
            Instant asOf = inDoubt(connection, PROGRAM, null);
            if (home.wasUsedHere(LedgerLabel.read(connection))) {
                // The generation that this place knows may be among what was lost.
                home.settle(connection);
            }
            return new BroughtBack(BroughtBack.Kind.LOG_CUT, asOf, aside.toString());
        }
    }

    private Optional<BroughtBack> bringBack(BroughtBack.Kind kind) throws IOException, SQLException {
        Optional<BroughtBack> fromLog = fromLog();
        if (fromLog.isPresent()) {
            return fromLog;
        }
        Optional<Path> backup = backupOfThisList();
        return backup.isEmpty() ? Optional.empty() : Optional.of(replaceBy(backup.get(), kind, PROGRAM));
    }

    private Optional<Path> backupOfThisList() throws IOException {
        String list = home.list();
        return backups.newestGood(
                now,
                label -> home.wasUsedHere(label)
                        && label.move() == null
                        && (list == null || label.list() == null || list.equals(label.list())));
    }

    /**
     * What the ledger would be brought back from, were it opened now; empty where nothing has to be done. Changes nothing.
     *
     * @throws LedgerException where it could not be opened
     */
    Optional<Path> wouldBringBackFrom() throws IOException {
        boolean missing = isMissing();
        Path log = beside("-wal");
        if (isNothingHere()) {
            return Optional.empty();
        }
        if (!missing && isWhole() && !SqliteLog.hidesTransactions(log)) {
            return Optional.empty();
        }
        home.refuseMoved();
        if (SqliteLog.restore(log, null)) {
            return Optional.of(log);
        }
        Optional<Path> backup = backupOfThisList();
        if (backup.isPresent()) {
            return backup;
        }
        throw new LedgerException(
                missing ? Trouble.GONE : Trouble.DAMAGED,
                ledger.toString(),
                home.file().toString());
    }

    /** Whether there is no list here and never was, so that opening begins a new one. */
    boolean isNothingHere() throws IOException {
        return isMissing() && !anythingIsLeft();
    }

    /** All of the list, where the log holds it; it is put in the ledger's place as it was left, and nothing is missing. */
    private Optional<BroughtBack> fromLog() throws IOException, SQLException {
        Path copy = beside(".restoring");
        Files.deleteIfExists(copy);
        if (!SqliteLog.restore(beside("-wal"), copy) || !SqliteBackups.isGood(copy)) {
            Files.deleteIfExists(copy);
            return Optional.empty();
        }
        Instant asOf;
        try (Connection connection = SqliteBackups.reading(copy);
                Handle handle = Jdbi.open(connection)) {
            asOf = Doubt.lastMoment(handle);
        }
        Path aside = exchangeFor(copy);
        LOG.error("the ledger was recovered from its log as it was at {}; the log is kept as {}", asOf, aside);
        return Optional.of(new BroughtBack(BroughtBack.Kind.FROM_LOG, asOf, asText(aside)));
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

    /** Goes on with the file as it is, which may be an older state. */
    BroughtBack goOnHere(String who) throws IOException, SQLException {
        SqliteFile.bringUpToDate(ledger);
        try (Connection connection = SqliteBackups.connect(ledger)) {
            Instant asOf = inDoubt(connection, who, null);
            home.settle(connection);
            return new BroughtBack(BroughtBack.Kind.HERE, asOf, null);
        }
    }

    /** Puts a backup in the ledger's place. Whenever this is cut short, it can be done again and nothing is lost. */
    private BroughtBack replaceBy(Path backup, BroughtBack.Kind kind, String who) throws IOException, SQLException {
        Instant asOf = backups.asOf(backup, now);
        Path copy = beside(".restoring");
        SqliteBackups.copy(backup, copy);
        SqliteFile.bringUpToDate(copy);
        try (Connection connection = SqliteBackups.connect(copy)) {
            inDoubt(connection, who, asOf);
            home.prepareFor(connection);
        }
        Path aside = exchangeFor(copy);
        LOG.error("the ledger is back as it was at {}, from {}; the one before is kept as {}", asOf, backup, aside);
        return new BroughtBack(kind, asOf, asText(aside));
    }

    private @Nullable Path exchangeFor(Path copy) throws IOException {
        SqliteBackups.toDisk(copy);
        Path aside = keepAside();
        // The old log first: SQLite would take it for the log of the new file.
        Files.deleteIfExists(beside("-wal"));
        Files.deleteIfExists(beside("-shm"));
        Files.move(copy, ledger, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    private static @Nullable String asText(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    /** Copies what there is of the ledger and its log; null where there is neither. */
    private @Nullable Path keepAside() throws IOException {
        Path aside = aside("");
        Path kept = keep(ledger, aside);
        Path log = keep(beside("-wal"), aside.resolveSibling(aside.getFileName() + "-wal"));
        return kept == null ? log : kept;
    }

    private static @Nullable Path keep(Path file, Path aside) throws IOException {
        if (SqliteLog.length(file) == 0) {
            return null;
        }
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        SqliteBackups.toDisk(aside);
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
            Doubt.cast(handle, Chain.inFile(handle).orElse(null), who, moment, now);
            return moment;
        });
    }
}
