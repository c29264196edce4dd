package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;

/** Builds the WHERE and ORDER BY clauses of a {@link LedgerQuery}. Values are always bound as parameters. */
final class QuerySql {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final boolean oldestFirst;

    QuerySql(LedgerQuery query, Dialect dialect) {
        oldestFirst = query.oldestFirst();
        if (!query.states().isEmpty()) {
            conditions.add(stateIn(query.states()));
        }
        List<SearchText.Word> words = SearchText.words(query.search());
        for (int i = 0; i < words.size(); i++) {
            // One condition for each different spelling: they are what a search of many payments spends its time on.
            conditions.add(contains(dialect, "word" + i, words.get(i).spellings()));
        }
        if (query.confirmedBy() != null) {
            conditions.add(confirmedBy(query.confirmedBy()));
        }
        instant("last_at >= :changedSince", "changedSince", query.changedSince());
        instant("last_at < :changedBefore", "changedBefore", query.changedBefore());
        instant("happened_at >= :from", "from", query.from());
        instant("happened_at < :to", "to", query.to());
    }

    private String contains(Dialect dialect, String name, List<String> spellings) {
        List<String> either = new ArrayList<>();
        for (int i = 0; i < spellings.size(); i++) {
            String parameter = name + "_" + i;
            values.put(parameter, spellings.get(i));
            either.add(dialect.contains("search", ":" + parameter));
        }
        return "(" + String.join(" OR ", either) + ")";
    }

    /** As {@link LedgerEntry#confirmedBy}. */
    private static String confirmedBy(ConfirmedBy by) {
        return stateIn(Set.of(PaymentState.CONFIRMED)) + " AND "
                + switch (by) {
                    case PERSON -> "by_hand = 1";
                    case SIMULATOR -> "by_hand = 0 AND last_reason = '" + OutcomeColumns.PRACTICE + "'";
                    case FISCALBOX -> "by_hand = 0 AND coalesce(last_reason, '') <> '" + OutcomeColumns.PRACTICE + "'";
                };
    }

    /** A condition on the column of the state. */
    static String stateIn(Set<PaymentState> states) {
        return states.stream()
                .map(state -> "'" + state.name() + "'")
                .sorted()
                .collect(Collectors.joining(", ", "state IN (", ")"));
    }

    /** Keyset pagination: only the rows after this entry in the order. */
    QuerySql after(@Nullable LedgerEntry entry) {
        if (entry != null) {
            values.put("afterAt", entry.sortTime().toEpochMilli());
            values.put("afterId", entry.id());
            conditions.add("(happened_at, id) " + (oldestFirst ? ">" : "<") + " (:afterAt, :afterId)");
        }
        return this;
    }

    private void instant(String condition, String name, @Nullable Instant value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value.toEpochMilli());
        }
    }

    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    String order() {
        return oldestFirst ? " ORDER BY happened_at, id" : " ORDER BY happened_at DESC, id DESC";
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(values);
    }
}
