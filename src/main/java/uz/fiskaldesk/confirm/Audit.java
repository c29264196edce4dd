package uz.fiskaldesk.confirm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.TransactionId;

/**
 * What a look through the whole history of a list has shown: whether each entry follows from the one before it, whether
 * every act and attempt has its entry, and whether every payment stands where its history says.
 *
 * @param entries how many entries the chain has
 * @param old how many of them were there before the chain was, and are proven only since
 * @param head the hash of the last entry; empty where there is none. Whoever has noted it elsewhere can tell whether the
 *     chain was replaced as a whole
 * @param findings what is not as it should be, the first ones
 */
public record Audit(long entries, long old, String head, List<Finding> findings) {
    /** So many are told. */
    public static final int MOST_FINDINGS = 20;

    /** What is wrong. */
    public enum Kind {
        /** An entry, or the act or attempt that it speaks of, was changed or taken away. */
        CHANGED,
        /** An entry is missing before this one. */
        GAP,
        /** An act, an attempt or an outcome has no entry. */
        WITHOUT_ENTRY,
        /** The payment stands elsewhere than its history says. */
        STATE,
        /** The payment has a history and is not there any more. */
        PAYMENT_GONE
    }

    /**
     * @param payment which it is about; null where that is not known
     * @param entry the number of the entry; 0 where it is about none
     */
    public record Finding(Kind kind, @Nullable TransactionId payment, long entry) {}

    public Audit {
        findings = List.copyOf(findings);
    }
}
