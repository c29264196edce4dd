package uz.fiskaldesk.supervisor;

import java.nio.file.Path;
import java.time.Clock;
import uz.fiskaldesk.ledger.JdbcPinStore;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Creates supervisors with ledgers in test folders. */
public final class TestSupervisor {
    private TestSupervisor() {}

    public static Supervisor in(Path folder, Clock clock) {
        return new Supervisor(
                new JdbcPinStore(
                        SqliteLedger.urlOf(folder.resolve("pin.db")), null, clock, () -> clock.millis() * 1_000_000),
                folder.resolve("supervisor.json"),
                clock,
                1_000);
    }
}
