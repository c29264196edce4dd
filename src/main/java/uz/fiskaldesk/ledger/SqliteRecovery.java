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
final class SqliteRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteRecovery.class);
    private static final String PROGRAM = "FiskalDesk";
    private final Path ledger;
    private final SqliteBackups backups;
    private final LedgerBinding binding;
    private final Instant now;

    SqliteRecovery(Path ledger, LedgerBinding binding, Instant now) {
        this.ledger = ledger.toAbsolutePath();
        this.backups = new SqliteBackups(ledger);
        this.binding = binding;
        this.now = now;
    }

    /**
     * Looks at the file and does what has to be done before it is opened; empty where all is in order, or the damage has
     * to be said by who opens it.
     *
     * @throws LedgerException where opening the file would hide what is left of the list
     */
    Optional<BroughtBack> recoverIfDamaged() throws IOException, SQLException {
        if (isMissing()) {
            binding.refuseMoved();
            if (isNewLedger()) {
                return Optional.empty();
            }
            // Opening the file would make an empty ledger of it, and SQLite would delete the log.
            return Optional.of(recover(BroughtBack.Kind.GONE)
                    .orElseThrow(() -> new LedgerException(
                            Trouble.GONE, ledger.toString(), binding.file().toString())));
        }
        // Before SQLite opens the file, for it would tidy the log up.
        boolean logHasUnreadableCommits = WalReader.hasUnreadableCommits(sibling("-wal"));
        if (!isIntact()) {
            binding.refuseMoved();
            return recover(BroughtBack.Kind.DAMAGED);
        }
        if (!logHasUnreadableCommits) {
            return Optional.empty();
        }
        if (SqliteBackups.isValidLedger(ledger)) {
            return Optional.of(cutLog());
        }
        // All that there was stood in the log.
        return Optional.of(recover(BroughtBack.Kind.DAMAGED)
                .orElseThrow(() -> new LedgerException(Trouble.DAMAGED, ledger.toString())));
    }

    private boolean isMissing() throws IOException {
        return WalReader.length(ledger) == 0;
    }

    /** Whether there was a list here: a log with something in it, a backup, or the note that one was used here. */
    private boolean hasTraces() throws IOException {
        return WalReader.length(sibling("-wal")) > 0 || backups.exist() || binding.isKnown();
    }

    /** Trouble of another kind, such as a file that may not be read, is not damage; opening will say it. */
    private boolean isIntact() {
        try (Connection connection = SqliteBackups.openReadOnly(ledger);
                Statement statement = connection.createStatement()) {
            return SqliteBackups.passesQuickCheck(statement);
        } catch (SQLException e) {
            boolean damaged = SqliteErrors.isDamage(e);
            LOG.warn("{}", damaged ? "the ledger is damaged" : "the ledger could not be looked at", e);
            return !damaged;
        }
    }

    /** The file as it is, without the end of its log that cannot be read. */
    private BroughtBack cutLog() throws IOException, SQLException {
        Path aside = asidePath("-wal");
        Files.copy(sibling("-wal"), aside);
        SqliteBackups.force(aside);
        LOG.error("finished transactions in {} cannot be read; kept as {}", sibling("-wal"), aside);
        SqliteDatabase.migrate(ledger);
        try (Connection connection = SqliteBackups.open(ledger)) {
            Instant asOf = markInDoubt(connection, PROGRAM, null);
            if (binding.wasUsedHere(LedgerMetadata.read(connection))) {
                // The generation that this place knows may be among what was lost.
                binding.bind(connection);
            }
            return new BroughtBack(BroughtBack.Kind.LOG_CUT, asOf, aside.toString());
        }
    }

    private Optional<BroughtBack> recover(BroughtBack.Kind kind) throws IOException, SQLException {
        Optional<BroughtBack> recovered = recoverFromLog();
        if (recovered.isPresent()) {
            return recovered;
        }
        Optional<Path> backup = backupOfThisList();
        return backup.isEmpty() ? Optional.empty() : Optional.of(replaceWith(backup.get(), kind, PROGRAM));
    }

    private Optional<Path> backupOfThisList() throws IOException {
        String list = binding.list();
        return backups.newestValid(
                now,
                metadata -> binding.wasUsedHere(metadata)
                        && metadata.move() == null
                        && (list == null || metadata.list() == null || list.equals(metadata.list())));
    }

    /**
     * What the ledger would be brought back from, were it opened now; empty where nothing has to be done. Changes nothing.
     *
     * @throws LedgerException where it could not be opened
     */
    Optional<Path> recoverySource() throws IOException {
        boolean missing = isMissing();
        Path log = sibling("-wal");
        if (isNewLedger()) {
            return Optional.empty();
        }
        if (!missing && isIntact() && !WalReader.hasUnreadableCommits(log)) {
            return Optional.empty();
        }
        binding.refuseMoved();
        if (WalReader.restoreDatabase(log, null)) {
            return Optional.of(log);
        }
        Optional<Path> backup = backupOfThisList();
        if (backup.isPresent()) {
            return backup;
        }
        throw new LedgerException(
                missing ? Trouble.GONE : Trouble.DAMAGED,
                ledger.toString(),
                binding.file().toString());
    }

    /** Whether there is no list here and never was, so that opening begins a new one. */
    boolean isNewLedger() throws IOException {
        return isMissing() && !hasTraces();
    }

    /** All of the list, where the log holds it; it is put in the ledger's place as it was left, and nothing is missing. */
    private Optional<BroughtBack> recoverFromLog() throws IOException, SQLException {
        Path copy = sibling(".restoring");
        Files.deleteIfExists(copy);
        if (!WalReader.restoreDatabase(sibling("-wal"), copy) || !SqliteBackups.isValidLedger(copy)) {
            Files.deleteIfExists(copy);
            return Optional.empty();
        }
        Instant asOf;
        try (Connection connection = SqliteBackups.openReadOnly(copy);
                Handle handle = Jdbi.open(connection)) {
            asOf = InDoubtMarker.latestTimestamp(handle);
        }
        Path aside = putInPlace(copy);
        LOG.error("the ledger was recovered from its log as it was at {}; the log is kept as {}", asOf, aside);
        return Optional.of(new BroughtBack(BroughtBack.Kind.FROM_LOG, asOf, asText(aside)));
    }

    /** Brings the ledger to an older state because a person asked for it. */
    BroughtBack restoreFrom(Path backup, String who) throws IOException, SQLException {
        if (Files.exists(ledger)) {
            // All into one file, so that nothing is lost when this is cut short between the log and the file.
            try (Connection connection = SqliteBackups.open(ledger);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                LOG.warn("the file that is replaced cannot be opened", e);
            }
        }
        return replaceWith(backup, BroughtBack.Kind.ASKED_FOR, who);
    }

    /** Goes on with the file as it is, which may be an older state. */
    BroughtBack adopt(String who) throws IOException, SQLException {
        SqliteDatabase.migrate(ledger);
        try (Connection connection = SqliteBackups.open(ledger)) {
            Instant asOf = markInDoubt(connection, who, null);
            binding.bind(connection);
            return new BroughtBack(BroughtBack.Kind.HERE, asOf, null);
        }
    }

    /** Puts a backup in the ledger's place. Whenever this is cut short, it can be done again and nothing is lost. */
    private BroughtBack replaceWith(Path backup, BroughtBack.Kind kind, String who) throws IOException, SQLException {
        Instant asOf = backups.asOf(backup, now);
        Path copy = sibling(".restoring");
        SqliteBackups.copy(backup, copy);
        SqliteDatabase.migrate(copy);
        try (Connection connection = SqliteBackups.open(copy)) {
            markInDoubt(connection, who, asOf);
            binding.bindReplacement(connection);
        }
        Path aside = putInPlace(copy);
        LOG.error("the ledger is back as it was at {}, from {}; the one before is kept as {}", asOf, backup, aside);
        return new BroughtBack(kind, asOf, asText(aside));
    }

    private @Nullable Path putInPlace(Path copy) throws IOException {
        SqliteBackups.force(copy);
        Path aside = keepOld();
        // The old log first: SQLite would take it for the log of the new file.
        Files.deleteIfExists(sibling("-wal"));
        Files.deleteIfExists(sibling("-shm"));
        Files.move(copy, ledger, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    private static @Nullable String asText(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    /** Copies what there is of the ledger and its log; null where there is neither. */
    private @Nullable Path keepOld() throws IOException {
        Path aside = asidePath("");
        Path kept = copyIfPresent(ledger, aside);
        Path log = copyIfPresent(sibling("-wal"), aside.resolveSibling(aside.getFileName() + "-wal"));
        return kept == null ? log : kept;
    }

    private static @Nullable Path copyIfPresent(Path file, Path aside) throws IOException {
        if (WalReader.length(file) == 0) {
            return null;
        }
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        SqliteBackups.force(aside);
        return aside;
    }

    private Path sibling(String suffix) {
        return ledger.resolveSibling(ledger.getFileName() + suffix);
    }

    private Path asidePath(String suffix) {
        String name = ledger.getFileName() + ".aside-" + SqliteBackups.stamp(now);
        Path aside = ledger.resolveSibling(name + suffix);
        for (int i = 2; Files.exists(aside); i++) {
            aside = ledger.resolveSibling(name + "-" + i + suffix);
        }
        return aside;
    }

    /** @param asOf null where the last moment that the ledger tells of is meant; it is returned */
    private Instant markInDoubt(Connection connection, String who, @Nullable Instant asOf) {
        return Jdbi.create(connection).inTransaction(handle -> {
            Instant moment = asOf == null ? InDoubtMarker.latestTimestamp(handle) : asOf;
            InDoubtMarker.markOpenPayments(handle, Chain.inFile(handle).orElse(null), who, moment, now);
            return moment;
        });
    }
}
