package uz.fiskaldesk.ledger;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Which payment a receipt serves. The primary key makes it one; a person's override lets a second payment use the
 * receipt without taking it from the first.
 */
final class Claims {
    /** The payment that has this receipt, or may have it booked. */
    Optional<TransactionId> holder(Handle handle, FiscalReceipt receipt) {
        return handle.createQuery("SELECT p.transaction_id FROM receipt_claim c JOIN payment p ON p.id = c.payment"
                        + " WHERE c.identity = :identity")
                .bind("identity", receipt.identity())
                .mapTo(String.class)
                .findOne()
                .map(TransactionId::of);
    }

    /** Takes a receipt for a payment; it may be its own already. */
    void take(Handle handle, FiscalReceipt receipt, long payment) {
        handle.createUpdate("INSERT INTO receipt_claim (identity, payment) VALUES (:identity, :payment)"
                        + " ON CONFLICT (identity) DO UPDATE SET payment = excluded.payment"
                        + " WHERE receipt_claim.payment = excluded.payment")
                .bind("identity", receipt.identity())
                .bind("payment", payment)
                .execute();
    }

    /** Lets go of the payment's receipts, but for those that FiscalBox may have booked for it. */
    void release(Handle handle, long payment) {
        handle.createUpdate("DELETE FROM receipt_claim WHERE payment = :payment AND NOT EXISTS ("
                        + "SELECT 1 FROM attempt WHERE attempt.payment = receipt_claim.payment"
                        + " AND attempt.receipt_identity = receipt_claim.identity"
                        + " AND (attempt.kind IS NULL OR attempt.kind IN ('UNKNOWN', 'CONFIRMED')))")
                .bind("payment", payment)
                .execute();
    }
}
