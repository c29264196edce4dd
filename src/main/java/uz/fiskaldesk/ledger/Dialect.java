package uz.fiskaldesk.ledger;

import org.jdbi.v3.core.Handle;

/** Where the databases differ in what the ledger says to them; everything else is the same statement for both. */
enum Dialect {
    SQLITE {
        @Override
        String contains(String column, String value) {
            return "instr(" + column + ", " + value + ") > 0";
        }

        // There is one writer at a time anyway.
        @Override
        void oneAtATime(Handle handle, String what) {}

        @Override
        String forUpdate() {
            return "";
        }

        @Override
        String changes() {
            return "SELECT changes FROM change_count";
        }
    },

    POSTGRESQL {
        @Override
        String contains(String column, String value) {
            return "strpos(" + column + ", " + value + ") > 0";
        }

        @Override
        void oneAtATime(Handle handle, String what) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", what);
        }

        @Override
        String forUpdate() {
            return " FOR UPDATE";
        }

        @Override
        String changes() {
            return "SELECT CAST(coalesce(sum(changes), 0) AS BIGINT) FROM change_count";
        }
    };

    /** A condition: the text in this column has this value in it. */
    abstract String contains(String column, String value);

    /**
     * Lets in only one transaction at a time that names the same thing. For what is looked up first and written then: a
     * payment by its transaction, a receipt by what makes it unique.
     */
    abstract void oneAtATime(Handle handle, String what);

    /** The end of a SELECT whose rows nobody else changes until the transaction ends. */
    abstract String forUpdate();

    /** The statement that reads the mark of changes. */
    abstract String changes();
}
