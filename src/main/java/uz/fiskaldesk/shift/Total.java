package uz.fiskaldesk.shift;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;

/**
 * A number of payments and their sum.
 *
 * @param tiyin the sum of the known amounts
 * @param withoutAmount how many of the payments have no known amount, so that the sum is too low
 */
public record Total(long count, long tiyin, long withoutAmount) {
    public static final Total NONE = new Total(0, 0, 0);

    Total plus(@Nullable Amount amount) {
        return amount == null
                ? new Total(count + 1, tiyin, withoutAmount + 1)
                : new Total(count + 1, tiyin + amount.tiyin(), withoutAmount);
    }
}
