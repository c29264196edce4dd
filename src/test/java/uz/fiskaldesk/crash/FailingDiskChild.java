package uz.fiskaldesk.crash;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.UnrecordedOutcomeFiles;

/**
 * A process whose disk fails at the first write of a payment, at the second write of the next payment, and so on, until
 * a payment completes without a fault. The disk works again after each payment.
 */
final class FailingDiskChild {
    static final String DONE = "done";

    private final String ledgerUrl;
    private final FiscalBoxClient fiscalBox;
    private final UnrecordedOutcomeFiles unrecorded;
    private final Clock clock = Clock.systemUTC();

    private FailingDiskChild(String ledgerUrl, FiscalBoxClient fiscalBox, UnrecordedOutcomeFiles unrecorded) {
        this.ledgerUrl = ledgerUrl;
        this.fiscalBox = fiscalBox;
        this.unrecorded = unrecorded;
    }

    /**
     * {@code args}: the ledger's URL, FiscalBox's URL, the library of the faulty disk, a folder, "once" or "for ever".
     */
    public static void main(String[] args) throws Exception {
        FaultyDisk.Control disk = FaultyDisk.control(args[2]);
        FiscalBoxClient fiscalBox =
                new FiscalBoxClient(new FiscalBoxAddress(URI.create(args[1])), Timeouts.DEFAULT, Clock.systemUTC());
        FailingDiskChild child = new FailingDiskChild(args[0], fiscalBox, new UnrecordedOutcomeFiles(Path.of(args[3])));
        int round = 0;
        long calls;
        do {
            round++;
            child.add(round);
            disk.faultydisk_fail(round, args[4].equals("once") ? 0 : 1);
            String result = child.send(round);
            calls = disk.faultydisk_heal();
            System.out.println(result);
        } while (calls >= round);
        child.recordStoredOutcomes();
        System.out.println(DONE);
    }

    private void add(int number) {
        try (Ledger ledger = SqliteLedger.open(ledgerUrl, clock.instant())) {
            ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
        }
    }

    /** The whole workflow, from opening the ledger to the end; returns the result or the error. */
    private String send(int number) {
        try (Ledger ledger = SqliteLedger.open(ledgerUrl, clock.instant())) {
            ConfirmationWorkflow.Sent sent =
                    confirmation(ledger).send(ledger.find(Samples.id(number)).orElseThrow());
            return sent.getClass().getSimpleName();
        } catch (LedgerException e) {
            return e.reason().name();
        }
    }

    private void recordStoredOutcomes() {
        try (Ledger ledger = SqliteLedger.open(ledgerUrl, clock.instant())) {
            confirmation(ledger).recordUnrecorded();
        }
    }

    private ConfirmationWorkflow confirmation(Ledger ledger) {
        return new ConfirmationWorkflow(
                ledger,
                fiscalBox,
                new RetryBackoff(new Random()),
                new Operator("Kassa 1", "Nodira", clock),
                unrecorded);
    }
}
