package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;

/**
 * Copies an SQLite ledger into an empty shared one: payments, receipts, attempts and acts with their numbers, versions
 * and order. All or nothing: the copy is compared with the original, cell by cell, before it is committed. Afterwards
 * the original says where it went and is not opened any more.
 */
public final class LedgerMove {
    /** What came of it; but for {@link Done} and {@link NotMarked} nothing was changed. */
    public sealed interface Result {
        record Done(long payments, long attempts, long acts) implements Result {}

        /** The shared ledger has payments already. */
        record NotEmpty() implements Result {}

        /** A program has the SQLite ledger open. */
        record InUse() implements Result {}

        /** The copy was not like the original. */
        record Differs(String table, long row) implements Result {}

        /** Copied whole, but the original could not be marked: nobody may work with it any more. */
        record NotMarked(long payments, long attempts, long acts) implements Result {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(LedgerMove.class);

    /** In the order in which they refer to each other, each with what its rows are ordered by. */
    private static final List<Table> TABLES = List.of(
            new Table("payment", "id", true),
            new Table("receipt_claim", "identity, payment", false),
            new Table("attempt", "id", true),
            new Table("act", "id", true));

    private record Table(String name, String order, boolean numbered) {
        String select() {
            return "SELECT * FROM " + name + " ORDER BY " + order;
        }
    }

    private final LedgerFile from;
    private final String fromUrl;
    private final PostgresAddress to;
    private final @Nullable String password;
    private final String toUrl;
    private final Clock clock;

    /**
     * @param from {@code jdbc:sqlite:} and the path of a file
     * @param to the address of the shared ledger
     * @param password of the shared ledger's database; null where it wants none
     * @throws LedgerException where an address is none
     */
    public LedgerMove(String from, String to, @Nullable String password, Clock clock) {
        this.from = new LedgerFile(from);
        this.fromUrl = from;
        this.to = new PostgresAddress(to, password);
        this.toUrl = to;
        this.password = password;
        this.clock = clock;
    }

    /** @throws LedgerException where one of both cannot be opened */
    public Result move() {
        // Brings the original to the form of this version, and what was interrupted to its end.
        SqliteLedger.open(fromUrl, clock.instant()).close();
        PostgresLedger.open(toUrl, password, clock).close();
        return from.alone(() -> Optional.of(copy())).orElseGet(Result.InUse::new);
    }

    private Result copy() throws SQLException {
        try (Connection source = SqliteBackups.connect(SqliteLedger.path(fromUrl))) {
            source.setAutoCommit(false);
            try (Statement mark = source.createStatement()) {
                // Now, so that a file that cannot be written stops everything before it has begun.
                mark.executeUpdate("INSERT INTO moved (id, url, at) VALUES (1, '"
                        + to.where().replace("'", "''") + "', " + clock.millis() + ")");
            }
            Result result = copyToShared(source);
            if (!(result instanceof Result.Done done)) {
                source.rollback();
                return result;
            }
            try {
                source.commit();
                return done;
            } catch (SQLException e) {
                LOG.error("the ledger that was moved could not be marked", e);
                return new Result.NotMarked(done.payments(), done.attempts(), done.acts());
            }
        }
    }

    private Result copyToShared(Connection source) {
        LedgerTroubles troubles = new LedgerTroubles(to.where(), new PostgresTroubles());
        return troubles.guarded(() -> {
            try (Connection target = PostgresDatabase.connect(to)) {
                target.setAutoCommit(false);
                Result result = copy(source, target);
                if (result instanceof Result.Done) {
                    target.commit();
                } else {
                    target.rollback();
                }
                return result;
            } catch (SQLException e) {
                throw troubles.translated(e);
            }
        });
    }

    private static Result copy(Connection source, Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("LOCK TABLE payment, receipt_claim, attempt, act IN ACCESS EXCLUSIVE MODE");
            if (count(target, "payment") > 0) {
                return new Result.NotEmpty();
            }
            // Told once at the end, not once for every payment.
            statement.execute("ALTER TABLE payment DISABLE TRIGGER payment_changed");
            for (Table table : TABLES) {
                copy(table, source, target);
            }
            statement.execute("ALTER TABLE payment ENABLE TRIGGER payment_changed");
            statement.execute("UPDATE payment SET version = version WHERE id = (SELECT max(id) FROM payment)");
        }
        for (Table table : TABLES) {
            long differs = firstDifference(table, source, target);
            if (differs > 0) {
                return new Result.Differs(table.name(), differs);
            }
        }
        return new Result.Done(count(target, "payment"), count(target, "attempt"), count(target, "act"));
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void copy(Table table, Connection source, Connection target) throws SQLException {
        try (Statement reading = source.createStatement();
                ResultSet rows = reading.executeQuery(table.select())) {
            List<String> columns = columns(rows);
            String insert = "INSERT INTO " + table.name() + " (" + String.join(", ", columns) + ") VALUES ("
                    + String.join(", ", columns.stream().map(_ -> "?").toList()) + ")";
            try (PreparedStatement writing = target.prepareStatement(insert)) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        writing.setObject(i, cell(rows, i));
                    }
                    writing.addBatch();
                    if (++waiting == PostgresDatabase.ROWS_AT_ONCE) {
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

    /** A cell as both databases have it: numbers as long, texts as PostgreSQL can hold them. */
    private static @Nullable Object cell(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return switch (value) {
            case null -> null;
            case Number number -> number.longValue();
            case String text -> PostgresDatabase.storable(text);
            default -> throw new SQLException("a cell of an unexpected kind: " + value.getClass());
        };
    }

    /** The number of the first row that is not the same on both sides, from 1; 0 where all are. */
    private static long firstDifference(Table table, Connection source, Connection target) throws SQLException {
        String order = table.numbered() ? table.order() : "identity COLLATE \"C\", payment";
        try (Statement reading = source.createStatement();
                Statement checking = target.createStatement()) {
            checking.setFetchSize(PostgresDatabase.ROWS_AT_ONCE);
            try (ResultSet original = reading.executeQuery(table.select());
                    ResultSet copy = checking.executeQuery("SELECT " + String.join(", ", columns(original)) + " FROM "
                            + table.name() + " ORDER BY " + order)) {
                int columns = columns(original).size();
                for (long row = 1; ; row++) {
                    boolean more = original.next();
                    if (more != copy.next()) {
                        return row;
                    }
                    if (!more) {
                        return 0;
                    }
                    if (!cells(original, columns).equals(cells(copy, columns))) {
                        return row;
                    }
                }
            }
        }
    }

    private static List<Optional<Object>> cells(ResultSet rows, int columns) throws SQLException {
        List<Optional<Object>> cells = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            cells.add(Optional.ofNullable(cell(rows, i)));
        }
        return cells;
    }
}
