package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import uz.fiskaldesk.confirm.LedgerException;

/**
 * A ledger that is opened read-only: nothing is created, migrated, recovered or marked, and the database rejects
 * writes.
 */
public final class ReadOnlyLedger extends JdbiLedger {
    /** What is at the ledger's URL. */
    public sealed interface Found {
        /** A readable ledger. The caller closes it. */
        record Usable(ReadOnlyLedger ledger) implements Found {}

        /** Nothing; the first payment creates the ledger. */
        record None() implements Found {}

        /** A damaged or missing ledger, which opening it would restore from this file. */
        record RecoverableFrom(Path file) implements Found {}
    }

    private final boolean needsMigration;
    private final Supplier<List<Path>> backupsNotInChain;
    private final Runnable closing;

    private ReadOnlyLedger(
            Dialect dialect,
            ClaimOwners owners,
            ErrorTranslator errors,
            Jdbi jdbi,
            boolean needsMigration,
            Supplier<List<Path>> strangeBackups,
            Runnable closing) {
        super(dialect, owners, errors, jdbi, jdbi);
        this.needsMigration = needsMigration;
        this.backupsNotInChain = strangeBackups;
        this.closing = closing;
    }

    /**
     * Opens the ledger of a URL read-only.
     *
     * @param password of a shared ledger's database; null if it requires none
     * @throws LedgerException if it cannot be opened
     */
    public static Found open(String url, @Nullable String password, Instant now) {
        return PostgresLedger.isUrl(url) ? shared(url, password) : file(url, now, false);
    }

    /**
     * Opens a copy of a ledger that was refused as {@link LedgerException.Reason#ELSEWHERE}. Returns empty if it cannot be read as it
     * is, because it is damaged or of an earlier version.
     */
    public static Optional<ReadOnlyLedger> openCopy(String url, Instant now) {
        if (file(url, now, true) instanceof Found.Usable usable) {
            if (!usable.ledger().needsMigration()) {
                return Optional.of(usable.ledger());
            }
            usable.ledger().close();
        }
        return Optional.empty();
    }

    private static Found file(String url, Instant now, boolean isCopy) {
        Path file = SqliteLedger.fileOf(url).toAbsolutePath();
        Path owners = file.resolveSibling("owners");
        ErrorTranslator errors = new ErrorTranslator(url, new SqliteErrors(file));
        LedgerFile ledger = new LedgerFile(url);
        return errors.translating(() -> {
            try {
                boolean inUse = ProcessLocks.isAnyAlive(owners);
                if (!inUse) {
                    SqliteRecovery recovery = ledger.recovery(now);
                    if (recovery.isNewLedger()) {
                        return new Found.None();
                    }
                    Optional<Path> from = recovery.recoverySource();
                    if (from.isPresent()) {
                        return new Found.RecoverableFrom(from.get());
                    }
                }
                if (!isCopy) {
                    ledger.refuseToOpen(inUse);
                }
                SQLiteDataSource source = SqliteBackups.readOnlyDataSource(file);
                return new Found.Usable(new ReadOnlyLedger(
                        Dialect.SQLITE,
                        new Observer(owners),
                        errors,
                        Jdbi.create(source),
                        Migrations.sqlite(source, url).arePending(),
                        () -> Jdbi.create(source)
                                .withHandle(
                                        handle -> BackupChainCheck.backupsNotInChain(handle, new SqliteBackups(file))),
                        () -> {}));
            } catch (IOException e) {
                throw errors.translate(e);
            }
        });
    }

    private static Found shared(String url, @Nullable String password) {
        PostgresAddress address = new PostgresAddress(url, password);
        ErrorTranslator errors = new ErrorTranslator(address.where(), new PostgresErrors());
        return errors.translating(() -> {
            PostgresDatabase database = PostgresDatabase.openReadOnly(address);
            try {
                Migrations migrations = database.migrations();
                if (migrations.isEmptyDatabase()) {
                    database.close();
                    return new Found.None();
                }
                boolean pending = migrations.arePending();
                if (!pending) {
                    database.jdbi().useHandle(new DatabaseBinding(address.where())::verify);
                }
                return new Found.Usable(new ReadOnlyLedger(
                        Dialect.POSTGRESQL,
                        new TillLeases(TillLeases.LEASE),
                        errors,
                        database.jdbi(),
                        pending,
                        List::of,
                        database::close));
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        });
    }

    /** Whether opening it for work would migrate it. */
    public boolean needsMigration() {
        return needsMigration;
    }

    /**
     * The backups whose history is not a part of this list's history; empty for a shared list, whose backups are
     * unknown.
     */
    public List<Path> backupsNotInChain() {
        return backupsNotInChain.get();
    }

    /** The number of attempts that opening it for work would find interrupted. */
    public int interruptedCount() {
        return countInterrupted();
    }

    @Override
    public void onChange(Runnable listener) {}

    @Override
    public void close() {
        closing.run();
    }

    /** Checks for live owners without being one. */
    private record Observer(Path folder) implements ClaimOwners {
        @Override
        public String id() {
            return "nobody";
        }

        @Override
        public boolean isAlive(String owner) {
            return ProcessLocks.isAlive(folder, owner);
        }

        @Override
        public String ownerGoneCondition() {
            return "TRUE";
        }

        @Override
        public void renewLease(Handle handle) {}
    }
}
