package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;

/** A {@link LedgerQuery} as conditions and an order of SQL. What comes from outside is always bound, never spliced. */
final class QuerySql {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final boolean oldestFirst;

    QuerySql(LedgerQuery query, Dialect dialect) {
        oldestFirst = query.oldestFirst();
        if (!query.states().isEmpty()) {
            conditions.add("state IN ("
                    + query.states().stream()
                            .map(state -> "'" + state.name() + "'")
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        List<SearchText.Word> words = SearchText.words(query.search());
        for (int i = 0; i < words.size(); i++) {
            values.put("word" + i, words.get(i).text());
            values.put("digits" + i, words.get(i).digits());
            conditions.add("(" + dialect.contains("search", ":word" + i) + " OR "
                    + dialect.contains("search", ":digits" + i) + ")");
        }
        moment("last_at >= :changedSince", "changedSince", query.changedSince());
        moment("last_at < :changedBefore", "changedBefore", query.changedBefore());
        moment("happened_at >= :from", "from", query.from());
        moment("happened_at < :to", "to", query.to());
    }

    /** Only what comes after this entry in the order. */
    QuerySql after(@Nullable LedgerEntry entry) {
        if (entry != null) {
            values.put("afterAt", entry.happenedAt().toEpochMilli());
            values.put("afterId", entry.id());
            conditions.add("(happened_at, id) " + (oldestFirst ? ">" : "<") + " (:afterAt, :afterId)");
        }
        return this;
    }

    private void moment(String condition, String name, @Nullable Instant moment) {
        if (moment != null) {
            condition(condition, name, moment.toEpochMilli());
        }
    }

    private void condition(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
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
