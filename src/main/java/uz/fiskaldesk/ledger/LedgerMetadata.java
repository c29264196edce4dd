package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * The metadata in an SQLite ledger file, read without opening it as a ledger. Values are null in a file of an earlier
 * version, or one that was never opened for work.
 *
 * @param list the ID of the list, the same in every copy
 * @param purpose derived from the payments if a file of an earlier version has none
 * @param home the path where it was last opened
 * @param machine {@link MachineFingerprint#serialized} of the machine where it was last opened
 * @param fileKey the operating system's identity of the file
 * @param generation replaced each time the file is opened
 * @param backupNumber the sequence number of a backup; 0 if it is not a backup
 */
record LedgerMetadata(
        @Nullable String list,
        @Nullable Purpose purpose,
        @Nullable String home,
        @Nullable String machine,
        @Nullable String machineName,
        @Nullable String fileKey,
        @Nullable String generation,
        long backupNumber,
        @Nullable Move move,
        long payments) {
    /**
     * Training payments have transaction IDs that are name-based UUIDs (version 3). Keys have no hyphens, so the version
     * is the 13th digit.
     */
    private static final String PAYMENTS =
            "SELECT count(*) AS n, coalesce(sum(substr(transaction_key, 13, 1) = '3'), 0) AS samples FROM payment";

    /** Fewer payments than these may look like training payments by chance; a day of training has many more. */
    private static final int FEWEST_SAMPLES = 10;

    /** What a list is for. A list of one purpose is never opened for the other. */
    enum Purpose {
        WORK,
        TRAINING
    }

    /**
     * A move to a shared list.
     *
     * @param to the shared list's URL without parameters
     * @param id the ID of this move, also stored in the shared list; null if an earlier version moved it
     * @param databaseId {@link DatabaseBinding#databaseId} of the shared list; null if an earlier version moved it
     * @param isDone whether the shared list is known to have the payments
     */
    record Move(String to, @Nullable String id, @Nullable String databaseId, boolean isDone) {
        /** The exception for opening a list that was moved. */
        LedgerException exception() {
            return new LedgerException(isDone ? Reason.MOVED : Reason.MOVING, to);
        }

        static Move of(ResultSet row) throws SQLException {
            return new Move(
                    row.getString("url"), row.getString("move"), row.getString("place"), row.getInt("done") == 1);
        }
    }

    /** Reads the metadata in the connection's transaction. */
    static LedgerMetadata read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long payments = 0;
            boolean samples = false;
            try (ResultSet row = statement.executeQuery(PAYMENTS)) {
                if (row.next()) {
                    payments = row.getLong("n");
                    samples = payments >= FEWEST_SAMPLES && row.getLong("samples") == payments;
                }
            }
            Purpose derived = payments == 0 ? null : samples ? Purpose.TRAINING : Purpose.WORK;
            Move move = move(statement);
            if (!hasIdentity(statement)) {
                return new LedgerMetadata(null, derived, null, null, null, null, null, 0, move, payments);
            }
            try (ResultSet row = statement.executeQuery("SELECT * FROM identity")) {
                if (!row.next()) {
                    throw new SQLException("the ledger has no row in its table identity");
                }
                String purpose = row.getString("purpose");
                return new LedgerMetadata(
                        row.getString("list"),
                        purpose == null ? derived : Purpose.valueOf(purpose),
                        row.getString("home"),
                        row.getString("machine"),
                        row.getString("machine_name"),
                        row.getString("file_key"),
                        row.getString("generation"),
                        row.getLong("backup_number"),
                        move,
                        payments);
            }
        }
    }

    /** Whether the ledger has the table {@code identity}, which came with version 4 of the tables. */
    static boolean hasIdentity(Statement statement) throws SQLException {
        return has(statement, "SELECT 1 FROM sqlite_schema WHERE name = 'identity'");
    }

    private static @Nullable Move move(Statement statement) throws SQLException {
        if (!has(statement, "SELECT 1 FROM sqlite_schema WHERE name = 'moved'")) {
            return null;
        }
        boolean hasDetails = has(statement, "SELECT 1 FROM pragma_table_info('moved') WHERE name = 'done'");
        try (ResultSet row = statement.executeQuery(
                hasDetails ? "SELECT * FROM moved" : "SELECT url, NULL AS move, NULL AS place, 1 AS done FROM moved")) {
            return row.next() ? Move.of(row) : null;
        }
    }

    private static boolean has(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** The place where it was last used, for messages; null if unknown. */
    @Nullable
    String lastPlace() {
        return home == null || machineName == null || machineName.isEmpty() ? home : home + " (" + machineName + ")";
    }
}
