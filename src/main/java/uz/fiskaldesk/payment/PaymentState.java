package uz.fiskaldesk.payment;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The state of a payment. All rules that depend on the state alone are methods here; queries and SQL are built from
 * them with {@link #where}.
 */
public enum PaymentState {
    /** Paid; no receipt has been captured. */
    PENDING,
    /** Has a receipt and waits to be sent; also after an attempt that certainly did not reach FiscalBox. */
    READY,
    /** A request is in flight. It belongs to one process; if that process is gone, the state becomes UNKNOWN. */
    SENDING,
    /** Confirmed by FiscalBox, or by a person who gave a reason. */
    CONFIRMED,
    /** Rejected by FiscalBox. */
    REJECTED,
    /** The request may have arrived, but there was no definite answer. */
    UNKNOWN,
    /** Removed from the list of open payments by a person who gave a reason. */
    SET_ASIDE;

    /** All states that satisfy the condition. */
    public static Set<PaymentState> where(Predicate<PaymentState> condition) {
        return Arrays.stream(values())
                .filter(condition)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(() -> EnumSet.noneOf(PaymentState.class)),
                        Collections::unmodifiableSet));
    }

    /** Whether something remains to be done, by a person or by the program. */
    public boolean isOpen() {
        return this != CONFIRMED && this != SET_ASIDE;
    }

    /** Whether it is open and no request is in flight. */
    public boolean isWaiting() {
        return isOpen() && this != SENDING;
    }

    /** Whether a person may attach a receipt, or replace the one that is attached. */
    public boolean takesReceipt() {
        return isWaiting();
    }

    /** Whether a person may send the payment with the receipt that it has. */
    public boolean canRetry() {
        return isWaiting() && this != PENDING;
    }

    /** Whether a person may declare the payment confirmed. */
    public boolean canConfirmByHand() {
        return this == REJECTED || this == UNKNOWN;
    }

    /** Whether the payment's receipt is booked, may be booked, or is about to be sent. */
    public boolean holdsReceipt() {
        return switch (this) {
            case READY, SENDING, CONFIRMED, UNKNOWN -> true;
            case PENDING, REJECTED, SET_ASIDE -> false;
        };
    }

    /** The states that can follow this one. */
    public Set<PaymentState> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(READY, SET_ASIDE);
            // A late answer to an earlier attempt also moves READY, REJECTED, UNKNOWN and SET_ASIDE.
            case READY -> EnumSet.of(SENDING, PENDING, SET_ASIDE, CONFIRMED, UNKNOWN);
            case SENDING -> EnumSet.of(CONFIRMED, REJECTED, UNKNOWN, READY);
            case REJECTED -> EnumSet.of(READY, SET_ASIDE, CONFIRMED, UNKNOWN);
            case UNKNOWN -> EnumSet.of(SENDING, READY, SET_ASIDE, CONFIRMED, REJECTED);
            // Undoing an act leads to the state without that act. CONFIRMED can be undone only if it was set by hand.
            case SET_ASIDE -> EnumSet.of(PENDING, READY, REJECTED, UNKNOWN, CONFIRMED);
            case CONFIRMED -> EnumSet.of(READY, REJECTED, UNKNOWN);
        };
    }

    /** Whether there is a transition from this state to the other. */
    public boolean canBecome(PaymentState to) {
        return next().contains(to);
    }
}
