package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Ledger.FailureCount;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.confirm.PaymentHistory.AttemptResult;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Reads single payments inside the caller's transaction. */
final class PaymentRows {
    private PaymentRows() {}

    static Optional<LedgerEntry> find(Handle handle, TransactionId id) {
        return handle.createQuery("SELECT * FROM payment WHERE transaction_key = :key")
                .bind("key", id.key())
                .map((row, _) -> RowMapping.entry(row))
                .findOne();
    }

    /** The payments among the given {@link TransactionId#key keys}, by their key. */
    static <T> Map<String, T> withKeys(Handle handle, List<String> keys, UnreadableRowException.Mapper<T> mapper) {
        return handle.createQuery("SELECT * FROM payment WHERE transaction_key IN (<keys>)")
                .bindList("keys", keys)
                .map((row, _) -> Map.entry(row.getString("transaction_key"), mapper.map(row)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    static LedgerEntry byId(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM payment WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> RowMapping.entry(row))
                .one();
    }

    /**
     * Everything that a payment's state is derived from: its receipt, its acts and all attempts.
     *
     * @param entry the row as it is in this transaction
     */
    static PaymentHistory life(Handle handle, LedgerEntry entry) {
        List<AttemptResult> attempts = handle.createQuery("SELECT * FROM attempt WHERE payment = :payment ORDER BY id")
                .bind("payment", entry.id())
                .map((row, _) -> UnreadableRowException.guard(row, "receipt_url", PaymentRows::attempt))
                .list();
        FiscalReceipt receipt = entry.receipt();
        boolean setAside = entry.state() == PaymentState.SET_ASIDE;
        return new PaymentHistory(
                receipt == null ? null : receipt.identity(),
                (setAside ? entry.cameFrom() : entry.state()) == PaymentState.READY,
                setAside,
                entry.confirmedByHand(),
                hasAct(handle, entry, Act.Kind.FROM_BACKUP),
                attempts);
    }

    private static AttemptResult attempt(ResultSet row) throws SQLException {
        return new AttemptResult(
                row.getLong("id"),
                Objects.requireNonNull(row.getString("receipt_identity")),
                OutcomeColumns.read(row, ""));
    }

    static boolean hasAct(Handle handle, LedgerEntry entry, Act.Kind kind) {
        return handle.createQuery("SELECT count(*) FROM act WHERE payment = :payment AND kind = :kind")
                        .bind("payment", entry.id())
                        .bind("kind", kind.name())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** The rejected and unknown payments without a conflict, counted by their last outcome. */
    static List<FailureCount> failures(Handle handle) {
        return handle
                .createQuery(
                        "SELECT state, last_kind, last_reason, last_http_status, last_code, last_message, count(*) AS n"
                                + " FROM payment WHERE state IN ('REJECTED', 'UNKNOWN') AND conflict = 0"
                                + " AND last_kind IS NOT NULL"
                                + " GROUP BY state, last_kind, last_reason, last_http_status, last_code, last_message")
                .map((row, _) -> RowMapping.failures(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** See {@link Ledger#counts}. */
    static Map<PaymentState, Long> counts(Handle handle, QuerySql sql) {
        Map<PaymentState, Long> counts = new EnumMap<>(PaymentState.class);
        sql.bind(handle.createQuery("SELECT state, count(*) AS n FROM payment" + sql.where() + " GROUP BY state"))
                .map((row, _) -> Map.entry(String.valueOf(row.getString("state")), row.getLong("n")))
                .forEach(count -> Stream.of(PaymentState.values())
                        .filter(state -> state.name().equals(count.getKey()))
                        .forEach(state -> counts.put(state, count.getValue())));
        return counts;
    }

    /** See {@link Ledger#sendable}. */
    static Ledger.Sendable sendable(Handle handle, QuerySql sql) {
        return sql.bind(handle.createQuery("SELECT count(*) AS n, coalesce(sum(CASE WHEN state = 'READY'"
                        + " AND pos_expected_until IS NOT NULL THEN 1 ELSE 0 END), 0) AS awaited"
                        + " FROM payment" + sql.where() + (sql.where().isEmpty() ? " WHERE " : " AND ")
                        + "receipt_url IS NOT NULL AND conflict = 0 AND awaits_word = 0"
                        + " AND (state <> 'READY' OR in_doubt = 0) AND "
                        + QuerySql.stateIn(PaymentState.where(PaymentState::canRetry))))
                .map((row, _) -> new Ledger.Sendable(row.getLong("n"), row.getLong("awaited")))
                .one();
    }
}
