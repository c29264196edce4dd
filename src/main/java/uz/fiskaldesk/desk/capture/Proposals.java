package uz.fiskaldesk.desk.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Finds the payments that a receipt may belong to, by the time when it was issued. */
final class Proposals {
    /** A receipt is printed after its payment, at the latest when the shift is closed. */
    private static final Duration WITHIN = Duration.ofDays(1);

    /** Tolerance for the clocks of till and bank; FiscalBox allows five minutes. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final int LOOKED_AT = 500;
    private static final int SHOWN = 5;

    private final Ledger ledger;

    Proposals(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Reads payments without a receipt, and unconfirmed ones with this receipt; the closest in time first. */
    List<LedgerEntry> paymentsFor(FiscalReceipt receipt) {
        Instant issued = receipt.issuedAt();
        LedgerQuery query = LedgerQuery.ALL
                .in(PaymentState.where(PaymentState::takesReceipt))
                .between(issued.minus(WITHIN), issued.plus(WITHIN));
        return ledger.page(query, null, LOOKED_AT).stream()
                .filter(entry -> entry.state() == PaymentState.PENDING || entry.hasReceipt(receipt))
                .filter(entry -> mayHaveBeenPaidBefore(entry, issued))
                .sorted(Comparator.comparing(
                        entry -> Duration.between(entry.sortTime(), issued).abs()))
                .limit(SHOWN)
                .toList();
    }

    /** Always true if the time of payment is unknown. */
    private static boolean mayHaveBeenPaidBefore(LedgerEntry entry, Instant issued) {
        Instant paidAt = entry.payment().paidAt();
        return paidAt == null || !paidAt.isAfter(issued.plus(CLOCKS_DIFFER));
    }
}
