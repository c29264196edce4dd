package uz.fiskaldesk.ledger;

import uz.fiskaldesk.confirm.Ledger;

/** An empty ledger for one test, over one kind of database. */
interface LedgerStore extends AutoCloseable {
    /** Opens the ledger once more, as another program would; closed with the store. */
    Ledger open();

    @Override
    void close();
}
