package uz.fiskaldesk.desk.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.confirm.Matching;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** Compares captured receipts with payments and with this till. */
final class ReceiptComparison {
    private final Ledger ledger;
    private final Matching matching;
    private final ReceiptChecks checks;
    private final Supplier<@Nullable String> tillTerminalId;

    ReceiptComparison(Ledger ledger, ReceiptChecks checks, Supplier<@Nullable String> tillTerminalId) {
        this.ledger = ledger;
        this.matching = new Matching(ledger);
        this.checks = checks;
        this.tillTerminalId = tillTerminalId;
    }

    /** The terminal ID of this till; null until FiscalBox has reported it. */
    @Nullable
    String tillTerminalId() {
        return tillTerminalId.get();
    }

    /** The warnings for offering the receipt for the payment. */
    List<ReceiptWarning> warnings(
            LedgerEntry entry, ReceiptReading.Accepted accepted, LastReceipt.@Nullable Printed printed) {
        Instant paidAt = entry.payment().paidAt();
        if (printed == null) {
            return checks.warnings(accepted, paidAt, tillTerminalId());
        }
        List<ReceiptWarning> warnings = new ArrayList<>(accepted.warnings());
        warnings.addAll(checks.warningsOfLastReceipt(accepted.receipt(), paidAt, tillTerminalId()));
        if (printed.differsFrom(entry.payment().amount())) {
            warnings.add(ReceiptWarning.AMOUNT_DIFFERS);
        }
        return warnings;
    }

    /** Reads the payments that the receipt may belong to. Blocks. */
    UnassignedReceipt unassigned(
            ReceiptReading.Accepted accepted, LastReceipt.@Nullable Printed printed, @Nullable String till) {
        FiscalReceipt receipt = accepted.receipt();
        return new UnassignedReceipt(
                accepted.text(),
                receipt,
                matching.paymentsFor(receipt, printed, till),
                printed,
                matching.holderOf(receipt).flatMap(ledger::find).orElse(null),
                Instant.MAX);
    }

    /** Looks in the whole ledger for another payment with the offered receipt. Blocks. */
    Optional<TransactionId> otherHolderOf(OfferedReceipt offer) {
        return matching.holderOf(offer.receipt())
                .filter(id -> !id.equals(offer.entry().transactionId()));
    }

    /** The receipts, those first that fit the payment best. */
    List<FiscalReceipt> ranked(List<FiscalReceipt> receipts, @Nullable LedgerEntry entry) {
        return entry == null
                ? receipts
                : List.copyOf(Matching.rank(entry, receipts, tillTerminalId()).keySet());
    }

    /** How well a receipt fits the payment; null if there is no payment. */
    @Nullable
    Match match(FiscalReceipt receipt, @Nullable LedgerEntry entry) {
        return entry == null ? null : Match.of(entry, receipt, null, tillTerminalId());
    }
}
