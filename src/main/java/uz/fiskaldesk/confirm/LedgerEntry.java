package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A payment with everything that has become of it, as the ledger had it at one moment.
 *
 * @param version counts the changes; a transition names the version it starts from
 * @param cameFrom the state to go back to, while set aside or confirmed by hand
 * @param confirmedByHand a person said so, FiscalBox did not
 * @param receipt the receipt that is, or was last, meant for the payment
 * @param attempts how often a request was about to be sent
 * @param inDoubt an attempt ended without a definite answer, so FiscalBox may have booked its receipt; it stays true
 *     until the payment is confirmed or that attempt gets a definite answer, whatever later attempts say
 * @param conflict FiscalBox has confirmed one receipt and another may be booked too: nothing is sent, and a person has to
 *     say which one holds; see {@link PaymentLife#conflict}
 * @param failedSends how many attempts in a row did not get away
 * @param nextTryAt when it is sent again by itself; null where it waits for a person
 * @param warnings what was warned about when the receipt came in with the payment, without a person looking at it
 * @param awaitsWord there is a doubt among these warnings that nobody has accepted yet: it is not sent until then
 * @param sender the till that is sending it right now; null in any other state
 * @param sentTo where the last attempt went to; null where that is not known
 */
public record LedgerEntry(
        long id,
        long version,
        Payment payment,
        Instant addedAt,
        PaymentState state,
        @Nullable PaymentState cameFrom,
        boolean confirmedByHand,
        @Nullable FiscalReceipt receipt,
        int attempts,
        boolean inDoubt,
        boolean conflict,
        int failedSends,
        @Nullable Outcome lastOutcome,
        @Nullable Instant lastOutcomeAt,
        @Nullable Instant nextTryAt,
        List<ReceiptWarning> warnings,
        boolean awaitsWord,
        @Nullable String sender,
        @Nullable String sentTo) {
    public LedgerEntry {
        warnings = List.copyOf(warnings);
    }

    public TransactionId transactionId() {
        return payment.transactionId();
    }

    /** When it was paid, or came to the list where that is not known: what lists are ordered by. */
    public Instant happenedAt() {
        Instant paidAt = payment.paidAt();
        return paidAt == null ? addedAt : paidAt;
    }

    /** Whether the last attempt was refused while an earlier one may have gone through. */
    public boolean refusedInDoubt() {
        return state == PaymentState.UNKNOWN && !conflict && lastOutcome instanceof Outcome.Rejected;
    }

    /** Whether this receipt is the one that the payment has already. */
    public boolean has(FiscalReceipt other) {
        return receipt != null && receipt.identity().equals(other.identity());
    }

    /** Whether a person may attach a receipt, or replace the one that is attached. */
    public boolean takesReceipt() {
        return !conflict && state.takesReceipt();
    }

    /** Whether it has a receipt that another one may replace. */
    public boolean canReplaceReceipt() {
        return receipt != null && takesReceipt();
    }

    /** Whether its receipt may be removed: no request with it can have reached FiscalBox. */
    public boolean canRemoveReceipt() {
        return state == PaymentState.READY && !inDoubt;
    }

    /** Whether a person may send it with the receipt that it has. */
    public boolean canRetry() {
        return receipt != null && !conflict && !awaitsWord && state.canRetry();
    }

    /** Whether a person may set it aside. */
    public boolean canSetAside() {
        return !conflict && state.canBecome(PaymentState.SET_ASIDE);
    }

    /** Whether taking this receipt would replace another one, which needs a person's explicit decision. */
    public boolean hasAnotherThan(FiscalReceipt other) {
        return receipt != null && !has(other);
    }

    /** Whether another receipt than this one may be booked for the payment already. */
    public boolean mayBeBookedWithAnother(FiscalReceipt other) {
        return inDoubt && !has(other);
    }
}
