package uz.fiskaldesk.ledger;

import java.nio.file.Path;

/** The databases that the ledger lives in; each has to pass every test of the contract. */
enum DatabaseKind {
    SQLITE {
        @Override
        LedgerStore newStore(Path folder) {
            return new SqliteStore(folder);
        }
    },

    POSTGRESQL {
        @Override
        LedgerStore newStore(Path folder) {
            return new PostgresStore();
        }
    };

    /** A ledger without payments. */
    abstract LedgerStore newStore(Path folder);
}
