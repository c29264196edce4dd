package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** What SQLite's result codes mean for a ledger file. */
final class SqliteErrors implements ErrorTranslator.Classifier {
    /** A disk with less room than this is full, whatever it gives as its error. */
    private static final long ROOM = 1 << 20;

    private final Path file;

    /** @param file the ledger's, whose disk is asked for its room where SQLite only says that it failed */
    SqliteErrors(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Optional<Trouble> classify(Throwable thrown) {
        return switch (thrown) {
            case SQLiteException sqlite -> Optional.of(troubleOf(sqlite.getResultCode()));
            case FlywayException flyway
            when flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ->
                Optional.of(Trouble.DAMAGED);
            // Files beside the ledger: Java names a full disk in the operating system's language only.
            case IOException _ -> Optional.of(isFull() ? Trouble.DISK_FULL : Trouble.READ_ONLY);
            default -> Optional.empty();
        };
    }

    /** Whether a file that gives this is damaged, or no database at all. */
    static boolean isDamage(SQLException thrown) {
        return thrown instanceof SQLiteException sqlite && isDamage(sqlite.getResultCode());
    }

    private static boolean isDamage(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_DATA -> true;
            default -> primary(code) == 11 || primary(code) == 26; // CORRUPT, NOTADB
        };
    }

    /** The low byte of a result code: https://www.sqlite.org/rescode.html */
    private static int primary(SQLiteErrorCode code) {
        return code.code & 0xff;
    }

    private Trouble troubleOf(SQLiteErrorCode code) {
        if (isDamage(code)) {
            return Trouble.DAMAGED;
        }
        return switch (primary(code)) {
            case 5, 6 -> Trouble.LOCKED; // BUSY, LOCKED
            case 3, 8, 14, 23 -> Trouble.READ_ONLY; // PERM, READONLY, CANTOPEN, AUTH
            case 13 -> Trouble.DISK_FULL; // FULL
            // A full disk gives this too where SQLite makes the index of its log, or only notices when it flushes.
            case 10 -> isFull() ? Trouble.DISK_FULL : Trouble.DISK_FAILS; // IOERR
            default -> Trouble.OTHER;
        };
    }

    private boolean isFull() {
        try {
            return Files.getFileStore(Files.exists(file) ? file : file.resolveSibling("."))
                            .getUsableSpace()
                    < ROOM;
        } catch (IOException e) {
            return false;
        }
    }
}
