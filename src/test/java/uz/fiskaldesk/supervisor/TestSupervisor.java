package uz.fiskaldesk.supervisor;

import java.nio.file.Path;
import java.time.Clock;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.SupervisorTable;

/** Creates supervisors with ledgers in test folders. */
public final class TestSupervisor {
    private TestSupervisor() {}

    public static Supervisor in(Path folder, Clock clock) {
        return new Supervisor(
                new SupervisorTable(
                        SqliteLedger.urlOf(folder.resolve("pin.db")), null, clock, () -> clock.millis() * 1_000_000),
                folder.resolve("supervisor.json"),
                clock,
                1_000);
    }
}
