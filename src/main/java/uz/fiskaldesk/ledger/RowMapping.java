package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger.FailureCount;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** Maps rows of the ledger's tables to domain objects. */
final class RowMapping {
    private RowMapping() {}

    /** @throws UnreadableRowException if a value is not valid */
    static LedgerEntry entry(ResultSet row) throws SQLException {
        return UnreadableRowException.guard(row, "transaction_id", RowMapping::readEntry);
    }

    /** Empty if a value is not valid. */
    static Optional<LedgerEntry> readableEntry(ResultSet row) throws SQLException {
        try {
            return Optional.of(entry(row));
        } catch (UnreadableRowException e) {
            return Optional.empty();
        }
    }

    private static LedgerEntry readEntry(ResultSet row) throws SQLException {
        String cameFrom = row.getString("came_from");
        return new LedgerEntry(
                row.getLong("id"),
                row.getLong("version"),
                payment(row),
                instant(row.getLong("added_at")),
                PaymentState.valueOf(row.getString("state")),
                cameFrom == null ? null : PaymentState.valueOf(cameFrom),
                row.getBoolean("by_hand"),
                receipt(row),
                row.getInt("attempts"),
                row.getBoolean("in_doubt"),
                row.getBoolean("conflict"),
                row.getInt("failed_sends"),
                OutcomeColumns.read(row, "last_"),
                nullableInstant(row, "last_at"),
                nullableInstant(row, "next_try_at"),
                nullableInstant(row, "pos_expected_until"),
                ReceiptWarning.ofCodes(row.getString("receipt_warnings")),
                row.getBoolean("awaits_word"),
                row.getString("sender"),
                row.getString("sent_to"));
    }

    private static Payment payment(ResultSet row) throws SQLException {
        long tiyin = row.getLong("amount_tiyin");
        Amount amount = row.wasNull() ? null : new Amount(tiyin);
        return new Payment(
                transactionId(row),
                row.getString("payment_id"),
                amount,
                row.getString("phone"),
                row.getString("card"),
                nullableInstant(row, "paid_at"),
                row.getString("note"));
    }

    /** The ID in a row with the columns {@code provider} and {@code transaction_id}. */
    static TransactionId transactionId(ResultSet row) throws SQLException {
        return UnreadableRowException.guard(
                row,
                "transaction_id",
                one -> TransactionId.of(Provider.ofCode(one.getString("provider")), one.getString("transaction_id")));
    }

    private static @Nullable FiscalReceipt receipt(ResultSet row) throws SQLException {
        String url = row.getString("receipt_url");
        return url == null
                ? null
                : new FiscalReceipt(
                        url,
                        Objects.requireNonNull(row.getString("receipt_terminal"), "receipt_terminal"),
                        Objects.requireNonNull(row.getString("receipt_number"), "receipt_number"),
                        instant(row.getLong("receipt_issued_at")),
                        Objects.requireNonNull(row.getString("receipt_sign"), "receipt_sign"));
    }

    /** @throws UnreadableRowException if a value is not valid */
    static Attempt attempt(ResultSet row) throws SQLException {
        return UnreadableRowException.guard(row, "receipt_url", RowMapping::readAttempt);
    }

    private static Attempt readAttempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getLong("id"),
                instant(row.getLong("started_at")),
                nullableInstant(row, "finished_at"),
                row.getString("receipt_url"),
                row.getString("till"),
                row.getString("address"),
                OutcomeColumns.read(row, ""));
    }

    /** @throws UnreadableRowException if a value is not valid */
    static Act act(ResultSet row) throws SQLException {
        return UnreadableRowException.guard(row, "kind", RowMapping::readAct);
    }

    private static Act readAct(ResultSet row) throws SQLException {
        return new Act(
                Act.Kind.valueOf(row.getString("kind")),
                Objects.requireNonNull(row.getString("who")),
                instant(row.getLong("at")),
                row.getString("why"));
    }

    /** Empty if the outcome cannot be read; those payments are left out of the list as well. */
    static Optional<FailureCount> failures(ResultSet row) throws SQLException {
        try {
            return Optional.ofNullable(UnreadableRowException.guard(row, "last_reason", RowMapping::readFailures));
        } catch (UnreadableRowException e) {
            return Optional.empty();
        }
    }

    private static FailureCount readFailures(ResultSet row) throws SQLException {
        return new FailureCount(
                PaymentState.valueOf(row.getString("state")),
                Objects.requireNonNull(OutcomeColumns.read(row, "last_")),
                row.getLong("n"));
    }

    static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : instant(millis);
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static @Nullable Long millis(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }
}
