package uz.fiskaldesk.confirm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;

/** Resolves conflicts: FiscalBox has confirmed one receipt and another may be booked too. */
public final class ConflictResolution {
    private ConflictResolution() {}

    /** The distinct receipts that were sent, in the order of the attempts. */
    public static List<FiscalReceipt> receipts(List<Attempt> attempts) {
        Map<String, FiscalReceipt> receipts = new LinkedHashMap<>();
        attempts.forEach(attempt -> ReceiptLink.parse(attempt.receiptUrl())
                .ifPresent(receipt -> receipts.putIfAbsent(receipt.identity(), receipt)));
        return List.copyOf(receipts.values());
    }

    /**
     * Records a person's decision which receipt is valid. Blocks like every write to the ledger.
     *
     * @param holds the valid receipt; must have been sent for this payment
     * @param operator who decided it
     * @return empty if the payment is no longer in conflict or was changed concurrently
     */
    public static Optional<LedgerEntry> resolve(
            Ledger ledger, LedgerEntry entry, FiscalReceipt holds, String reason, Operator operator) {
        return ledger.resolve(
                entry,
                holds,
                List.of(
                        operator.act(Act.Kind.RECEIPT_HOLDS, holds.url()),
                        operator.act(Act.Kind.CONFIRMED_BY_HAND, reason)));
    }
}
