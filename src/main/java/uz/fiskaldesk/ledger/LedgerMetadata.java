package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLite ledger file says about itself, read without opening it for work. Null is what a file of an earlier
 * version, or one that was never opened for work, does not say.
 *
 * @param purpose told by its payments where a file of an earlier version does not say
 * @param list the same in every copy of a list
 * @param home the file that it was last opened as
 * @param machine {@link MachineFingerprint#serialized} of the machine that it was last opened on
 * @param fileKey what the operating system calls the file
 * @param generation new at each opening
 * @param backupNumber in a backup, its place in the order in which backups were made; otherwise 0
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
    /** The samples of training have transaction IDs made from names: UUIDs of version 3. */
    private static final String PAYMENTS =
            "SELECT count(*) AS n, coalesce(sum(substr(transaction_key, 15, 1) = '3'), 0)" + " AS samples FROM payment";

    /** What a list is for; neither is ever opened as the other. */
    enum Purpose {
        WORK,
        TRAINING
    }

    /**
     * A move into a shared list.
     *
     * @param to the shared list, without parameters
     * @param id the name of this move, which the shared list knows too; null where an earlier version moved it
     * @param databaseId {@link DatabaseBinding#databaseId} of the shared list; null where an earlier version moved it
     * @param isDone whether it is known that the shared list has the payments
     */
    record Move(String to, @Nullable String id, @Nullable String databaseId, boolean isDone) {
        static Move of(ResultSet row) throws SQLException {
            return new Move(
                    row.getString("url"), row.getString("move"), row.getString("place"), row.getInt("done") == 1);
        }
    }

    /** Reads it in one transaction of the connection's. */
    static LedgerMetadata read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long payments = 0;
            boolean samples = false;
            try (ResultSet row = statement.executeQuery(PAYMENTS)) {
                if (row.next()) {
                    payments = row.getLong("n");
                    samples = payments > 0 && row.getLong("samples") == payments;
                }
            }
            Purpose seeming = payments == 0 ? null : samples ? Purpose.TRAINING : Purpose.WORK;
            Move move = move(statement);
            if (!has(statement, "SELECT 1 FROM sqlite_schema WHERE name = 'identity'")) {
                return new LedgerMetadata(null, seeming, null, null, null, null, null, 0, move, payments);
            }
            try (ResultSet row = statement.executeQuery("SELECT * FROM identity")) {
                if (!row.next()) {
                    throw new SQLException("the ledger has lost its identity");
                }
                String purpose = row.getString("purpose");
                return new LedgerMetadata(
                        row.getString("list"),
                        purpose == null ? seeming : Purpose.valueOf(purpose),
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

    private static @Nullable Move move(Statement statement) throws SQLException {
        if (!has(statement, "SELECT 1 FROM sqlite_schema WHERE name = 'moved'")) {
            return null;
        }
        boolean saysMore = has(statement, "SELECT 1 FROM pragma_table_info('moved') WHERE name = 'done'");
        try (ResultSet row = statement.executeQuery(
                saysMore ? "SELECT * FROM moved" : "SELECT url, NULL AS move, NULL AS place, 1 AS done FROM moved")) {
            return row.next() ? Move.of(row) : null;
        }
    }

    private static boolean has(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /** Where it was last used, for people; null where it does not say. */
    @Nullable
    String lastPlace() {
        return home == null || machineName == null || machineName.isEmpty() ? home : home + " (" + machineName + ")";
    }
}
