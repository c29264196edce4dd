package uz.fiskaldesk.ledger;

import java.io.IOException;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;

/** A process that claims the sample payment with the given number, and then runs until its input is closed. */
final class SendingChild {
    static final String SENDING = "sending";

    private SendingChild() {}

    public static void main(String[] args) throws IOException {
        try (Ledger ledger = SqliteLedger.open(args[0], Samples.NOON)) {
            LedgerEntry entry =
                    ledger.find(Samples.id(Integer.parseInt(args[1]))).orElseThrow();
            Ledger.StartedAttempt begun =
                    ledger.claim(entry, "Kassa 2", Samples.NOON, null).orElseThrow();
            System.out.println(SENDING + " " + begun.attemptId());
            System.in.readAllBytes();
        }
    }
}
