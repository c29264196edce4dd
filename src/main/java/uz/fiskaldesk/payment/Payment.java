package uz.fiskaldesk.payment;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment as reported to the shop. Only the transaction ID is required; the other data help the cashier to recognise
 * the payment.
 *
 * @param paymentId Anor's second ID of the payment, digits or text; null for other providers, whose only ID is the
 *     transaction ID
 * @param phone the digits of the customer's phone number, {@code 998946532140}
 * @param card the masked card number, {@code 860014******3145}
 */
public record Payment(
        TransactionId transactionId,
        @Nullable String paymentId,
        @Nullable Amount amount,
        @Nullable String phone,
        @Nullable String card,
        @Nullable Instant paidAt,
        @Nullable String note) {
    public Payment {
        Objects.requireNonNull(transactionId);
    }

    /** A payment with a transaction ID only. */
    public static Payment of(TransactionId transactionId) {
        return new Payment(transactionId, null, null, null, null, null, null);
    }

    public Provider provider() {
        return transactionId.provider();
    }

    /** Whether transaction, amount and payment ID are equal as far as both payments have them. */
    public boolean agreesWith(Payment other) {
        return transactionId.equals(other.transactionId)
                && (amount == null || other.amount == null || amount.equals(other.amount))
                && (paymentId == null || other.paymentId == null || paymentId.equals(other.paymentId));
    }
}
