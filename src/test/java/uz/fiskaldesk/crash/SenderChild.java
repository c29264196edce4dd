package uz.fiskaldesk.crash;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A process that sends like the desk: the cashier's command sends all payments with a receipt, and each tick retries
 * those that are due, until nothing is in flight.
 */
final class SenderChild {
    private SenderChild() {}

    /** {@code args}: the ledger's URL, FiscalBox's URL, the read timeout in milliseconds. */
    public static void main(String[] args) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(Long.parseLong(args[2])));
        FiscalBoxClient fiscalBox = new FiscalBoxClient(new FiscalBoxAddress(URI.create(args[1])), timeouts, clock);
        try (Ledger ledger = SqliteLedger.open(args[0], clock.instant())) {
            ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                    ledger, fiscalBox, new RetryBackoff(new Random()), new Operator("Kassa 2", "Aziz", clock));
            Teller teller = new Teller();
            try (Sender sender = new Sender(confirmation, ledger, clock, teller)) {
                all(ledger, EnumSet.of(PaymentState.READY)).forEach(sender::send);
                while (sender.inFlightCount() > 0) {
                    sender.tick();
                    teller.told.acquire();
                }
            }
        }
    }

    private static List<LedgerEntry> all(Ledger ledger, Set<PaymentState> states) {
        List<LedgerEntry> all = new ArrayList<>();
        ledger.forEach(LedgerQuery.ALL.in(states).fromTheOldest(), all::add);
        return all;
    }

    /** Prints a line for every attempt. */
    private static final class Teller implements Sender.Listener {
        private final Semaphore told = new Semaphore(0);

        @Override
        public void sent(ConfirmationWorkflow.Sent result) {
            System.out.println("sent " + result);
            told.release();
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            System.out.println("failed " + id + " " + trouble.reason());
            told.release();
        }
    }
}
