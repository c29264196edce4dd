package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.List;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * A receipt that came while no payment could take it, and the payments that it may belong to.
 *
 * @param text what was captured, to be taken again for the payment that is chosen
 * @param fitting the nearest in time first
 * @param since when it came
 */
public record UnassignedReceipt(String text, FiscalReceipt receipt, List<LedgerEntry> fitting, Instant since) {
    public UnassignedReceipt {
        fitting = List.copyOf(fitting);
    }
}
