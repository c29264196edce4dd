package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.ledger.LedgerMetadata.Purpose;

/** The file of an SQLite ledger: opening with checks, recovery, backup and restore. */
public final class LedgerFile {
    /**
     * An open ledger.
     *
     * @param recovery the recovery that was necessary and must be reported; null if the file was intact
     */
    public record Opened(SqliteLedger ledger, @Nullable LedgerRecovery recovery) {}

    /** The result of {@link #restore} and {@link #adopt}. Nothing was changed unless it is {@link Done}. */
    public sealed interface Restoration {
        record Done(LedgerRecovery broughtBack) implements Restoration {}

        /** A process has the ledger open. */
        record InUse() implements Restoration {}

        /** There is no valid backup of this place. */
        record NoBackup(Path folder) implements Restoration {}

        /** The file is not a valid ledger. */
        record InvalidFile(Path file) implements Restoration {}

        /** The file is a training list. */
        record TrainingFile(Path file) implements Restoration {}

        /** The file was last used elsewhere; a person has to approve using it here. */
        record BoundElsewhere(Path file, String place) implements Restoration {}
    }

    private final String url;
    private final Path file;
    private final SqliteBackups backups;
    private final LedgerBinding binding;
    private final ErrorTranslator errors;

    /**
     * @param url {@code jdbc:sqlite:} followed by the path of a file
     * @throws LedgerException if the URL is invalid
     */
    public LedgerFile(String url) {
        this(url, MachineFingerprint.ofSystem(System.getenv()));
    }

    LedgerFile(String url, MachineFingerprint machine) {
        this.url = url;
        this.file = SqliteLedger.fileOf(url).toAbsolutePath();
        this.backups = new SqliteBackups(file);
        this.binding = new LedgerBinding(file, machine);
        this.errors = new ErrorTranslator(url, new SqliteErrors(file));
    }

    /**
     * Opens the ledger. A damaged or missing file is restored first, unless another process has it open. A copy that
     * was last used elsewhere is refused until a person approves it by {@link #adopt}.
     *
     * @throws LedgerException if it cannot be opened
     */
    public Opened open(Instant now) {
        Optional<Found> alone = exclusively(() -> {
            Optional<LedgerRecovery> broughtBack = recovery(now).recoverIfDamaged();
            refuseOtherPlaceOrMoved();
            return Optional.of(new Found(broughtBack));
        });
        // A process that already has it open has checked the binding.
        refuse(Purpose.TRAINING);
        SqliteLedger ledger = SqliteLedger.open(url, now);
        try {
            if (alone.isPresent()) {
                bind();
            }
            return new Opened(ledger, alone.flatMap(Found::broughtBack).orElse(null));
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private record Found(Optional<LedgerRecovery> broughtBack) {}

    LedgerBinding binding() {
        return binding;
    }

    SqliteRecovery recovery(Instant now) {
        return new SqliteRecovery(file, binding, now);
    }

    private void refuseOtherPlaceOrMoved() throws IOException {
        LedgerMetadata metadata = metadata();
        if (metadata == null) {
            return;
        }
        if (metadata.move() != null) {
            // Also in the binding file, so that no backup is restored if the ledger file is lost.
            binding.recordMove(metadata.move().to());
            throw metadata.move().exception();
        }
        binding.refuseMoved();
        refuseElsewhere(metadata);
    }

    /** Throws what {@link #open} would throw. Changes nothing. */
    void refuseToOpen(boolean inUse) throws IOException {
        refuse(Purpose.TRAINING);
        LedgerMetadata metadata = metadata();
        refuseMoved(metadata);
        if (metadata != null && !inUse) {
            refuseElsewhere(metadata);
        }
    }

    private void refuseElsewhere(LedgerMetadata metadata) throws IOException {
        if (!binding.matches(metadata)) {
            throw new LedgerException(Reason.ELSEWHERE, file.toString(), String.valueOf(metadata.lastPlace()));
        }
    }

    private void refuse(Purpose purpose) {
        LedgerMetadata metadata = metadata();
        if (metadata != null && metadata.purpose() == purpose) {
            throw new LedgerException(
                    purpose == Purpose.TRAINING ? Reason.TRAINING : Reason.NOT_TRAINING, file.toString());
        }
    }

    /** Null if there is no readable file; opening it will report the reason. */
    @Nullable
    LedgerMetadata metadata() {
        return exists() ? SqliteBackups.readMetadata(file) : null;
    }

    private boolean exists() {
        try {
            return DurableFiles.sizeOrZero(file) > 0;
        } catch (IOException e) {
            throw errors.translate(e);
        }
    }

    private void bind() {
        onFile(connection -> {
            binding.bind(connection);
            return true;
        });
    }

    /** Work on its own connection. */
    interface OnFile<T> {
        T in(Connection connection) throws IOException, SQLException;
    }

    <T> T onFile(OnFile<T> work) {
        return errors.translating(() -> {
            try (Connection connection = SqliteBackups.open(file)) {
                return work.in(connection);
            } catch (IOException | SQLException e) {
                throw errors.translate(e);
            }
        });
    }

    /**
     * Opens a training ledger, which may be deleted at any time.
     *
     * @throws LedgerException if it cannot be opened; {@link LedgerException.Reason#NOT_TRAINING} if it has real payments
     */
    public SqliteLedger openForTraining(Instant now) {
        refuse(Purpose.WORK);
        SqliteLedger ledger = SqliteLedger.open(url, now);
        try {
            return onFile(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("UPDATE identity SET purpose = 'TRAINING'");
                }
                return ledger;
            });
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /**
     * Makes today's backup unless it exists. Does not block other users of the ledger.
     *
     * @throws LedgerException if it could not be made; {@link LedgerException.Reason#DAMAGED} if the ledger fails the check;
     *     {@link LedgerException.Reason#SHRUNK} if the backup was made but contains fewer payments than an earlier one
     */
    public void backUpDaily(Instant now) {
        backups.daily(now);
    }

    /**
     * Restores an older state and keeps a copy of the present one.
     *
     * @param from a backup or any valid ledger file; null for the newest valid backup
     * @param who the person who asked for it
     * @param fromElsewhere whether a file that was last used elsewhere is accepted
     * @throws LedgerException {@link LedgerException.Reason#MOVED} or {@link LedgerException.Reason#MOVING} if the list was moved
     */
    public Restoration restore(@Nullable Path from, String who, Instant now, boolean fromElsewhere) {
        if (from != null && !SqliteBackups.isValidLedger(from)) {
            return new Restoration.InvalidFile(from);
        }
        Optional<Path> chosen = source(from, now, fromElsewhere);
        if (chosen.isEmpty()) {
            return new Restoration.NoBackup(backups.folder());
        }
        LedgerMetadata metadata = SqliteBackups.readMetadata(chosen.get());
        if (metadata == null) {
            return new Restoration.InvalidFile(chosen.get());
        }
        if (metadata.purpose() == Purpose.TRAINING) {
            return new Restoration.TrainingFile(chosen.get());
        }
        if (!fromElsewhere && !binding.wasUsedHere(metadata)) {
            return new Restoration.BoundElsewhere(chosen.get(), String.valueOf(metadata.lastPlace()));
        }
        return this.<Restoration>exclusively(() -> {
                    refuseMoved(metadata());
                    refuseMoved(metadata);
                    return Optional.of(new Restoration.Done(recovery(now).restoreFrom(chosen.get(), who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    /** The file that {@link #restore} would restore, if it is valid; empty if there is none. */
    public Optional<Path> source(@Nullable Path from, Instant now, boolean fromElsewhere) {
        return from == null
                ? backups.newestValid(now, metadata -> fromElsewhere || binding.wasUsedHere(metadata))
                : Optional.of(from);
    }

    private void refuseMoved(@Nullable LedgerMetadata metadata) throws IOException {
        if (metadata != null && metadata.move() != null) {
            throw metadata.move().exception();
        }
        binding.refuseMoved();
    }

    /**
     * Continues with the file as it is, although it was last used elsewhere or is an older state.
     *
     * @param who the person who declares that it is not used anywhere else
     * @throws LedgerException if it cannot be opened; {@link LedgerException.Reason#MOVED} or {@link LedgerException.Reason#MOVING} if the list was
     *     moved
     */
    public Restoration adopt(String who, Instant now) {
        if (!exists() || !SqliteBackups.isValidLedger(file)) {
            return new Restoration.InvalidFile(file);
        }
        return this.<Restoration>exclusively(() -> {
                    LedgerMetadata metadata = metadata();
                    refuseMoved(metadata);
                    boolean training = metadata != null && metadata.purpose() == Purpose.TRAINING;
                    return Optional.of(
                            training
                                    ? new Restoration.TrainingFile(file)
                                    : new Restoration.Done(recovery(now).adopt(who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    /** Returns empty if another process has the ledger open. */
    <T> Optional<T> exclusively(ProcessLocks.ExclusiveWork<T> work) {
        return errors.translating(() -> {
            try {
                return ProcessLocks.exclusively(file.resolveSibling("owners"), work);
            } catch (IOException | SQLException e) {
                throw errors.translate(e);
            }
        });
    }
}
