package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * A captured receipt that the selected payment does not take, with the payments that it may belong to.
 *
 * @param text the captured text, which is captured again for the chosen payment
 * @param candidates the proposed payments, the best first
 * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
 * @param takenBy the payment that has this receipt already; null if there is none
 * @param since since when it has been shown
 */
public record UnassignedReceipt(
        String text,
        FiscalReceipt receipt,
        List<Proposal> candidates,
        LastReceipt.@Nullable Printed printed,
        @Nullable LedgerEntry takenBy,
        Instant since) {
    public UnassignedReceipt {
        candidates = List.copyOf(candidates);
    }

    UnassignedReceipt shownSince(Instant now) {
        return new UnassignedReceipt(text, receipt, candidates, printed, takenBy, now);
    }
}
