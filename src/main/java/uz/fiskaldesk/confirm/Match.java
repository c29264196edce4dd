package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * How well a receipt fits a payment. Better matches come first: by ID, then by amount, time and till. Only an equal ID makes
 * a pair certain; everything else is a proposal to a person.
 *
 * @param sameId the POS gave the payment's ID with the receipt, or the payment has this receipt already
 * @param amount whether the sums are equal
 * @param afterPayment the time from the payment to the receipt, negative if the receipt is earlier; null if the time of the
 *     payment is not known
 * @param distance like {@code afterPayment} and not negative; measured from when the payment was added if its time is not
 *     known
 * @param till whether the receipt is of this till
 */
public record Match(
        boolean sameId, Agreement amount, @Nullable Duration afterPayment, Duration distance, Agreement till)
        implements Comparable<Match> {
    /** Whether two values are equal. Ordered: better ones first. */
    public enum Agreement {
        SAME,
        UNKNOWN,
        DIFFERENT
    }

    private static final Comparator<Match> BEST_FIRST = Comparator.comparing(Match::sameId)
            .reversed()
            .thenComparing((Match match) -> match.amount())
            .thenComparing(Match::isBeforePayment)
            .thenComparing(Match::distance)
            .thenComparing(Match::till);

    /**
     * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
     * @param tillTerminalId the fiscal module of this till; null if not known
     */
    public static Match of(
            LedgerEntry entry,
            FiscalReceipt receipt,
            LastReceipt.@Nullable Printed printed,
            @Nullable String tillTerminalId) {
        boolean isNamed = printed != null && isNamed(entry, printed.paymentName());
        Duration after = entry.payment().paidAt() == null
                ? null
                : receipt.issuedAfter(entry.payment().paidAt());
        return new Match(
                isNamed || entry.hasReceipt(receipt),
                amount(entry.payment().amount(), printed),
                after,
                Duration.between(entry.sortTime(), receipt.issuedAt()).abs(),
                tillTerminalId == null
                        ? Agreement.UNKNOWN
                        : agreement(tillTerminalId.equalsIgnoreCase(receipt.terminalId())));
    }

    private static Agreement amount(@Nullable Amount paid, LastReceipt.@Nullable Printed printed) {
        return paid == null || printed == null || printed.total() == null
                ? Agreement.UNKNOWN
                : agreement(!printed.differsFrom(paid));
    }

    private static Agreement agreement(boolean same) {
        return same ? Agreement.SAME : Agreement.DIFFERENT;
    }

    /** Whether the name is the payment's transaction ID, in any spelling, or its payment ID. */
    static boolean isNamed(LedgerEntry entry, LastReceipt.@Nullable PaymentName name) {
        return name != null
                && name.provider() == entry.payment().provider()
                && (entry.transactionId().isNamedBy(name.id())
                        || name.id().equals(entry.payment().paymentId()));
    }

    private boolean isBeforePayment() {
        return afterPayment != null && afterPayment.plus(Matching.CLOCKS_DIFFER).isNegative();
    }

    @Override
    public int compareTo(Match other) {
        return BEST_FIRST.compare(this, other);
    }
}
