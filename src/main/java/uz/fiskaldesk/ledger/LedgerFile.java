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
import uz.fiskaldesk.ledger.LedgerLabel.Purpose;

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
    private final LedgerHome home;
    private final LedgerTroubles troubles;

    /**
     * @param url {@code jdbc:sqlite:} and the path of a file
     * @throws LedgerException where the address is none
     */
    public LedgerFile(String url) {
        this(url, Machine.ofSystem(System.getenv()));
    }

    /** On a given machine. */
    LedgerFile(String url, Machine machine) {
        this.url = url;
        this.file = SqliteLedger.fileOf(url).toAbsolutePath();
        this.backups = new SqliteBackups(file);
        this.home = new LedgerHome(file, machine);
        this.troubles = new LedgerTroubles(url, new SqliteTroubles(file));
    }

    /**
     * Opens the ledger. A file that is damaged or gone is brought back first, unless another process has it open. A copy
     * that was last used elsewhere is not opened before a person has said so by {@link #goOnHere}.
     *
     * @throws LedgerException where it cannot be opened
     */
    public Opened open(Instant now) {
        Optional<Found> alone = alone(() -> {
            Optional<BroughtBack> broughtBack = rescue(now).look();
            refuseOthers();
            return Optional.of(new Found(broughtBack));
        });
        // Who has it open already has made sure that it is at home here.
        refuse(Purpose.TRAINING);
        SqliteLedger ledger = SqliteLedger.open(url, now);
        try {
            if (alone.isPresent()) {
                settle();
            }
            return new Opened(ledger, alone.flatMap(Found::broughtBack).orElse(null));
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private record Found(Optional<BroughtBack> broughtBack) {}

    LedgerHome home() {
        return home;
    }

    SqliteRescue rescue(Instant now) {
        return new SqliteRescue(file, home, now);
    }

    private void refuseOthers() throws IOException {
        LedgerLabel label = label();
        if (label == null) {
            return;
        }
        if (label.move() != null) {
            // Also beside the file, so that no backup is taken for the list should the file be lost.
            home.movedTo(label.move().to());
            throw new LedgerException(
                    label.move().isDone() ? Trouble.MOVED : Trouble.MOVING,
                    label.move().to());
        }
        home.refuseMoved();
        refuseElsewhere(label);
    }

    /** As {@link #open} would, and nothing is written. */
    void refuseToOpen(boolean inUse) throws IOException {
        refuse(Purpose.TRAINING);
        LedgerLabel label = label();
        refuseMoved(label);
        if (label != null && !inUse) {
            refuseElsewhere(label);
        }
    }

    private void refuseElsewhere(LedgerLabel label) throws IOException {
        if (!home.isHomeOf(label)) {
            throw new LedgerException(Trouble.ELSEWHERE, file.toString(), String.valueOf(label.lastPlace()));
        }
    }

    private void refuse(Purpose purpose) {
        LedgerLabel label = label();
        if (label != null && label.purpose() == purpose) {
            throw new LedgerException(
                    purpose == Purpose.TRAINING ? Trouble.TRAINING : Trouble.NOT_TRAINING, file.toString());
        }
    }

    /** Null where there is no file, or none that can be read; opening it will say more. */
    @Nullable
    LedgerLabel label() {
        return isThere() ? SqliteBackups.label(file) : null;
    }

    private boolean isThere() {
        try {
            return SqliteLog.length(file) > 0;
        } catch (IOException e) {
            throw troubles.translated(e);
        }
    }

    private void settle() {
        onFile(connection -> {
            home.settle(connection);
            return true;
        });
    }

    /** What is done on a connection of its own. */
    interface OnFile<T> {
        T in(Connection connection) throws IOException, SQLException;
    }

    <T> T onFile(OnFile<T> work) {
        return troubles.guarded(() -> {
            try (Connection connection = SqliteBackups.connect(file)) {
                return work.in(connection);
            } catch (IOException | SQLException e) {
                throw troubles.translated(e);
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
        if (from != null && !SqliteBackups.isGood(from)) {
            return new Restoration.NotGood(from);
        }
        Optional<Path> chosen = from == null
                ? backups.newestGood(now, label -> fromElsewhere || home.wasUsedHere(label))
                : Optional.of(from);
        if (chosen.isEmpty()) {
            return new Restoration.NoBackup(backups.folder());
        }
        LedgerLabel label = SqliteBackups.label(chosen.get());
        if (label == null) {
            return new Restoration.NotGood(chosen.get());
        }
        if (label.purpose() == Purpose.TRAINING) {
            return new Restoration.ForTraining(chosen.get());
        }
        if (!fromElsewhere && !home.wasUsedHere(label)) {
            return new Restoration.FromElsewhere(chosen.get(), String.valueOf(label.lastPlace()));
        }
        return this.<Restoration>alone(() -> {
                    refuseMoved(label());
                    refuseMoved(label);
                    return Optional.of(new Restoration.Done(rescue(now).goBackTo(chosen.get(), who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    private void refuseMoved(@Nullable LedgerLabel label) throws IOException {
        if (label != null && label.move() != null) {
            throw new LedgerException(
                    label.move().isDone() ? Trouble.MOVED : Trouble.MOVING,
                    label.move().to());
        }
        home.refuseMoved();
    }

    /**
     * Goes on with the file as it lies here, though it was last used elsewhere or is an older state.
     *
     * @param who says that nobody works with it anywhere else
     * @throws LedgerException where it cannot be opened; {@link Trouble#MOVED} or {@link Trouble#MOVING} where the list
     *     was moved
     */
    public Restoration goOnHere(String who, Instant now) {
        if (!isThere() || !SqliteBackups.isGood(file)) {
            return new Restoration.NotGood(file);
        }
        return this.<Restoration>alone(() -> {
                    LedgerLabel label = label();
                    refuseMoved(label);
                    boolean training = label != null && label.purpose() == Purpose.TRAINING;
                    return Optional.of(
                            training
                                    ? new Restoration.ForTraining(file)
                                    : new Restoration.Done(rescue(now).goOnHere(who)));
                })
                .orElseGet(Restoration.InUse::new);
    }

    /** Empty also where another process has the ledger open. */
    <T> Optional<T> alone(OwnerLocks.Alone<T> work) {
        return troubles.guarded(() -> {
            try {
                return OwnerLocks.alone(file.resolveSibling("owners"), work);
            } catch (IOException | SQLException e) {
                throw troubles.translated(e);
            }
        });
    }
}
