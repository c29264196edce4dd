package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the history of a payment, or of the ledger as a whole: what a person, or the program, did. Never deleted.
 *
 * @param who the cashier or account, followed by the supervisor who approved the act, if any
 * @param why the reason given, or another detail that depends on the kind
 */
public record Act(
        Kind kind, String who, Instant at, @Nullable String why) {
    /** The kinds of acts. The names are stored in the ledger. */
    public enum Kind {
        ADDED,
        IMPORTED,
        RECEIPT_ATTACHED,
        /** Another receipt replaced one that cannot be booked; {@code why} is the link of the earlier one. */
        RECEIPT_REPLACED,
        RECEIPT_REMOVED,
        /** FiscalBox has refunded the receipt, which was attached before; {@code why} is the receipt. */
        RECEIPT_REFUNDED,
        WARNINGS_ACCEPTED,
        ANOTHER_RECEIPT,
        RECEIPT_USED_AGAIN,
        RETRIED,
        /** The POS did not confirm a receipt that is known from it, and somebody else sent it. */
        SENT_WITHOUT_POS,
        SET_ASIDE,
        RESTORED,
        CONFIRMED_BY_HAND,
        BY_HAND_UNDONE,
        INTERRUPTED,
        /** The answer to an attempt that had been recorded as interrupted arrived. */
        LATE_ANSWER,
        /** FiscalBox has confirmed one receipt and another may be booked too. */
        CONFLICT_FOUND,
        /** A person decided which of two receipts is valid; {@code why} is that receipt. */
        RECEIPT_HOLDS,
        /** A check of the whole ledger found the same receipt on another payment; {@code why} is its transaction. */
        SAME_RECEIPT_FOUND,
        /** A rejection counts as confirmed by a {@link AlreadyFiscalisedRule}; {@code why} is that rule. */
        COUNTED_AS_CONFIRMED,
        /** The ledger was restored to an earlier state; later changes of the payment are not known. */
        FROM_BACKUP,
        /** About the ledger: a rejection counts as confirmed from now on; {@code why} is the rule. */
        ANSWER_RULE_ADDED,
        /** About the ledger: a rule was removed; {@code why} is the rule. */
        ANSWER_RULE_REMOVED,
        /** About the ledger: the program ran with options that differ from guarded settings; {@code why} lists them. */
        OPTIONS_PERMITTED,
        /** About the ledger: a shift ended; {@code why} is the note for the next one. */
        SHIFT_CLOSED
    }

    /** Separates the person who acted from the one who approved. */
    static final String APPROVED_BY = " / ";

    /** The supervisor who approved the act with the PIN; null if no approval was needed. */
    public @Nullable String approvedBy() {
        int at = who.indexOf(APPROVED_BY);
        return at < 0 ? null : who.substring(at + APPROVED_BY.length());
    }

    public Act {
        if (who.isBlank()) {
            throw new IllegalArgumentException("an act needs the name of who did it");
        }
    }
}
