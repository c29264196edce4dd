package uz.fiskaldesk.ledger;

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
    };

    /** A condition: the column's text contains the value. */
    abstract String contains(String column, String value);

    /**
     * Locks a key until the transaction ends, so that only one transaction at a time can check and then insert it: a
     * payment's transaction ID, or what makes a receipt unique.
     */
    abstract void lock(Handle handle, String what);

    /** The clause that locks the rows of a SELECT until the transaction ends. */
    abstract String forUpdate();

    /** The query of the change mark. */
    abstract String changeMarkQuery();
}
