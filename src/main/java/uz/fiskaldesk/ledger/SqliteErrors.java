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
import uz.fiskaldesk.confirm.LedgerException.Reason;

/** Classifies SQLite's result codes. */
final class SqliteErrors implements ErrorTranslator.Classifier {
    /** With less space than this, in bytes, the disk counts as full whatever the error code is. */
    private static final long ROOM = 1 << 20;

    private final Path file;

    /** @param file the ledger's file; its disk is checked for free space when SQLite only reports an I/O error */
    SqliteErrors(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Optional<Reason> classify(Throwable thrown) {
        return switch (thrown) {
            case SQLiteException sqlite -> Optional.of(troubleOf(sqlite.getResultCode()));
            case FlywayException flyway
            when flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ->
                Optional.of(Reason.DAMAGED);
            // Files beside the ledger. Java reports a full disk only as a message in the system's language.
            case IOException _ -> Optional.of(isFull() ? Reason.DISK_FULL : Reason.READ_ONLY);
            default -> Optional.empty();
        };
    }

    /** Whether the file is corrupt, or not a database. */
    static boolean isDamage(SQLException thrown) {
        return thrown instanceof SQLiteException sqlite && isDamage(sqlite.getResultCode());
    }

    private static boolean isDamage(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_DATA -> true;
            default -> primary(code) == 11 || primary(code) == 26; // CORRUPT, NOTADB
        };
    }

    /** The primary result code, in the low byte: https://www.sqlite.org/rescode.html */
    private static int primary(SQLiteErrorCode code) {
        return code.code & 0xff;
    }

    private Reason troubleOf(SQLiteErrorCode code) {
        if (isDamage(code)) {
            return Reason.DAMAGED;
        }
        return switch (primary(code)) {
            case 5, 6 -> Reason.LOCKED; // BUSY, LOCKED
            case 3, 8, 14, 23 -> Reason.READ_ONLY; // PERM, READONLY, CANTOPEN, AUTH
            case 13 -> Reason.DISK_FULL; // FULL
            // Also returned for a full disk when SQLite creates the -shm file or flushes.
            case 10 -> isFull() ? Reason.DISK_FULL : Reason.DISK_FAILS; // IOERR
            default -> Reason.OTHER;
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
