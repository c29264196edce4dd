package uz.fiskaldesk.shift;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;

/**
 * What happened to the payments of the list from one closing to the next.
 *
 * @param from the previous closing, or the start of the day if there is none
 * @param to when the report was made
 * @param previous the previous closing, whose reason is the note for this shift; null if there is none
 * @param closing the closing that ends it, whose reason is the note for the next shift; null while it goes on
 * @param arrived paid in the shift
 * @param fiscalised confirmed by FiscalBox in the shift, whenever they were paid
 * @param byHand confirmed by a person in the shift
 * @param practice confirmed by a simulator in the shift: nothing was fiscalised
 * @param hours the hours in which something happened, in order
 * @param open everything that is open at the end of the shift, whenever it was paid
 * @param openPayments the first {@value #MOST_OPEN} open payments, oldest first
 * @param historyHead the head of the ledger's hash chain: the history up to this report cannot be changed without
 *     changing it; empty if there is no history
 */
public record ShiftReport(
        Instant from,
        Instant to,
        @Nullable Act previous,
        @Nullable Act closing,
        Total arrived,
        Total fiscalised,
        Total byHand,
        Total practice,
        List<Hour> hours,
        Total open,
        List<LedgerEntry> openPayments,
        String historyHead) {
    /** The maximum number of open payments that are listed one by one. */
    public static final int MOST_OPEN = 1000;

    /** @param start the beginning of the hour */
    public record Hour(Instant start, long arrived, long fiscalised, long byHand) {}

    public ShiftReport {
        hours = List.copyOf(hours);
        openPayments = List.copyOf(openPayments);
    }

    /** Whether the list has more open payments than {@link #openPayments}. */
    public boolean isCutOff() {
        return open.count() > openPayments.size();
    }
}
