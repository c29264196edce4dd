package uz.fiskaldesk.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Records which payment a receipt belongs to: one, unless a person allows another payment to use it again. As long as
 * any payment claims a receipt, every further use needs a person's approval.
 */
final class ReceiptClaims {
    /**
     * Finds a payment other than {@code payment} that has this receipt or may have it booked, or has a receipt that
     * differs only in its number. No two receipts have the same time and fiscal sign.
     */
    Optional<TransactionId> otherHolder(Handle handle, FiscalReceipt receipt, long payment) {
        return handle.createQuery(
                        "SELECT p.provider, p.transaction_id FROM receipt_claim c JOIN payment p ON p.id = c.payment"
                                + " WHERE c.issue = :issue AND c.payment <> :payment ORDER BY c.again, c.payment LIMIT 1")
                .bind("issue", receipt.issue())
                .bind("payment", payment)
                .map((row, _) -> RowMapping.transactionId(row))
                .findOne();
    }

    /** The key with which {@link Dialect#lock} locks a receipt. */
    static String lockOf(FiscalReceipt receipt) {
        return "receipt " + receipt.issue();
    }

    /**
     * The payments that hold receipts, by {@link FiscalReceipt#issue}; see {@link #otherHolder}.
     *
     * @param mapper maps a row with the columns {@code provider} and {@code transaction_id}
     */
    static <T> Map<String, T> holders(Handle handle, List<String> issues, UnreadableRowException.Mapper<T> mapper) {
        Map<String, T> holders = new HashMap<>();
        handle.createQuery("SELECT c.issue, p.provider, p.transaction_id FROM receipt_claim c"
                        + " JOIN payment p ON p.id = c.payment"
                        + " WHERE c.issue IN (<issues>) ORDER BY c.again, c.payment")
                .bindList("issues", issues)
                .map((row, _) -> Map.entry(row.getString(1), mapper.map(row)))
                .forEach(holder -> holders.putIfAbsent(holder.getKey(), holder.getValue()));
        return holders;
    }

    /** The identities of all claimed receipts by the ID of their payment; an empty one where the columns do not agree. */
    static Map<Long, Set<String>> all(Handle handle) {
        Map<Long, Set<String>> claims = new HashMap<>();
        handle.createQuery("SELECT payment, identity, issue FROM receipt_claim")
                .setFetchSize(PostgresDatabase.FETCH_SIZE)
                .map((row, _) -> {
                    String identity = row.getString("identity");
                    boolean agrees = FiscalReceipt.issueOf(identity).equals(row.getString("issue"));
                    return Map.entry(row.getLong("payment"), agrees ? identity : "");
                })
                .forEach(claim -> claims.computeIfAbsent(claim.getKey(), _ -> new HashSet<>())
                        .add(claim.getValue()));
        return claims;
    }

    /** Claims a receipt for a payment, which may have claimed it already. */
    void claim(Handle handle, FiscalReceipt receipt, long payment, boolean again) {
        handle.createUpdate("INSERT INTO receipt_claim (identity, payment, again, issue)"
                        + " VALUES (:identity, :payment, :again, :issue)"
                        + " ON CONFLICT (identity, payment) DO NOTHING")
                .bind("identity", receipt.identity())
                .bind("payment", payment)
                .bind("issue", receipt.issue())
                .bind("again", again ? 1 : 0)
                .execute();
    }

    /** Releases the payment's receipts, except those that FiscalBox may have booked for it. */
    void release(Handle handle, long payment) {
        handle.createUpdate("DELETE FROM receipt_claim WHERE payment = :payment AND NOT EXISTS ("
                        + "SELECT 1 FROM attempt WHERE attempt.payment = receipt_claim.payment"
                        + " AND attempt.receipt_identity = receipt_claim.identity"
                        + " AND (attempt.kind IS NULL OR attempt.kind IN ('UNKNOWN', 'CONFIRMED')))")
                .bind("payment", payment)
                .execute();
    }
}
