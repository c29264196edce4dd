package uz.fiskaldesk.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;

/**
 * The differences between a statement and the list.
 *
 * @param rows the number of rows that were compared
 * @param matched the rows whose payment is on the list by its ID, with the same amount
 * @param from the time of the first payment in the statement; null if it gives no times
 * @param to the end of its last moment or day
 * @param findings in the order of the statement; payments that are not in it at the end
 * @param unread the first rows that were not understood
 * @param unreadCount how many rows were not understood
 */
public record StatementReport(
        String name,
        long rows,
        long matched,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Finding> findings,
        List<RowReport> unread,
        long unreadCount) {
    /** What differs. */
    public enum Kind {
        /** In the statement, but not on the list. */
        MISSING,
        /** On the list by its ID, with another amount. */
        DIFFERENT_AMOUNT,
        /** The statement gives no ID; a payment with the same amount at about the same time is on the list. */
        PROBABLE,
        /** On the list with a time in the period of the statement, but not in it. */
        NOT_IN_STATEMENT
    }

    /**
     * @param row null if it is not in the statement
     * @param entry null if it is not on the list
     */
    public record Finding(
            Kind kind, @Nullable StatementRow row, @Nullable LedgerEntry entry) {}

    public StatementReport {
        findings = List.copyOf(findings);
        unread = List.copyOf(unread);
    }

    public List<Finding> of(Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }

    /** Whether the statement and the list agree. */
    public boolean agrees() {
        return findings.isEmpty() && unread.isEmpty();
    }

    /** The rows that are missing on the list and can be added. */
    public List<StatementRow> addable() {
        return findings.stream()
                .filter(finding -> finding.kind() == Kind.MISSING)
                .<StatementRow>mapMulti((finding, next) -> {
                    StatementRow row = finding.row();
                    if (row != null && row.canBeAdded()) {
                        next.accept(row);
                    }
                })
                .toList();
    }
}
