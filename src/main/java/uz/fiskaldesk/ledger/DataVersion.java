package uz.fiskaldesk.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether anything was committed to an SQLite database since the last look: by this process or another one. It asks
 * for SQLite's {@code data_version} on a connection of its own, because the number changes only with the commits of others.
 * SQLite compares it with the index of the write-ahead log, which the processes share in memory, and reads no page; the
 * pool, which tests a connection before it lends it, is not asked either. Thread-safe.
 */
final class DataVersion implements AutoCloseable {
    private final Jdbi database;
    private @Nullable Handle handle;
    private @Nullable PreparedStatement query;

    /** The number begins anew with each connection. */
    private int connection;

    private record Version(int connection, long number) {}

    DataVersion(Jdbi database) {
        this.database = database;
    }

    /** The result of a query that is repeated every second, which is run again only after a commit. */
    final class Cached<T> {
        private final Supplier<T> query;
        private @Nullable Version readAt;
        private @Nullable T result;

        Cached(Supplier<T> query) {
            this.query = query;
        }

        synchronized T get() {
            // A commit between the two reads makes the next call read again.
            Version now = current();
            T known = result;
            if (known == null || !now.equals(readAt)) {
                known = query.get();
                result = known;
                readAt = now;
            }
            return known;
        }
    }

    private synchronized Version current() {
        try (ResultSet rows = opened().executeQuery()) {
            rows.next();
            return new Version(connection, rows.getLong(1));
        } catch (SQLException e) {
            // The next call may succeed with another connection.
            close();
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private PreparedStatement opened() throws SQLException {
        PreparedStatement open = query;
        if (open == null) {
            Handle fresh = database.open();
            handle = fresh;
            connection++;
            open = fresh.getConnection().prepareStatement("PRAGMA data_version");
            query = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        Handle open = handle;
        handle = null;
        query = null;
        if (open != null) {
            open.close();
        }
    }
}
