package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** An SQLite ledger's file and what is done for its safety: looked at before it is opened, backed up, brought back. */
public final class LedgerFile {
    /**
     * The ledger, open.
     *
     * @param broughtBack what had to be done first and has to be said; null where the file was in order
     */
    public record Opened(SqliteLedger ledger, @Nullable BroughtBack broughtBack) {}

    /** What came of {@link #restore}. */
    public sealed interface Restoration {
        record Done(BroughtBack broughtBack) implements Restoration {}

        /** A program has the ledger open; nothing was changed. */
        record InUse() implements Restoration {}

        /** There is no backup that is whole; nothing was changed. */
        record NoBackup(Path folder) implements Restoration {}

        /** The file is not a ledger that is whole; nothing was changed. */
        record NotGood(Path file) implements Restoration {}
    }

    private final String url;
    private final Path file;
    private final SqliteBackups backups;
    private final LedgerTroubles troubles;

    /**
     * @param url {@code jdbc:sqlite:} and the path of a file
     * @throws LedgerException where the address is none
     */
    public LedgerFile(String url) {
        this.url = url;
        this.file = SqliteLedger.path(url).toAbsolutePath();
        this.backups = new SqliteBackups(file);
        this.troubles = new LedgerTroubles(url, new SqliteTroubles(file));
    }

    /**
     * Opens the ledger. A file that is damaged or gone is brought back first, unless another process has it open or
     * there is no good backup.
     *
     * @throws LedgerException where it cannot be opened
     */
    public Opened open(Instant now) {
        BroughtBack broughtBack = alone(new SqliteRescue(file, now)::look).orElse(null);
        return new Opened(SqliteLedger.open(url, now), broughtBack);
    }

    /**
     * Makes the backup of the day where there is none yet, beside whoever works with the ledger.
     *
     * @throws LedgerException where it could not be made; {@link Trouble#DAMAGED} where the ledger is not whole
     */
    public void backUpDaily(Instant now) {
        backups.daily(now);
    }

    /**
     * Brings the ledger back to an older state and keeps the present one aside.
     *
     * @param from a backup, or any file that is a whole ledger; null is the newest good backup
     * @param who asks for it
     */
    public Restoration restore(@Nullable Path from, String who, Instant now) {
        if (from != null && !SqliteBackups.isGood(from)) {
            return new Restoration.NotGood(from);
        }
        Optional<Path> chosen = from == null ? backups.newestGood() : Optional.of(from);
        if (chosen.isEmpty()) {
            return new Restoration.NoBackup(backups.folder());
        }
        Optional<BroughtBack> done = alone(() -> Optional.of(new SqliteRescue(file, now).goBackTo(chosen.get(), who)));
        return done.<Restoration>map(Restoration.Done::new).orElseGet(Restoration.InUse::new);
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
