package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * Binds a shared list to its database, and detects copies. A database restored from a dump, on another server or in
 * place, has another system identifier or other tables. Not detected: a server whose files were restored as a whole.
 */
final class DatabaseBinding {
    /**
     * An administrator may have revoked this privilege. Without it, only databases of the same server can be
     * distinguished.
     */
    private static final String MAY_READ_SYSTEM_ID = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')";

    private static final String SERVER = "(SELECT CAST(system_identifier AS TEXT) FROM pg_control_system())";
    private static final String DATABASE = " || '/' || (SELECT CAST(oid AS TEXT) FROM pg_database"
            + " WHERE datname = current_database()) || '/' || CAST(CAST('payment' AS regclass) AS oid)";

    private final String where;

    /** @param where the name of the list in messages */
    DatabaseBinding(String where) {
        this.where = where;
    }

    /** Identifies this database and its tables. */
    static String databaseId(Connection connection) throws SQLException {
        boolean mayReadSystemId = "t".equals(first(connection, MAY_READ_SYSTEM_ID));
        return first(connection, "SELECT " + (mayReadSystemId ? SERVER : "''") + DATABASE);
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String databaseId(Handle handle) {
        try {
            return databaseId(handle.getConnection());
        } catch (SQLException e) {
            throw new org.jdbi.v3.core.ConnectionException(e);
        }
    }

    /** Called when a till opens the list. A list without payments is bound to whatever database it is in. */
    void join(Handle handle) {
        String here = databaseId(handle);
        handle.createUpdate("UPDATE identity SET place = :here WHERE coalesce(place, '') <> :here"
                        + " AND (place IS NULL OR NOT EXISTS (SELECT 1 FROM payment))")
                .bind("here", here)
                .execute();
        verify(handle, here);
    }

    /** Called before every send, because the database may have been restored while tills run. */
    void verify(Handle handle) {
        verify(handle, databaseId(handle));
    }

    private void verify(Handle handle, String here) {
        boolean isHere = handle.createQuery("SELECT place = :here FROM identity")
                .bind("here", here)
                .mapTo(Boolean.class)
                .one();
        if (!isHere) {
            throw new LedgerException(Reason.SHARED_COPY, where);
        }
    }

    /** Binds the list to this database. */
    void bind(Handle handle) {
        handle.createUpdate("UPDATE identity SET place = :here")
                .bind("here", databaseId(handle))
                .execute();
    }
}
