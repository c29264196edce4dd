package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.List;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * A captured receipt that the selected payment does not take, with the payments that it may belong to.
 *
 * @param text the captured text, which is captured again for the chosen payment
 * @param candidates the proposed payments, the closest in time first
 * @param since when it was captured
 */
public record UnassignedReceipt(String text, FiscalReceipt receipt, List<LedgerEntry> candidates, Instant since) {
    public UnassignedReceipt {
        candidates = List.copyOf(candidates);
    }
}
