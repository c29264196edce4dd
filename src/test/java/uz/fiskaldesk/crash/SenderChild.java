package uz.fiskaldesk.crash;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A process that works as the desk does behind its window: the cashier's word sends all that have a receipt, and ticks
 * send again what is due, one after each that was sent, until nothing is under way any more.
 */
final class SenderChild {
    private SenderChild() {}

    /** {@code args}: the ledger's address, FiscalBox's address, milliseconds that an answer may take. */
    public static void main(String[] args) throws GeneralSecurityException, InterruptedException {
        Clock clock = Clock.systemUTC();
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(Long.parseLong(args[2])));
        FiscalBoxClient fiscalBox = new FiscalBoxClient(new FiscalBoxAddress(URI.create(args[1])), timeouts, clock);
        try (Ledger ledger = SqliteLedger.open(args[0], clock.instant())) {
            Confirmation confirmation = new Confirmation(
                    ledger, fiscalBox, new RetrySchedule(new Random()), new Operator("Kassa 2", "Aziz", clock));
            Teller teller = new Teller();
            try (Sender sender = new Sender(confirmation, ledger, clock, teller)) {
                all(ledger, EnumSet.of(PaymentState.READY)).forEach(sender::send);
                while (sender.underWay() > 0) {
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

    /** Says a line for everything that was sent. */
    private static final class Teller implements Sender.Listener {
        private final Semaphore told = new Semaphore(0);

        @Override
        public void sent(Confirmation.Sent result) {
            System.out.println("sent " + result);
            told.release();
        }

        @Override
        public void failed(TransactionId id, LedgerException trouble) {
            System.out.println("failed " + id + " " + trouble.trouble());
            told.release();
        }
    }
}
