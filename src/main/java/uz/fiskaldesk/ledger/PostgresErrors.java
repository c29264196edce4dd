package uz.fiskaldesk.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * Classifies PostgreSQL's SQLSTATEs (PostgreSQL 17, appendix A). An exception without a state, or with a connection
 * state, means that the connection failed.
 */
final class PostgresErrors implements ErrorTranslator.Classifier {
    /** Part of the driver's message when the certificate does not match the host name. */
    private static final String HOST_CHECKER = "PgjdbcHostnameVerifier";

    /** The package of Java's TLS exceptions. */
    private static final String TLS = "javax.net.ssl";

    @Override
    public Optional<Reason> classify(Throwable thrown) {
        return switch (thrown) {
            // HikariCP's own exception. The real error is its cause; without a cause, all connections are in use.
            case SQLTransientConnectionException e ->
                e.getCause() == null ? Optional.of(Reason.UNREACHABLE) : Optional.empty();
            case SQLException e when isAboutEncryption(e) -> Optional.of(Reason.NOT_SECURE);
            // From the SQLite ledger of a move; SqliteErrors classifies it.
            case SQLiteException _ -> Optional.empty();
            // Thrown by HikariCP and the driver for a connection that was closed.
            case SQLException e when e.getSQLState() == null && e.getCause() == null -> Optional.of(Reason.UNREACHABLE);
            case SQLException e when e.getSQLState() != null -> Optional.of(troubleOf(e.getSQLState()));
            case FlywayException flyway
            when flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE ->
                Optional.of(Reason.ADDRESS);
            case IOException _ -> Optional.of(Reason.UNREACHABLE);
            default -> Optional.empty();
        };
    }

    /** Whether the server aborted this transaction to resolve a deadlock. */
    static boolean isDeadlock(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && "40P01".equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The driver reports all TLS failures with a connection state and a localized message. Only the names of the
     * protocol and of the host name verifier are the same in every language. A connection that is lost during the
     * handshake has an IOException as its cause.
     */
    private static boolean isAboutEncryption(SQLException e) {
        String message = String.valueOf(e.getMessage());
        boolean ofTheConnection = e.getSQLState() != null && e.getSQLState().startsWith("08");
        boolean lost = e.getCause() instanceof IOException cause
                && !(cause instanceof FileNotFoundException)
                && !cause.getClass().getPackageName().equals(TLS);
        return ofTheConnection && !lost && (message.contains("SSL") || message.contains(HOST_CHECKER));
    }

    private static Reason troubleOf(String state) {
        return switch (state) {
            case "53100" -> Reason.DISK_FULL;
            case "25P03", "25006" -> Reason.UNREACHABLE;
            case "57014" -> Reason.BUSY;
            case "3D000", "3F000" -> Reason.ADDRESS;
            // 08004 is set by the driver: the server requires a password and none is configured.
            case "42501", "08004" -> Reason.ACCESS_DENIED;
            case "XX001", "XX002" -> Reason.DAMAGED;
            default ->
                switch (state.substring(0, 2)) {
                    // Connection exception; insufficient resources; shutdown or restart by an operator.
                    case "08", "53", "57" -> Reason.UNREACHABLE;
                    case "28" -> Reason.ACCESS_DENIED;
                    // Deadlock or serialization failure; lock not available.
                    case "40", "55" -> Reason.BUSY;
                    case "58" -> Reason.DISK_FAILS;
                    default -> Reason.OTHER;
                };
        };
    }
}
