package uz.fiskaldesk.payment;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the shop got it. Only the transaction id is certain; everything else helps the cashier to recognise it.
 *
 * @param paymentId the provider's number of the payment, digits or text
 * @param phone digits as FiscalBox gives them, {@code 998946532140}
 * @param card as received, masked by the provider: {@code 860014******3145}
 */
public record Payment(
        TransactionId transactionId,
        Provider provider,
        @Nullable String paymentId,
        @Nullable Amount amount,
        @Nullable String phone,
        @Nullable String card,
        @Nullable Instant paidAt,
        @Nullable String note) {
    public Payment {
        Objects.requireNonNull(transactionId);
        Objects.requireNonNull(provider);
    }

    /** A payment of which only the transaction is known. */
    public static Payment of(TransactionId transactionId) {
        return new Payment(transactionId, Provider.ANOR, null, null, null, null, null, null);
    }

    /** Whether the other payment says nothing different: where both know a fact, it is the same fact. */
    public boolean agreesWith(Payment other) {
        return transactionId.equals(other.transactionId)
                && (amount == null || other.amount == null || amount.equals(other.amount))
                && (paymentId == null || other.paymentId == null || paymentId.equals(other.paymentId));
    }
}
