package uz.fiskaldesk.ledger;

import java.time.Instant;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;

/** An empty ledger for one test, over one kind of database. */
interface LedgerStore extends AutoCloseable {
    /** Opens the ledger once more, as another program would; closed with the store. */
    Ledger open();

    /** Begins to send a payment in the name of a process that does not live any more. */
    LedgerEntry sentByADeadProcess(LedgerEntry entry, Instant at);

    @Override
    void close();
}
