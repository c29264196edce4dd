package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.ReceiptLink;

/** The receipts that passed the gateway without a certain payment. Each method runs inside the caller's transaction. */
final class PassedReceipts {
    private static final Duration KEPT = Duration.ofDays(31);

    private PassedReceipts() {}

    /**
     * Keeps a receipt and forgets those that are a month older; false if it is kept already. Either clock may be ahead,
     * that of FiscalBox or that of this computer, so the earlier time counts.
     */
    static boolean add(Handle handle, PassedReceipt passed, Instant at) {
        long issuedAt = passed.receipt().issuedAt().toEpochMilli();
        long latest = Math.min(issuedAt, at.toEpochMilli());
        handle.createUpdate("DELETE FROM passed_receipt WHERE issued_at < :before")
                .bind("before", latest - KEPT.toMillis())
                .execute();
        return handle.createUpdate("INSERT INTO passed_receipt (issue, url, issued_at, card_tiyin, total_tiyin)"
                                + " VALUES (:issue, :url, :issuedAt, :card, :total) ON CONFLICT (issue) DO NOTHING")
                        .bind("issue", passed.receipt().issue())
                        .bind("url", passed.receipt().url())
                        .bind("issuedAt", issuedAt)
                        .bind("card", tiyin(passed.card()))
                        .bind("total", tiyin(passed.total()))
                        .execute()
                > 0;
    }

    static List<PassedReceipt> unassigned(Handle handle, Instant from, Instant to, int limit) {
        return handle
                .createQuery("SELECT * FROM passed_receipt WHERE issued_at BETWEEN :from AND :to"
                        + " AND NOT EXISTS (SELECT 1 FROM receipt_claim WHERE receipt_claim.issue = passed_receipt.issue)"
                        + " ORDER BY issued_at DESC LIMIT :limit")
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .filter(passed -> !RefundedReceipts.contains(handle, passed.receipt()))
                .toList();
    }

    /** Empty if the row was changed by another program; it is only a proposal. */
    private static Optional<PassedReceipt> read(ResultSet row) throws SQLException {
        Amount card = amount(row, "card_tiyin");
        Amount total = amount(row, "total_tiyin");
        return ReceiptLink.parse(row.getString("url")).map(receipt -> new PassedReceipt(receipt, card, total));
    }

    private static @Nullable Amount amount(ResultSet row, String column) throws SQLException {
        long tiyin = row.getLong(column);
        return row.wasNull() || tiyin <= 0 ? null : new Amount(tiyin);
    }

    private static @Nullable Long tiyin(@Nullable Amount amount) {
        return amount == null ? null : amount.tiyin();
    }
}
