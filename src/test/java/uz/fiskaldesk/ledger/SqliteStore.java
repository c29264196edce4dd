package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;

/** A ledger file in a folder of the test. */
final class SqliteStore implements LedgerStore {
    private final Path file;
    private final List<Ledger> open = new ArrayList<>();

    SqliteStore(Path folder) {
        file = folder.resolve("ledger.db");
    }

    @Override
    public Ledger open() {
        Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(file), Samples.NOON);
        open.add(ledger);
        return ledger;
    }

    @Override
    public void close() {
        open.forEach(Ledger::close);
    }
}
