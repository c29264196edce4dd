package uz.fiskaldesk.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * What PostgreSQL's SQLSTATEs mean for a shared ledger (PostgreSQL 17, appendix A). What has no state, or one of the
 * connection, is a connection that is not there.
 */
final class PostgresErrors implements ErrorTranslator.Classifier {
    /** What the driver calls who compares the server's name with its certificate. */
    private static final String HOST_CHECKER = "PgjdbcHostnameVerifier";

    /** Where the exceptions of Java's TLS are at home. */
    private static final String TLS = "javax.net.ssl";

    @Override
    public Optional<Trouble> classify(Throwable thrown) {
        return switch (thrown) {
            // The pool's own: what really happened is its cause, and there is none when all connections are taken.
            case SQLTransientConnectionException e ->
                e.getCause() == null ? Optional.of(Trouble.UNREACHABLE) : Optional.empty();
            case SQLException e when isAboutEncryption(e) -> Optional.of(Trouble.NOT_SECURE);
            // Another database's, which has its own.
            case SQLiteException _ -> Optional.empty();
            // The pool's and the driver's own, for a connection that was lost and closed.
            case SQLException e
            when e.getSQLState() == null && e.getCause() == null -> Optional.of(Trouble.UNREACHABLE);
            case SQLException e when e.getSQLState() != null -> Optional.of(troubleOf(e.getSQLState()));
            case FlywayException flyway
            when flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ->
                Optional.of(Trouble.ADDRESS);
            case IOException _ -> Optional.of(Trouble.UNREACHABLE);
            default -> Optional.empty();
        };
    }

    /** Whether the server ended this transaction so that another one could go on. */
    static boolean isDeadlock(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && "40P01".equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The driver gives all of these the state of a connection that was lost or refused, and says them in the computer's
     * language. Only names are the same in all: that of the protocol, and that of who compares the server's name. A
     * connection that is lost while it is being encrypted has a cause of its own.
     */
    private static boolean isAboutEncryption(SQLException e) {
        String message = String.valueOf(e.getMessage());
        boolean ofTheConnection = e.getSQLState() != null && e.getSQLState().startsWith("08");
        boolean lost = e.getCause() instanceof IOException cause
                && !(cause instanceof FileNotFoundException)
                && !cause.getClass().getPackageName().equals(TLS);
        return ofTheConnection && !lost && (message.contains("SSL") || message.contains(HOST_CHECKER));
    }

    private static Trouble troubleOf(String state) {
        return switch (state) {
            case "53100" -> Trouble.DISK_FULL;
            case "25P03", "25006" -> Trouble.UNREACHABLE;
            case "57014" -> Trouble.BUSY;
            case "3D000", "3F000" -> Trouble.ADDRESS;
            // 08004 is the driver's own: the server wants a password and there is none.
            case "42501", "08004" -> Trouble.ACCESS_DENIED;
            case "XX001", "XX002" -> Trouble.DAMAGED;
            default ->
                switch (state.substring(0, 2)) {
                    // Connection; too many of them, or too little memory; started, stopped or restarted by an operator.
                    case "08", "53", "57" -> Trouble.UNREACHABLE;
                    case "28" -> Trouble.ACCESS_DENIED;
                    // Of transactions that wait for each other this one was ended; locked, or in use.
                    case "40", "55" -> Trouble.BUSY;
                    case "58" -> Trouble.DISK_FAILS;
                    default -> Trouble.OTHER;
                };
        };
    }
}
