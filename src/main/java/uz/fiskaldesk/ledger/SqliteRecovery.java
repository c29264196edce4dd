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
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerRecovery;

/**
 * Restores a ledger file that is damaged or missing. Runs while no process has the ledger open. A complete copy of the
 * damaged file is kept; if there is no valid backup, nothing is changed.
 *
 * <p>Whatever happened after the backup is unknown. Therefore {@link InDoubtMarker} marks every open payment.
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
     * Checks the file before it is opened, and restores it if necessary. Returns empty if the file is intact, or if
     * opening it will report the damage.
     *
     * @throws LedgerException if opening the file would destroy what is left of the list
     */
    Optional<LedgerRecovery> recoverIfDamaged() throws IOException, SQLException {
        if (isMissing()) {
            binding.refuseMoved();
            if (isNewLedger()) {
                return Optional.empty();
            }
            // Opening the file would create an empty ledger, and SQLite would delete the WAL.
            return Optional.of(recover(LedgerRecovery.Kind.GONE)
                    .orElseThrow(() -> new LedgerException(
                            Reason.GONE, ledger.toString(), binding.file().toString())));
        }
        // Before SQLite opens the file, because it would truncate the WAL.
        boolean walHasUnreadableCommits = WalReader.hasUnreadableCommits(sibling("-wal"));
        if (!isIntact()) {
            binding.refuseMoved();
            return recover(LedgerRecovery.Kind.DAMAGED);
        }
        if (!walHasUnreadableCommits) {
            return Optional.empty();
        }
        if (SqliteBackups.isValidLedger(ledger)) {
            return Optional.of(dropUnreadableWal());
        }
        // The WAL contained everything.
        return Optional.of(recover(LedgerRecovery.Kind.DAMAGED)
                .orElseThrow(() -> new LedgerException(Reason.DAMAGED, ledger.toString())));
    }

    private boolean isMissing() throws IOException {
        return DurableFiles.sizeOrZero(ledger) == 0;
    }

    /** Whether a list was used here: a non-empty WAL, a backup or a binding file exists. */
    private boolean hasTraces() throws IOException {
        return DurableFiles.sizeOrZero(sibling("-wal")) > 0 || backups.exist() || binding.isKnown();
    }

    /** Other errors, such as missing permissions, are not damage; opening the file will report them. */
    private boolean isIntact() {
        try (Connection connection = SqliteBackups.openReadOnly(ledger);
                Statement statement = connection.createStatement()) {
            return SqliteBackups.passesQuickCheck(statement);
        } catch (SQLException e) {
            boolean damaged = SqliteErrors.isDamage(e);
            LOG.warn("{}", damaged ? "the ledger is damaged" : "the ledger could not be checked", e);
            return !damaged;
        }
    }

    /** Keeps the file without the unreadable end of its WAL. */
    private LedgerRecovery dropUnreadableWal() throws IOException, SQLException {
        Path aside = asidePath("-wal");
        Files.copy(sibling("-wal"), aside);
        DurableFiles.force(aside);
        LOG.error("committed transactions in {} cannot be read; a copy is kept as {}", sibling("-wal"), aside);
        SqliteDatabase.migrate(ledger, () -> backups.beforeMigration(now));
        try (Connection connection = SqliteBackups.open(ledger)) {
            Instant asOf = markInDoubt(connection, PROGRAM, null);
            if (binding.wasUsedHere(LedgerMetadata.read(connection))) {
                // The lost transactions may include the generation that the binding file names.
                binding.bind(connection);
            }
            return new LedgerRecovery(LedgerRecovery.Kind.LOG_CUT, asOf, aside.toString());
        }
    }

    private Optional<LedgerRecovery> recover(LedgerRecovery.Kind kind) throws IOException, SQLException {
        Optional<LedgerRecovery> recovered = recoverFromWal();
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
     * The file from which opening the ledger would restore it; empty if no recovery is necessary. Changes nothing.
     *
     * @throws LedgerException if the ledger could not be opened
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
                missing ? Reason.GONE : Reason.DAMAGED,
                ledger.toString(),
                binding.file().toString());
    }

    /** Whether there is no list here and never was, so that opening creates a new one. */
    boolean isNewLedger() throws IOException {
        return isMissing() && !hasTraces();
    }

    /** Recovers the complete list from the WAL. Nothing is missing afterwards, so no payment is in doubt. */
    private Optional<LedgerRecovery> recoverFromWal() throws IOException, SQLException {
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
        LOG.error("the ledger was recovered from its WAL to its state at {}; the WAL is kept as {}", asOf, aside);
        return Optional.of(new LedgerRecovery(LedgerRecovery.Kind.FROM_LOG, asOf, asText(aside)));
    }

    /** Restores an older state because a person asked for it. */
    LedgerRecovery restoreFrom(Path backup, String who) throws IOException, SQLException {
        if (Files.exists(ledger)) {
            // Checkpoints first, so that an interruption between WAL and file loses nothing.
            try (Connection connection = SqliteBackups.open(ledger);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                LOG.warn("the file to be replaced cannot be opened", e);
            }
        }
        return replaceWith(backup, LedgerRecovery.Kind.ASKED_FOR, who);
    }

    /** Continues with the file as it is, which may be an older state. */
    LedgerRecovery adopt(String who) throws IOException, SQLException {
        SqliteDatabase.migrate(ledger, () -> backups.beforeMigration(now));
        try (Connection connection = SqliteBackups.open(ledger)) {
            Instant asOf = markInDoubt(connection, who, null);
            binding.bind(connection);
            return new LedgerRecovery(LedgerRecovery.Kind.HERE, asOf, null);
        }
    }

    /** Replaces the ledger with a backup. Can be repeated after an interruption at any point without loss. */
    private LedgerRecovery replaceWith(Path backup, LedgerRecovery.Kind kind, String who)
            throws IOException, SQLException {
        Instant asOf = backups.asOf(backup, now);
        Path copy = sibling(".restoring");
        SqliteBackups.copy(backup, copy);
        SqliteDatabase.migrate(copy, () -> {});
        try (Connection connection = SqliteBackups.open(copy)) {
            markInDoubt(connection, who, asOf);
            binding.bindReplacement(connection);
        }
        Path aside = putInPlace(copy);
        LOG.error(
                "the ledger was restored to its state at {}, from {}; copy of the previous one: {}",
                asOf,
                backup,
                aside == null ? "none" : aside);
        return new LedgerRecovery(kind, asOf, asText(aside));
    }

    private @Nullable Path putInPlace(Path copy) throws IOException {
        DurableFiles.force(copy);
        Path aside = keepOld();
        // The old WAL first: SQLite would apply it to the new file.
        Files.deleteIfExists(sibling("-wal"));
        Files.deleteIfExists(sibling("-shm"));
        Files.move(copy, ledger, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    private static @Nullable String asText(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    /** Copies the ledger and its WAL, if they exist; null if neither does. */
    private @Nullable Path keepOld() throws IOException {
        Path aside = asidePath("");
        Path kept = copyIfPresent(ledger, aside);
        Path log = copyIfPresent(sibling("-wal"), aside.resolveSibling(aside.getFileName() + "-wal"));
        return kept == null ? log : kept;
    }

    private static @Nullable Path copyIfPresent(Path file, Path aside) throws IOException {
        if (DurableFiles.sizeOrZero(file) == 0) {
            return null;
        }
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.force(aside);
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

    /**
     * @param asOf the time of the state; null for the latest time recorded in the ledger
     * @return the time of the state
     */
    private Instant markInDoubt(Connection connection, String who, @Nullable Instant asOf) {
        return Jdbi.create(connection).inTransaction(handle -> {
            Instant moment = asOf == null ? InDoubtMarker.latestTimestamp(handle) : asOf;
            InDoubtMarker.markOpenPayments(handle, HashChain.inFile(handle).orElse(null), who, moment, now);
            return moment;
        });
    }
}
