package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person (or the program in their stead) did to a payment; kept for ever.
 *
 * @param who the account, with the cashier's name where one was chosen, and the supervisor who approved it
 * @param why the reason given, or which warnings were accepted
 */
public record Act(
        Kind kind, String who, Instant at, @Nullable String why) {
    /** The acts that are kept. */
    public enum Kind {
        ADDED,
        IMPORTED,
        RECEIPT_ATTACHED,
        /** Another receipt was attached in place of one that cannot be booked; the reason is the link of the earlier one. */
        RECEIPT_REPLACED,
        RECEIPT_REMOVED,
        WARNINGS_ACCEPTED,
        ANOTHER_RECEIPT,
        RECEIPT_USED_AGAIN,
        RETRIED,
        SET_ASIDE,
        RESTORED,
        CONFIRMED_BY_HAND,
        BY_HAND_UNDONE,
        INTERRUPTED,
        /** The answer to an attempt that was taken for interrupted came after all. */
        LATE_ANSWER,
        /** FiscalBox has confirmed one receipt and another one may be booked too. */
        CONFLICT_FOUND,
        /** A person said which of two receipts holds; {@code why} is that receipt. */
        RECEIPT_HOLDS,
        /** Another payment has the same receipt, as a look over the whole list has shown; {@code why} is its transaction. */
        SAME_RECEIPT_FOUND,
        /** A refusal counts as confirmed by a rule of this list; {@code why} is the rule. */
        COUNTED_AS_CONFIRMED,
        /** The ledger was damaged and is back as it was earlier; what the payment went through since is not known. */
        FROM_BACKUP
    }

    /** Stands between who did it and who approved it. */
    static final String APPROVED_BY = " / ";

    /** The supervisor who approved it with the PIN; null where nobody had to. */
    public @Nullable String approvedBy() {
        int at = who.indexOf(APPROVED_BY);
        return at < 0 ? null : who.substring(at + APPROVED_BY.length());
    }

    public Act {
        if (who.isBlank()) {
            throw new IllegalArgumentException("an act has somebody who did it");
        }
    }
}
