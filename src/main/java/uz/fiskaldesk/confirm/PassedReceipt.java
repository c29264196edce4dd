package uz.fiskaldesk.confirm;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * A receipt that a POS has made and that names no payment for certain.
 *
 * @param card the part that was paid without cash; null if not known
 * @param total the sum of the receipt; null if not known
 */
public record PassedReceipt(
        FiscalReceipt receipt,
        @Nullable Amount card,
        @Nullable Amount total) {
    /** The same as what FiscalBox reports about its last receipt. */
    public LastReceipt.Printed printed() {
        return new LastReceipt.Printed(receipt.url(), card, total, false, null);
    }
}
