package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A receipt laid beside a payment, before anything is sent.
 *
 * @param warnings what the cashier accepts by sending it
 * @param scanned by the camera or a scanner, and not typed, pasted or read from a file
 * @param layoutRepaired whether a keyboard layout had changed the text
 * @param comparedWithTill whether it is known which till this is, so that a receipt of another one is noticed
 * @param needsWord it would replace another receipt of the payment, so a tick is asked for
 * @param takenBy the payment that has this receipt, where the ledger refused it for that
 * @param laidAt since when it has lain beside the payment as that stands now
 */
public record Offer(
        LedgerEntry entry,
        FiscalReceipt receipt,
        List<ReceiptWarning> warnings,
        boolean scanned,
        boolean layoutRepaired,
        boolean comparedWithTill,
        boolean needsWord,
        @Nullable TransactionId takenBy,
        Instant laidAt) {
    public Offer {
        warnings = List.copyOf(warnings);
    }

    public Offer takenBy(TransactionId other) {
        return new Offer(entry, receipt, warnings, scanned, layoutRepaired, comparedWithTill, needsWord, other, laidAt);
    }

    /** The same receipt beside the payment as it stands since {@code now}, for the cashier to look at anew. */
    Offer beside(LedgerEntry current, Instant now) {
        return new Offer(
                current,
                receipt,
                warnings,
                scanned,
                layoutRepaired,
                comparedWithTill,
                current.hasAnotherThan(receipt),
                takenBy,
                now);
    }

    /** Whether the payment has changed so that it takes no receipt: nothing is sent, and the receipt is not lost. */
    public boolean isBlocked() {
        return !entry.takesReceipt();
    }

    /** Whether the receipt that it would replace may be booked already. */
    public boolean mayBeBookedTwice() {
        return entry.mayBeBookedWithAnother(receipt);
    }

    /** Whether it may be the wrong receipt, so that it is sent only by the button that says so. */
    public boolean isDoubtful() {
        return warnings.stream().anyMatch(ReceiptWarning::isDoubt);
    }

    /** Whether anything stands beside it that a person has to read. */
    public boolean hasMoreToSay() {
        return layoutRepaired || !warnings.isEmpty() || needsWord || takenBy != null;
    }

    /**
     * Whether nothing about it deserves a look: it came from the paper itself to a payment that has had none, and what
     * can be compared fits. Where the time of the payment is not known nothing can be.
     */
    public boolean isBeyondDoubt() {
        return scanned
                && comparedWithTill
                && !hasMoreToSay()
                && entry.state() == PaymentState.PENDING
                && entry.payment().paidAt() != null;
    }
}
