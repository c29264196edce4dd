package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * Ties a shared list to the database that it is used in. A database that was restored from a dump, be it on another
 * server or in place, has another identifier or other tables, and is told from the one that the list was used in. What
 * does not show: a server whose files were put back as a whole.
 */
final class DatabaseBinding {
    /** What an administrator may have taken from others; without it, only the database on its server can be told. */
    private static final String MAY_READ_SYSTEM_ID = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')";

    private static final String SERVER = "(SELECT CAST(system_identifier AS TEXT) FROM pg_control_system())";
    private static final String DATABASE = " || '/' || (SELECT CAST(oid AS TEXT) FROM pg_database"
            + " WHERE datname = current_database()) || '/' || CAST(CAST('payment' AS regclass) AS oid)";

    private final String where;

    /** @param where what the list is called in messages */
    DatabaseBinding(String where) {
        this.where = where;
    }

    /** What tells this database, with its tables, from others. */
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

    /** A till comes to work with the list. One without payments is at home wherever it is. */
    void join(Handle handle) {
        String here = databaseId(handle);
        handle.createUpdate("UPDATE identity SET place = :here WHERE coalesce(place, '') <> :here"
                        + " AND (place IS NULL OR NOT EXISTS (SELECT 1 FROM payment))")
                .bind("here", here)
                .execute();
        verify(handle, here);
    }

    /** Before something is sent: the database may have been restored under a till that goes on. */
    void verify(Handle handle) {
        verify(handle, databaseId(handle));
    }

    private void verify(Handle handle, String here) {
        boolean isHere = handle.createQuery("SELECT place = :here FROM identity")
                .bind("here", here)
                .mapTo(Boolean.class)
                .one();
        if (!isHere) {
            throw new LedgerException(Trouble.SHARED_COPY, where);
        }
    }

    /** The list goes on in this database. */
    void bind(Handle handle) {
        handle.createUpdate("UPDATE identity SET place = :here")
                .bind("here", databaseId(handle))
                .execute();
    }
}
