package uz.fiskaldesk.ledger;

import java.time.Instant;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;

/** An empty ledger of one database kind for one test. */
interface LedgerStore extends AutoCloseable {
    /** Opens the ledger again, as another process would. Closed together with the store. */
    Ledger open();

    /** Claims a payment in the name of a dead process. */
    LedgerEntry sentByADeadProcess(LedgerEntry entry, Instant at);

    @Override
    void close();
}
