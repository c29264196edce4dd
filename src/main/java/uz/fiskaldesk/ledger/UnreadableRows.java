package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerEntry;

/**
 * Leaves rows that cannot be read out of lists, and remembers them, so that one of them does not hide all others.
 * Thread-safe.
 */
final class UnreadableRows {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRows.class);

    private final Map<Long, String> found = new ConcurrentSkipListMap<>();

    /** The payment of a row; empty if it cannot be read. */
    Optional<LedgerEntry> entry(ResultSet row) throws SQLException {
        try {
            return Optional.of(RowMapping.entry(row));
        } catch (UnreadableRowException e) {
            if (add(row.getLong("id"), String.valueOf(e.getMessage()))) {
                LOG.error("A payment cannot be read and is left out", e);
            }
            return Optional.empty();
        }
    }

    /** Remembers a payment; false if it was known. */
    boolean add(long payment, String reason) {
        return found.put(payment, reason) == null;
    }

    boolean contains(LedgerEntry entry) {
        return found.containsKey(entry.id());
    }

    /**
     * Returns as many payments as a page has, although some rows are left out.
     *
     * @param query returns this many rows
     */
    List<LedgerEntry> page(int limit, IntFunction<List<Optional<LedgerEntry>>> query) {
        while (true) {
            int before = found.size();
            List<Optional<LedgerEntry>> rows = query.apply(limit + before);
            if (found.size() == before) {
                return rows.stream().flatMap(Optional::stream).limit(limit).toList();
            }
        }
    }

    /** What was left out so far: the ID of each payment with the reason. */
    List<String> all() {
        return List.copyOf(found.values());
    }
}
