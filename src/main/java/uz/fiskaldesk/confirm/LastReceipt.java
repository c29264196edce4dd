package uz.fiskaldesk.confirm;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Provider;

/** The till's last receipt, as FiscalBox reports it. */
public sealed interface LastReceipt {
    /** A payment as a POS names it with an order: by the transaction ID or the payment ID, both of which occur. */
    record PaymentName(Provider provider, String id) {}

    /**
     * A receipt. The link is not validated.
     *
     * @param card the part that was paid without cash; null if not known or zero
     * @param total the sum of the receipt; null if not known
     * @param refund whether it returns money, so that it belongs to no payment
     * @param paymentName the payment that the POS gave with the order; null if none
     */
    record Printed(
            String link,
            @Nullable Amount card,
            @Nullable Amount total,
            boolean refund,
            @Nullable PaymentName paymentName)
            implements LastReceipt {
        /** Whether neither the part paid without cash nor the sum is this amount. False if either side is not known. */
        public boolean differsFrom(@Nullable Amount paid) {
            return paid != null && total != null && !paid.equals(card) && !paid.equals(total);
        }
    }

    /** FiscalBox answered, but without a receipt. */
    record None() implements LastReceipt {}

    /** FiscalBox answered with an error. */
    record Trouble(Answer answer) implements LastReceipt {}

    /** FiscalBox could not be reached, or something else answered. */
    record Down(Outcome why) implements LastReceipt {}
}
