package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** Turns what the database throws into what a person can do something about. */
final class LedgerTroubles {
    private final String where;

    LedgerTroubles(String where) {
        this.where = where;
    }

    /** Runs work on the database; whatever it throws comes out as a {@link LedgerException}. */
    <T extends @Nullable Object> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    LedgerException translated(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return new LedgerException(troubleOf(sqlite), where, thrown);
            }
            if (cause instanceof IOException) {
                return new LedgerException(Trouble.READ_ONLY, where, thrown);
            }
        }
        return new LedgerException(Trouble.OTHER, where, thrown);
    }

    private static Trouble troubleOf(SQLiteException e) {
        // The low byte is the primary result code: https://www.sqlite.org/rescode.html
        return switch (e.getResultCode().code & 0xff) {
            case 5, 6 -> Trouble.LOCKED; // BUSY, LOCKED
            case 3, 8, 14, 23 -> Trouble.READ_ONLY; // PERM, READONLY, CANTOPEN, AUTH
            case 13, 10 -> Trouble.DISK_FULL; // FULL, and IOERR, which is what a full or failing disk often gives
            case 11, 26 -> Trouble.DAMAGED; // CORRUPT, NOTADB
            default -> Trouble.OTHER;
        };
    }
}
