package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** What SQLite's result codes mean for a ledger file. */
final class SqliteTroubles implements LedgerTroubles.Known {
    @Override
    public Optional<Trouble> of(Throwable thrown) {
        return switch (thrown) {
            case SQLiteException sqlite -> Optional.of(troubleOf(sqlite));
            case FlywayException flyway
            when flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ->
                Optional.of(Trouble.DAMAGED);
            case IOException _ -> Optional.of(Trouble.READ_ONLY);
            default -> Optional.empty();
        };
    }

    /** Whether a file that gives this is damaged, or no database at all. */
    static boolean isDamage(SQLException thrown) {
        return thrown instanceof SQLiteException sqlite && troubleOf(sqlite) == Trouble.DAMAGED;
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
}
