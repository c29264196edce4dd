package uz.fiskaldesk.desk.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A receipt laid beside a payment, before anything is sent.
 *
 * @param warnings what the cashier accepts by sending it
 * @param layoutRepaired whether a keyboard layout had changed the text
 * @param needsWord another receipt may be booked for this payment already, so a tick is asked for
 * @param takenBy the payment that has this receipt, where the ledger refused it for that
 * @param laidAt when it was captured
 */
public record Offer(
        LedgerEntry entry,
        FiscalReceipt receipt,
        List<ReceiptWarning> warnings,
        boolean layoutRepaired,
        boolean needsWord,
        @Nullable TransactionId takenBy,
        Instant laidAt) {
    public Offer {
        warnings = List.copyOf(warnings);
    }

    Offer takenBy(TransactionId other) {
        return new Offer(entry, receipt, warnings, layoutRepaired, needsWord, other, laidAt);
    }

    /** The same receipt beside the payment as it stands now. */
    Offer beside(LedgerEntry current) {
        return new Offer(
                current, receipt, warnings, layoutRepaired, current.mayBeBookedWithAnother(receipt), takenBy, laidAt);
    }
}
