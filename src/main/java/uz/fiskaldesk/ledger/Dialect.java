package uz.fiskaldesk.ledger;

import java.util.List;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/** The differences between the SQL of the databases. */
enum Dialect {
    SQLITE {
        @Override
        String contains(String column, String value) {
            return "instr(" + column + ", " + value + ") > 0";
        }

        // SQLite allows one writer at a time.
        @Override
        void lock(Handle handle, String what) {}

        @Override
        String forUpdate() {
            return "";
        }

        @Override
        String changeMarkQuery() {
            return "SELECT changes FROM change_count";
        }

        @Override
        List<Long> newIds(Handle handle, String table, int count) {
            long last = handle.createQuery("SELECT coalesce(max(id), 0) FROM " + table)
                    .mapTo(Long.class)
                    .one();
            return LongStream.rangeClosed(last + 1, last + count).boxed().toList();
        }
    },

    POSTGRESQL {
        @Override
        String contains(String column, String value) {
            return "strpos(" + column + ", " + value + ") > 0";
        }

        @Override
        void lock(Handle handle, String what) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", what);
        }

        @Override
        String forUpdate() {
            return " FOR UPDATE";
        }

        @Override
        String changeMarkQuery() {
            return "SELECT CAST(coalesce(sum(changes), 0) AS BIGINT) FROM change_count";
        }

        @Override
        List<Long> newIds(Handle handle, String table, int count) {
            return handle.createQuery(
                            "SELECT nextval(pg_get_serial_sequence(:table, 'id'))" + " FROM generate_series(1, :count)")
                    .bind("table", table)
                    .bind("count", count)
                    .mapTo(Long.class)
                    .list();
        }
    };

    /** A condition: the column's text contains the value. */
    abstract String contains(String column, String value);

    /**
     * Locks a key until the transaction ends, so that only one transaction at a time can check and then insert rows. The
     * order is: additions of payments, then what makes a receipt unique in alphabetical order, then the hash chain.
     */
    abstract void lock(Handle handle, String what);

    /** The clause that locks the rows of a SELECT until the transaction ends. */
    abstract String forUpdate();

    /** The query of the change mark. */
    abstract String changeMarkQuery();

    /** IDs for new rows of a table, in ascending order. In SQLite they are valid in the present transaction only. */
    abstract List<Long> newIds(Handle handle, String table, int count);
}
