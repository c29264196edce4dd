package uz.fiskaldesk.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Inserts many rows with one prepared statement; several times faster than JDBI's batches with named parameters. */
final class BatchInsert {
    private BatchInsert() {}

    /**
     * @param into the table with its columns, {@code act (id, kind)}
     * @param rows numbers, texts and nulls; the texts are stored as {@link PostgresDatabase#storable}
     */
    static void execute(Handle handle, String into, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        String parameters = String.join(", ", Collections.nCopies(rows.getFirst().length, "?"));
        String sql = "INSERT INTO " + into + " VALUES (" + parameters + ")";
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(
                            i + 1, row[i] instanceof String text ? PostgresDatabase.storable(text) : row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(sql, e, null);
        }
    }
}
