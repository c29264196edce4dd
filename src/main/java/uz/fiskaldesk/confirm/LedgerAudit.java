package uz.fiskaldesk.confirm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying a ledger's hash chain: whether each entry follows from the previous one, whether every act and
 * attempt has an entry, and whether the state of every payment matches its history.
 *
 * @param entries the number of entries in the chain
 * @param old the number of entries that are older than the chain; changes made before the chain began go undetected
 * @param head the hash of the last entry, empty if there is none; compared with a copy kept elsewhere, it shows whether
 *     the whole chain was replaced
 * @param findings the first {@value #MOST_FINDINGS} problems found
 */
public record LedgerAudit(long entries, long old, String head, List<Finding> findings) {
    /** The maximum number of findings in an audit. */
    public static final int MOST_FINDINGS = 20;

    /** The kinds of problems. */
    public enum Kind {
        /** An entry, or the act or attempt that it covers, was changed or deleted. */
        CHANGED,
        /** An entry is missing before this one. */
        GAP,
        /** An act, an attempt or an outcome has no entry. */
        WITHOUT_ENTRY,
        /** The state of the payment differs from what its history implies. */
        STATE,
        /** The receipts that are kept for the payment are not those that its history implies. */
        CLAIM,
        /** The payment has a value that the program never writes, and is left out of the list. */
        UNREADABLE,
        /** The payment has a history but no longer exists. */
        PAYMENT_GONE,
        /** The rules about rejections that count as confirmed differ from those that the acts added and removed. */
        RULES
    }

    /**
     * @param payment the ID of the payment concerned; null if not known
     * @param entry the number of the entry concerned; 0 if none is
     */
    public record Finding(Kind kind, @Nullable String payment, long entry) {}

    public LedgerAudit {
        findings = List.copyOf(findings);
    }
}
