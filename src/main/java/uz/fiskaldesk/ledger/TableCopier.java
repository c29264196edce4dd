package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.ledger.LedgerMove.Result;

/** Copies the rows of an SQLite ledger to a shared one and compares them, in transactions of the caller. */
final class TableCopier {
    /** In an order that satisfies foreign keys. */
    private static final List<Table> TABLES = List.of(
            new Table("payment", "id", true, "transaction_key"),
            new Table("receipt_claim", "identity, payment", false, ""),
            new Table("attempt", "id", true, "payment"),
            new Table("act", "id", true, "payment"),
            new Table("fiscalised_answer", "id", true, ""),
            new Table("refunded_receipt", "identity", false, ""),
            new Table("passed_receipt", "issue", false, ""),
            new Table("chain", "seq", false, ""));

    /**
     * @param order the columns that its rows are ordered by
     * @param numbered whether the column {@code id} is generated
     * @param immutable a column that never changes; empty if rows may be deleted
     */
    private record Table(String name, String order, boolean numbered, String immutable) {
        String select() {
            return "SELECT * FROM " + name + " ORDER BY " + order;
        }
    }

    private final Connection source;
    private final Connection target;

    TableCopier(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** The names of all copied tables. */
    static List<String> tables() {
        return TABLES.stream().map(Table::name).toList();
    }

    /** Copies everything into empty tables and compares the result. */
    Result copy() throws SQLException {
        if (count(target, "payment") + count(target, "fiscalised_answer") + count(target, "act") > 0) {
            return new Result.NotEmpty();
        }
        try (Statement statement = target.createStatement()) {
            // Notifies the tills once at the end, not for every payment.
            statement.execute("ALTER TABLE payment DISABLE TRIGGER payment_changed");
            for (Table table : TABLES) {
                copy(table);
            }
            statement.execute("ALTER TABLE payment ENABLE TRIGGER payment_changed");
            statement.execute("UPDATE payment SET version = version WHERE id = (SELECT max(id) FROM payment)");
        }
        for (Table table : TABLES) {
            long differs = firstDifference(table);
            if (differs > 0) {
                return new Result.Differs(table.name(), differs);
            }
        }
        return done();
    }

    private Result done() throws SQLException {
        return new Result.Done(count(source, "payment"), count(source, "attempt"), count(source, "act"));
    }

    /** Compares a copy that was committed: IDs and immutable columns only, because tills may have used it since. */
    Result compare() throws SQLException {
        for (Table table : TABLES) {
            if (!table.immutable().isEmpty()) {
                long differs = firstMissing(table);
                if (differs > 0) {
                    return new Result.SharedDiffers(table.name(), differs);
                }
            }
        }
        return done();
    }

    private long firstMissing(Table table) throws SQLException {
        String query = "SELECT id, " + table.immutable() + " FROM " + table.name();
        long last = 0;
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(id), 0) FROM " + table.name())) {
            last = row.next() ? row.getLong(1) : 0;
        }
        try (Statement reading = source.createStatement();
                Statement checking = target.createStatement()) {
            checking.setFetchSize(PostgresDatabase.FETCH_SIZE);
            try (ResultSet original = reading.executeQuery(query + " ORDER BY id");
                    ResultSet copy = checking.executeQuery(query + " WHERE id <= " + last + " ORDER BY id")) {
                return firstDifference(original, copy);
            }
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void copy(Table table) throws SQLException {
        try (Statement reading = source.createStatement();
                ResultSet rows = reading.executeQuery(table.select())) {
            List<String> columns = columns(rows);
            String insert = "INSERT INTO " + table.name() + " (" + String.join(", ", columns) + ") VALUES ("
                    + String.join(", ", columns.stream().map(_ -> "?").toList()) + ")";
            try (PreparedStatement writing = target.prepareStatement(insert)) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        writing.setObject(i, value(rows, i));
                    }
                    writing.addBatch();
                    if (++waiting == PostgresDatabase.FETCH_SIZE) {
                        writing.executeBatch();
                        waiting = 0;
                    }
                }
                writing.executeBatch();
            }
        }
        if (table.numbered()) {
            try (Statement numbers = target.createStatement()) {
                numbers.execute("SELECT setval(pg_get_serial_sequence('" + table.name() + "', 'id'),"
                        + " (SELECT coalesce(max(id), 0) + 1 FROM " + table.name() + "), false)");
            }
        }
    }

    private static List<String> columns(ResultSet rows) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnName(i));
        }
        return columns;
    }

    /** A value as both databases have it: numbers as long, text as PostgreSQL can store it. */
    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return switch (value) {
            case null -> null;
            case Number number -> number.longValue();
            case String text -> PostgresDatabase.storable(text);
            default -> throw new SQLException("unexpected type of value: " + value.getClass());
        };
    }

    /** The number of the first row that differs, from 1; 0 if all are equal. */
    private long firstDifference(Table table) throws SQLException {
        String order = table.order().replace("identity", "identity COLLATE \"C\"");
        try (Statement reading = source.createStatement();
                Statement checking = target.createStatement()) {
            checking.setFetchSize(PostgresDatabase.FETCH_SIZE);
            try (ResultSet original = reading.executeQuery(table.select());
                    ResultSet copy = checking.executeQuery("SELECT " + String.join(", ", columns(original)) + " FROM "
                            + table.name() + " ORDER BY " + order)) {
                return firstDifference(original, copy);
            }
        }
    }

    private static long firstDifference(ResultSet original, ResultSet copy) throws SQLException {
        int columns = columns(original).size();
        for (long row = 1; ; row++) {
            boolean more = original.next();
            if (more != copy.next()) {
                return row;
            }
            if (!more) {
                return 0;
            }
            if (!values(original, columns).equals(values(copy, columns))) {
                return row;
            }
        }
    }

    private static List<Optional<Object>> values(ResultSet rows, int columns) throws SQLException {
        List<Optional<Object>> cells = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            cells.add(Optional.ofNullable(value(rows, i)));
        }
        return cells;
    }
}
