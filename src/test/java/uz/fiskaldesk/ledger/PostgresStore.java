package uz.fiskaldesk.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;

/** A new database on the PostgreSQL server of this JVM. */
final class PostgresStore implements LedgerStore {
    private static final Clock CLOCK = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private final String url = PostgresServer.get().newLedger();
    private final List<Ledger> open = new ArrayList<>();

    String url() {
        return url;
    }

    @Override
    public PostgresLedger open() {
        PostgresLedger ledger = PostgresLedger.open(url, null, CLOCK);
        open.add(ledger);
        return ledger;
    }

    @Override
    public LedgerEntry sentByADeadProcess(LedgerEntry entry, Instant at) {
        try (PostgresLedger other = PostgresLedger.open(url, null, CLOCK)) {
            return other.claim(entry, "Kassa 2", at, null).orElseThrow().entry();
        }
    }

    @Override
    public void close() {
        open.forEach(Ledger::close);
        open.clear();
    }
}
