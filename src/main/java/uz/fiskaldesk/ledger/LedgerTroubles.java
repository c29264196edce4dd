package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
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
        } catch (CallersException e) {
            throw e.thrown;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /** A caller's code that is run inside {@link #guarded}: what it throws is its own and comes out as it is. */
    <T> Consumer<T> untouched(Consumer<T> callers) {
        return value -> {
            try {
                callers.accept(value);
            } catch (RuntimeException e) {
                throw new CallersException(e);
            }
        };
    }

    LedgerException translated(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return new LedgerException(troubleOf(sqlite), where, thrown);
            }
            if (cause instanceof FlywayException flyway
                    && flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                return new LedgerException(Trouble.DAMAGED, where, thrown);
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
            case 13 -> Trouble.DISK_FULL; // FULL
            case 11, 26 -> Trouble.DAMAGED; // CORRUPT, NOTADB
            case 10 -> troubleOfDisk(e.getResultCode()); // IOERR
            default -> Trouble.OTHER;
        };
    }

    private static Trouble troubleOfDisk(SQLiteErrorCode code) {
        return switch (code) {
            // What a full disk gives where SQLite cannot make the index of its log, or only notices when it flushes.
            case SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE ->
                Trouble.DISK_FULL;
            case SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_DATA -> Trouble.DAMAGED;
            default -> Trouble.OTHER;
        };
    }

    /** Carries a caller's exception through {@link #guarded}; never leaves this class. */
    private static final class CallersException extends RuntimeException {
        private final RuntimeException thrown;

        CallersException(RuntimeException thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }
    }
}
