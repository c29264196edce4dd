package uz.fiskaldesk.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A query that runs every second for as long as the program is open. It does without JDBI's statements: JDBI copies its
 * configuration for each of them, which takes longer than the query.
 */
final class PolledQuery {
    private PolledQuery() {}

    /** The number in the first row; empty if there is no row. */
    static Optional<Long> first(Handle handle, String query) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }
}
