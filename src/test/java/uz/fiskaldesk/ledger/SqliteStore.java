package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;

/** A ledger file in the test's folder. */
final class SqliteStore implements LedgerStore {
    /** Longer than the program's: SQLite does not queue writers, so that one of many may wait long on a busy machine. */
    private static final Duration BUSY_TIMEOUT = Duration.ofMinutes(1);

    private final String url;
    private final List<Ledger> open = new ArrayList<>();

    SqliteStore(Path folder) {
        url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
    }

    @Override
    public Ledger open() {
        Ledger ledger = SqliteLedger.open(url, Samples.NOON, BUSY_TIMEOUT);
        open.add(ledger);
        return ledger;
    }

    @Override
    public LedgerEntry sentByADeadProcess(LedgerEntry entry, Instant at) {
        // Its lock is released as that of a killed process.
        try (Ledger other = SqliteLedger.open(url, Samples.NOON)) {
            return other.claim(entry, "Kassa 2", at, null).orElseThrow().entry();
        }
    }

    @Override
    public void close() {
        open.forEach(Ledger::close);
        open.clear();
    }
}
