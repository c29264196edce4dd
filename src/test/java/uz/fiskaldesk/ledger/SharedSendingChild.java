package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;

/**
 * A till that claims the sample payment with the given number in a shared list, and then runs until its input is
 * closed.
 */
final class SharedSendingChild {
    static final String SENDING = "sending";

    private SharedSendingChild() {}

    /** {@code args}: the ledger's URL, the number, the lease in milliseconds. */
    public static void main(String[] args) throws IOException {
        Duration lease = Duration.ofMillis(Long.parseLong(args[2]));
        Clock clock = Clock.systemUTC();
        try (Ledger ledger = PostgresLedger.open(args[0], null, clock, lease, lease.dividedBy(4))) {
            LedgerEntry entry =
                    ledger.find(Samples.id(Integer.parseInt(args[1]))).orElseThrow();
            Ledger.StartedAttempt begun =
                    ledger.claim(entry, "Kassa 2", clock.instant(), null).orElseThrow();
            System.out.println(SENDING + " " + begun.attemptId());
            System.in.readAllBytes();
        }
    }
}
