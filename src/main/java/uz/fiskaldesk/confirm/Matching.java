package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Proposes the payments that a receipt may belong to, and orders receipts by how well they fit a payment. Changes nothing:
 * a person selects. Thread-safe; reading blocks.
 */
public final class Matching {
    /** A receipt is printed after its payment, at the latest when the shift is closed. */
    private static final Duration WITHIN = Duration.ofDays(1);

    /** Tolerance for the clocks of till and bank; FiscalBox allows five minutes. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final int LOOKED_AT = 500;
    private static final int SHOWN = 5;

    private final Ledger ledger;

    public Matching(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A proposed payment and why. */
    public record Proposal(LedgerEntry entry, Match match) {}

    /**
     * Reads payments without a receipt, and unconfirmed ones with this receipt; the best first, at most five.
     *
     * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
     * @param tillTerminalId the fiscal module of this till; null if not known
     * @throws LedgerException if the ledger cannot be read
     */
    public List<Proposal> paymentsFor(
            FiscalReceipt receipt, LastReceipt.@Nullable Printed printed, @Nullable String tillTerminalId) {
        Instant issued = receipt.issuedAt();
        LedgerQuery query = LedgerQuery.ALL
                .in(PaymentState.where(PaymentState::takesReceipt))
                .between(issued.minus(WITHIN), issued.plus(WITHIN));
        Map<Long, LedgerEntry> found = new LinkedHashMap<>();
        ledger.page(query, null, LOOKED_AT).stream()
                .filter(entry -> mayHaveBeenPaidBefore(entry, issued))
                .forEach(entry -> found.put(entry.id(), entry));
        // A payment that the POS has named is proposed whenever it was made.
        Optional.ofNullable(printed)
                .map(LastReceipt.Printed::paymentName)
                .flatMap(this::named)
                .ifPresent(entry -> found.put(entry.id(), entry));
        return found.values().stream()
                .filter(LedgerEntry::takesReceipt)
                .filter(entry -> entry.state() == PaymentState.PENDING || entry.hasReceipt(receipt))
                .map(entry -> new Proposal(entry, Match.of(entry, receipt, printed, tillTerminalId)))
                .sorted(Comparator.comparing(Proposal::match))
                .limit(SHOWN)
                .toList();
    }

    /** Always true if the time of payment is unknown. */
    private static boolean mayHaveBeenPaidBefore(LedgerEntry entry, Instant issued) {
        Instant paidAt = entry.payment().paidAt();
        return paidAt == null || !paidAt.isAfter(issued.plus(CLOCKS_DIFFER));
    }

    /**
     * The only payment with this transaction or payment ID; empty if there is none, or more than one.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Optional<LedgerEntry> named(LastReceipt.PaymentName name) {
        Map<Long, LedgerEntry> found = new LinkedHashMap<>();
        TransactionId.parse(name.provider(), name.id())
                .flatMap(ledger::find)
                .ifPresent(entry -> found.put(entry.id(), entry));
        ledger.forEach(LedgerQuery.ALL.matching(name.id()), entry -> {
            if (Match.isNamed(entry, name)) {
                found.put(entry.id(), entry);
            }
        });
        return found.size() == 1 ? Optional.of(found.values().iterator().next()) : Optional.empty();
    }

    /**
     * The payment whose receipt this is, if the receipt is booked, may be booked or is about to be sent.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Optional<TransactionId> holderOf(FiscalReceipt receipt) {
        LedgerQuery query = LedgerQuery.ALL
                .in(PaymentState.where(PaymentState::holdsReceipt))
                .matching(receipt.terminalId() + " " + receipt.receiptNumber());
        return ledger.page(query, null, LOOKED_AT).stream()
                .filter(entry -> entry.hasReceipt(receipt))
                .map(LedgerEntry::transactionId)
                .findFirst();
    }

    /** A proposed receipt and why. */
    public record ReceiptProposal(PassedReceipt passed, Match match) {}

    /**
     * Reads the receipts that the POS has made and no payment has; the best first, at most five. One with another amount is
     * left out.
     *
     * @param tillTerminalId the fiscal module of this till; null if not known
     * @throws LedgerException if the ledger cannot be read
     */
    public List<ReceiptProposal> receiptsFor(LedgerEntry entry, @Nullable String tillTerminalId) {
        Instant paid = entry.sortTime();
        return ledger.unassignedReceipts(paid.minus(CLOCKS_DIFFER), paid.plus(WITHIN), LOOKED_AT).stream()
                .map(passed -> new ReceiptProposal(
                        passed, Match.of(entry, passed.receipt(), passed.printed(), tillTerminalId)))
                .filter(proposal -> proposal.match().amount() != Match.Agreement.DIFFERENT)
                .sorted(Comparator.comparing(ReceiptProposal::match))
                .limit(SHOWN)
                .toList();
    }

    /** Receipts with how well they fit the payment, the best first. */
    public static Map<FiscalReceipt, Match> rank(
            LedgerEntry entry, List<FiscalReceipt> receipts, @Nullable String tillTerminalId) {
        return receipts.stream()
                .map(receipt -> Map.entry(receipt, Match.of(entry, receipt, null, tillTerminalId)))
                .sorted(Map.Entry.comparingByValue())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first, LinkedHashMap::new));
    }
}
