package uz.fiskaldesk.confirm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;

/** What a person decides where FiscalBox has confirmed one receipt and another may be booked too. */
public final class Conflict {
    private Conflict() {}

    /** The different receipts that were sent, in the order in which they were. */
    public static List<FiscalReceipt> receipts(List<Attempt> attempts) {
        Map<String, FiscalReceipt> receipts = new LinkedHashMap<>();
        attempts.forEach(attempt -> ReceiptLink.parse(attempt.receiptUrl())
                .ifPresent(receipt -> receipts.putIfAbsent(receipt.identity(), receipt)));
        return List.copyOf(receipts.values());
    }

    /**
     * A person's word on which receipt holds. Blocks like every write to the ledger.
     *
     * @param operator who says so
     * @return empty where the payment is not in conflict any more, or somebody else was faster
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
