package uz.fiskaldesk.payment;

import java.util.EnumSet;
import java.util.Set;

/** Where a payment stands. {@link #canBecome} is the whole map of the ways between the states. */
public enum PaymentState {
    /** Paid, and no receipt yet. */
    PENDING,
    /** Has its receipt; to be sent, or sent again by itself because nothing reached FiscalBox. */
    READY,
    /** An attempt is under way; its owner is a living process, or the state becomes UNKNOWN. */
    SENDING,
    /** FiscalBox confirmed it, or a person said so with a reason. */
    CONFIRMED,
    /** FiscalBox said no. */
    REJECTED,
    /** The request may have arrived and no definite answer came. */
    UNKNOWN,
    /** Taken off the list by a person, with a reason. */
    SET_ASIDE;

    /** The states that still need somebody or something. */
    public static final Set<PaymentState> OPEN = Set.of(PENDING, READY, SENDING, REJECTED, UNKNOWN);

    /** Whether a person may give the payment a receipt, or another one. */
    public boolean takesReceipt() {
        return switch (this) {
            case PENDING, READY, REJECTED, UNKNOWN -> true;
            case SENDING, CONFIRMED, SET_ASIDE -> false;
        };
    }

    /** The states that can follow this one. */
    public Set<PaymentState> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(READY, SET_ASIDE);
            // READY, REJECTED, UNKNOWN and SET_ASIDE also go where a late answer to an earlier attempt leads.
            case READY -> EnumSet.of(SENDING, PENDING, SET_ASIDE, CONFIRMED, UNKNOWN);
            case SENDING -> EnumSet.of(CONFIRMED, REJECTED, UNKNOWN, READY);
            case REJECTED -> EnumSet.of(READY, SET_ASIDE, CONFIRMED, UNKNOWN);
            case UNKNOWN -> EnumSet.of(SENDING, READY, SET_ASIDE, CONFIRMED, REJECTED);
            // Back to where it stands without the act: out of SET_ASIDE, and out of CONFIRMED where that was by hand.
            case SET_ASIDE -> EnumSet.of(PENDING, READY, REJECTED, UNKNOWN, CONFIRMED);
            case CONFIRMED -> EnumSet.of(READY, REJECTED, UNKNOWN);
        };
    }

    public boolean canBecome(PaymentState to) {
        return next().contains(to);
    }
}
