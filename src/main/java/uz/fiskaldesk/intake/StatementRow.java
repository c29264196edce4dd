package uz.fiskaldesk.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.TransactionId;

/**
 * A payment in a statement of a provider or a bank.
 *
 * @param line the line of a text file, the row of a sheet, or the position in a JSON array, from 1
 * @param paidAt midnight in Tashkent if {@code wholeDay}
 * @param wholeDay whether the statement gives the day only
 * @param fields the row as a payment to be added
 */
public record StatementRow(
        long line,
        @Nullable TransactionId id,
        @Nullable String paymentId,
        @Nullable Amount amount,
        @Nullable Instant paidAt,
        boolean wholeDay,
        PaymentFields fields) {
    /** Whether it can be added to the list: a payment is confirmed by its transaction ID. */
    public boolean canBeAdded() {
        return id != null;
    }
}
