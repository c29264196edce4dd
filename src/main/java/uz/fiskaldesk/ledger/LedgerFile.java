package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.ledger.LedgerMetadata.Purpose;

/** An SQLite ledger's file and what is done for its safety: looked at before it is opened, backed up, brought back. */
public final class LedgerFile {
    /**
     * The ledger, open.
     *
     * @param broughtBack what had to be done first and has to be said; null where the file was in order
     */
    public record Opened(SqliteLedger ledger, @Nullable BroughtBack broughtBack) {}

    /** What came of {@link #restore} and {@link #goOnHere}. But for {@link Done} nothing was changed. */
    public sealed interface Restoration {
        record Done(BroughtBack broughtBack) implements Restoration {}

        /** A program has the ledger open. */
        record InUse() implements Restoration {}

        /** There is no backup of this place that is whole. */
        record NoBackup(Path folder) implements Restoration {}

        /** The file is not a ledger that is whole. */
        record NotGood(Path file) implements Restoration {}

        /** The file is a list of training. */
        record ForTraining(Path file) implements Restoration {}

        /** The file was last used elsewhere, so a person has to say that it goes on here. */
        record FromElsewhere(Path file, String place) implements Restoration {}
    }

    private final String url;
    private final Path file;
    private final SqliteBackups backups;
    private final LedgerBinding binding;
    private final ErrorTranslator errors;

    /**
     * @param url {@code jdbc:sqlite:} and the path of a file
     * @throws LedgerException where the address is none
     */
    public LedgerFile(String url) {
        this(url, MachineFingerprint.ofSystem(System.getenv()));
    }

    /** On a given machine. */
    LedgerFile(String url, MachineFingerprint machine) {
        this.url = url;
        this.file = SqliteLedger.fileOf(url).toAbsolutePath();
        this.backups = new SqliteBackups(file);
        this.binding = new LedgerBinding(file, machine);
        this.errors = new ErrorTranslator(url, new SqliteErrors(file));
    }

    /**
     * Opens the ledger. A file that is damaged or gone is brought back first, unless another process has it open. A copy
     * that was last used elsewhere is not opened before a person has said so by {@link #goOnHere}.
     *
     * @throws LedgerException where it cannot be opened
     */
    public Opened open(Instant now) {
        Optional<Found> alone = exclusively(() -> {
            Optional<BroughtBack> broughtBack = recovery(now).recoverIfDamaged();
            refuseOtherPlaceOrMoved();
            return Optional.of(new Found(broughtBack));
        });
        // Who has it open already has made sure that it is at home here.
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

    private record Found(Optional<BroughtBack> broughtBack) {}

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
            // Also beside the file, so that no backup is taken for the list should the file be lost.
            binding.recordMove(metadata.move().to());
            throw new LedgerException(
                    metadata.move().isDone() ? Trouble.MOVED : Trouble.MOVING,
                    metadata.move().to());
        }
        binding.refuseMoved();
        refuseElsewhere(metadata);
    }

    /** As {@link #open} would, and nothing is written. */
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
            throw new LedgerException(Trouble.ELSEWHERE, file.toString(), String.valueOf(metadata.lastPlace()));
        }
    }

    private void refuse(Purpose purpose) {
        LedgerMetadata metadata = metadata();
        if (metadata != null && metadata.purpose() == purpose) {
            throw new LedgerException(
                    purpose == Purpose.TRAINING ? Trouble.TRAINING : Trouble.NOT_TRAINING, file.toString());
        }
    }

    /** Null where there is no file, or none that can be read; opening it will say more. */
    @Nullable
    LedgerMetadata metadata() {
        return exists() ? SqliteBackups.readMetadata(file) : null;
    }

    private boolean exists() {
        try {
            return WalReader.length(file) > 0;
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

    /** What is done on a connection of its own. */
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
     * Opens a ledger of training, which may be thrown away at any time.
     *
     * @throws LedgerException where it cannot be opened; {@link Trouble#NOT_TRAINING} where it is a real one
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
     * Makes the backup of the day where there is none yet, beside whoever works with the ledger.
     *
     * @throws LedgerException where it could not be made, {@link Trouble#DAMAGED} where the ledger is not whole; or,
     *     when it is made, {@link Trouble#SHRUNK} where the list has fewer payments than an earlier backup
     */
    public void backUpDaily(Instant now) {
        backups.daily(now);
    }

    /**
     * Brings the ledger back to an older state and keeps the present one aside.
     *
     * @param from a backup, or any file that is a whole ledger; null is the newest good backup
     * @param who asks for it
     * @param fromElsewhere whether the file may be one that was last used elsewhere
     * @throws LedgerException {@link Trouble#MOVED} or {@link Trouble#MOVING} where the list was moved
     */
    public Restoration restore(@Nullable Path from, String who, Instant now, boolean fromElsewhere) {
        if (from != null && !SqliteBackups.isValidLedger(from)) {
            return new Restoration.NotGood(from);
        }
        Optional<Path> chosen = from == null
                ? backups.newestValid(now, metadata -> fromElsewhere || binding.wasUsedHere(metadata))
                : Optional.of(from);
        if (chosen.isEmpty()) {
            return new Restoration.NoBackup(backups.folder());
        }
        LedgerMetadata metadata = SqliteBackups.readMetadata(chosen.get());
        if (metadata == null) {
            return new Restoration.NotGood(chosen.get());
        }
        if (metadata.purpose() == Purpose.TRAINING) {
            return new Restoration.ForTraining(chosen.get());
        }
        if (!fromElsewhere && !binding.wasUsedHere(metadata)) {
            return new Restoration.FromElsewhere(chosen.get(), String.valueOf(metadata.lastPlace()));
        }
        return this.<Restoration>exclusively(() -> {
                    refuseMoved(metadata());
                    refuseMoved(metadata);
                    return Optional.of(new Restoration.Done(recovery(now).restoreFrom(chosen.get(), who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    private void refuseMoved(@Nullable LedgerMetadata metadata) throws IOException {
        if (metadata != null && metadata.move() != null) {
            throw new LedgerException(
                    metadata.move().isDone() ? Trouble.MOVED : Trouble.MOVING,
                    metadata.move().to());
        }
        binding.refuseMoved();
    }

    /**
     * Goes on with the file as it lies here, though it was last used elsewhere or is an older state.
     *
     * @param who says that nobody works with it anywhere else
     * @throws LedgerException where it cannot be opened; {@link Trouble#MOVED} or {@link Trouble#MOVING} where the list
     *     was moved
     */
    public Restoration goOnHere(String who, Instant now) {
        if (!exists() || !SqliteBackups.isValidLedger(file)) {
            return new Restoration.NotGood(file);
        }
        return this.<Restoration>exclusively(() -> {
                    LedgerMetadata metadata = metadata();
                    refuseMoved(metadata);
                    boolean training = metadata != null && metadata.purpose() == Purpose.TRAINING;
                    return Optional.of(
                            training
                                    ? new Restoration.ForTraining(file)
                                    : new Restoration.Done(recovery(now).adopt(who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    /** Empty also where another process has the ledger open. */
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
