package uz.fiskaldesk.ledger;

import java.nio.file.Path;

/** The databases that a ledger can use; each has to pass every test of {@link LedgerContract}. */
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

    /** Creates an empty ledger. */
    abstract LedgerStore newStore(Path folder);
}
