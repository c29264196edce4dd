package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Consent;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A captured receipt that is offered for a payment and not sent yet.
 *
 * @param entry the payment as it was when the offer was made or last reviewed
 * @param warnings what the cashier accepts by sending the receipt
 * @param scanned whether it was read by the camera or a scanner, and not typed, pasted or read from a file
 * @param layoutRepaired whether the text had been changed by a wrong keyboard layout
 * @param comparedWithTill whether the terminal ID of this till was known, so that another till's receipt was noticed
 * @param replacesReceipt whether it would replace another receipt of the payment, which the cashier must confirm
 * @param takenBy the payment that has this receipt already; null if none is known
 * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
 * @param shownSince since when this offer has been shown
 */
public record OfferedReceipt(
        LedgerEntry entry,
        FiscalReceipt receipt,
        List<ReceiptWarning> warnings,
        boolean scanned,
        boolean layoutRepaired,
        boolean comparedWithTill,
        boolean replacesReceipt,
        @Nullable TransactionId takenBy,
        LastReceipt.@Nullable Printed printed,
        Instant shownSince) {
    public OfferedReceipt {
        warnings = List.copyOf(warnings);
    }

    public OfferedReceipt takenBy(TransactionId other) {
        return new OfferedReceipt(
                entry,
                receipt,
                warnings,
                scanned,
                layoutRepaired,
                comparedWithTill,
                replacesReceipt,
                other,
                printed,
                shownSince);
    }

    /** The same offer with the warning that the receipt was refunded. */
    public OfferedReceipt refunded() {
        List<ReceiptWarning> more = new ArrayList<>(warnings);
        more.add(ReceiptWarning.REFUNDED);
        return new OfferedReceipt(
                entry,
                receipt,
                more,
                scanned,
                layoutRepaired,
                comparedWithTill,
                replacesReceipt,
                takenBy,
                printed,
                shownSince);
    }

    /** The same receipt for the payment as it is now, shown since {@code now}. */
    OfferedReceipt withEntry(LedgerEntry current, Instant now) {
        return new OfferedReceipt(
                current,
                receipt,
                warnings,
                scanned,
                layoutRepaired,
                comparedWithTill,
                current.hasOtherReceiptThan(receipt),
                takenBy,
                printed,
                now);
    }

    /** Whether the payment has changed so that it takes no receipt. The offer is kept, but cannot be sent. */
    public boolean isBlocked() {
        return !entry.takesReceipt();
    }

    /** Whether it can be sent, given the cashier's answers to what it asks for. */
    public boolean isComplete(boolean replacementConfirmed, String reuseReason) {
        return !isBlocked()
                && (!replacesReceipt || replacementConfirmed)
                && (takenBy == null || !reuseReason.isBlank());
    }

    /** Whether this is the same receipt for the same payment, which may have changed. */
    public boolean isSameAs(@Nullable OfferedReceipt other) {
        return other != null
                && receipt.equals(other.receipt)
                && entry.transactionId().equals(other.entry.transactionId());
    }

    /** What the cashier agrees to by sending the offer. */
    public Consent consent(boolean replacementConfirmed, String reuseReason) {
        return new Consent(
                warnings.stream().filter(ReceiptWarning::needsAcceptance).toList(),
                replacesReceipt && replacementConfirmed,
                takenBy == null ? null : reuseReason.strip());
    }

    /** Whether FiscalBox may have booked the receipt that this one would replace. */
    public boolean mayBeBookedTwice() {
        return entry.mayBeBookedWithAnother(receipt);
    }

    /** Whether it may be the wrong receipt, so that Enter does not send it. */
    public boolean isDoubtful() {
        return warnings.stream().anyMatch(ReceiptWarning::isDoubtful);
    }

    /** Whether there are notes that the cashier has to read. */
    public boolean hasNotes() {
        return layoutRepaired || !warnings.isEmpty() || replacesReceipt || takenBy != null;
    }

    /**
     * Whether it can be sent without a review: it was scanned from paper for a payment without a receipt, and both the
     * till and the time of the payment were known and matched.
     */
    public boolean needsNoReview() {
        return scanned
                && comparedWithTill
                && !hasNotes()
                && entry.state() == PaymentState.PENDING
                && entry.payment().paidAt() != null;
    }
}
