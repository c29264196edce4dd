package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A snapshot of a payment in the ledger.
 *
 * @param version incremented by every change; a transition names the version that it starts from
 * @param addedAt when the payment was added to the ledger
 * @param cameFrom the state before it was set aside or confirmed by hand; null in any other case
 * @param confirmedByHand confirmed by a person and not by FiscalBox
 * @param receipt the attached receipt
 * @param attempts the number of attempts so far
 * @param inDoubt an attempt ended without a definite answer, so its receipt may be booked; stays true until the payment
 *     is confirmed or that attempt gets a definite answer
 * @param conflict FiscalBox has confirmed one receipt and another may be booked too; nothing is sent until a person has
 *     decided, see {@link PaymentHistory#conflict}
 * @param failedSends the number of consecutive attempts that were not sent
 * @param lastOutcomeAt when the last outcome was recorded
 * @param nextTryAt when it is retried automatically; null if it waits for a person
 * @param posExpectedUntil until when the POS is expected to confirm the receipt, which is known from it; null if it is not
 * @param warnings warnings about a receipt that was added with the payment and that nobody has checked
 * @param needsAcceptance one of these warnings is doubtful and nobody has accepted it yet; it is not sent until then
 * @param sender the till that is sending it; null in any state but SENDING
 * @param sentTo the address of the last attempt; null if not known
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
        @Nullable Instant posExpectedUntil,
        List<ReceiptWarning> warnings,
        boolean needsAcceptance,
        @Nullable String sender,
        @Nullable String sentTo) {
    public LedgerEntry {
        warnings = List.copyOf(warnings);
    }

    public TransactionId transactionId() {
        return payment.transactionId();
    }

    /** The time of payment, or if that is not known, when it was added. Lists are ordered by it. */
    public Instant sortTime() {
        Instant paidAt = payment.paidAt();
        return paidAt == null ? addedAt : paidAt;
    }

    /** By whom it was confirmed; null in any state but CONFIRMED. */
    public @Nullable ConfirmedBy confirmedBy() {
        if (state != PaymentState.CONFIRMED) {
            return null;
        }
        if (confirmedByHand) {
            return ConfirmedBy.PERSON;
        }
        return lastOutcome instanceof Outcome.Confirmed confirmed && confirmed.practice()
                ? ConfirmedBy.SIMULATOR
                : ConfirmedBy.FISCALBOX;
    }

    /** Whether the last attempt was rejected while an earlier one may have been booked. */
    public boolean rejectedInDoubt() {
        return state == PaymentState.UNKNOWN && !conflict && lastOutcome instanceof Outcome.Rejected;
    }

    /** Whether the POS has not confirmed the receipt that is known from it in time, so that a person has to send it. */
    public boolean isLeftByPos(Instant now) {
        return posExpectedUntil != null && awaitsPos() && Deadlines.isDue(posExpectedUntil, RetryBackoff.FURTHEST, now);
    }

    /** Whether the receipt is known from the POS, which has not confirmed it yet. */
    public boolean awaitsPos() {
        return posExpectedUntil != null && state == PaymentState.READY && !inDoubt && !needsAcceptance;
    }

    /** Whether this receipt is attached. */
    public boolean hasReceipt(FiscalReceipt other) {
        return receipt != null && receipt.identity().equals(other.identity());
    }

    /** Whether a person may attach a receipt, or replace the one that is attached. */
    public boolean takesReceipt() {
        return !conflict && state.takesReceipt();
    }

    /** Whether a person sees the same payment, in the same state and with the same receipt. */
    public boolean looksLike(LedgerEntry before) {
        return transactionId().equals(before.transactionId())
                && state == before.state()
                && Objects.equals(receipt, before.receipt());
    }

    /** Whether it has a receipt that another one may replace. */
    public boolean canReplaceReceipt() {
        return receipt != null && takesReceipt();
    }

    /** Whether its receipt may be removed: no request with it can have reached FiscalBox. */
    public boolean canRemoveReceipt() {
        return state == PaymentState.READY && !inDoubt;
    }

    /**
     * Whether it is ready but may be booked already, as after the list was restored. A person has to decide about it by
     * itself, so it is not sent along with others.
     */
    public boolean isReadyInDoubt() {
        return state == PaymentState.READY && inDoubt;
    }

    /** Whether a person may send it with the receipt that it has. */
    public boolean canRetry() {
        return receipt != null && !conflict && !needsAcceptance && state.canRetry();
    }

    /** Whether a person may set it aside. */
    public boolean canSetAside() {
        return !conflict && state.canBecome(PaymentState.SET_ASIDE);
    }

    /** Whether attaching this receipt would replace another one. A person has to decide that explicitly. */
    public boolean hasOtherReceiptThan(FiscalReceipt other) {
        return receipt != null && !hasReceipt(other);
    }

    /** Whether a different receipt may already be booked for the payment. */
    public boolean mayBeBookedWithAnother(FiscalReceipt other) {
        return inDoubt && !hasReceipt(other);
    }
}
