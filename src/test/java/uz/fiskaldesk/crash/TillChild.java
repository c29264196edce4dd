package uz.fiskaldesk.crash;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** A till that waits for "go" and then sends every READY payment of the shared list, like Ctrl+F5. */
public final class TillChild {
    static final String THERE = "there";
    static final String DONE = "done";

    private TillChild() {}

    /** {@code args}: the ledger's URL, FiscalBox's URL, the till's name. */
    public static void main(String[] args) throws Exception {
        Clock clock = Clock.systemUTC();
        FiscalBoxAddress address = new FiscalBoxAddress(URI.create(args[1]));
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        Sender.Listener count = new Sender.Listener() {
            @Override
            public void sent(ConfirmationWorkflow.Sent result) {
                (result instanceof ConfirmationWorkflow.Sent.Done ? sent : late).incrementAndGet();
            }

            @Override
            public void failed(TransactionId id, LedgerException trouble) {
                throw trouble;
            }
        };
        try (Ledger ledger = PostgresLedger.open(args[0], null, clock)) {
            ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                    ledger,
                    new FiscalBoxClient(address, Timeouts.DEFAULT, clock),
                    new RetryBackoff(new Random()),
                    new Operator(args[2], "Nodira", clock));
            List<LedgerEntry> all = new ArrayList<>();
            ledger.forEach(LedgerQuery.ALL.in(Set.of(PaymentState.READY)).fromTheOldest(), all::add);
            try (Sender sender = new Sender(confirmation, ledger, clock, count)) {
                System.out.println(THERE);
                System.in.read();
                all.forEach(sender::send);
                sender.close(Duration.ofHours(1));
            }
            System.out.println(DONE + " " + sent + " sent, " + late + " came too late for");
        }
    }
}
