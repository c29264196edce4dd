package uz.fiskaldesk.desk.list;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.ObservableList;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Updates the rows of a list by removing, inserting and replacing single rows, so that a view can keep its scroll
 * position. A row is never replaced by an older version of its payment.
 */
final class RowUpdates {
    private RowUpdates() {}

    /** The row of a payment; -1 if it is not listed. */
    static int indexOf(TransactionId id, List<LedgerEntry> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).transactionId().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** @param sameQuery otherwise most rows are others, and one change is quicker than dozens */
    static void apply(ObservableList<LedgerEntry> rows, List<LedgerEntry> now, boolean sameQuery) {
        if (sameQuery) {
            removeAllBut(now, rows);
        }
        if (sameQuery && hasOrderOf(now, rows)) {
            insert(now, rows);
        } else {
            rows.setAll(now);
        }
    }

    private static void removeAllBut(List<LedgerEntry> now, ObservableList<LedgerEntry> rows) {
        Set<TransactionId> kept = new HashSet<>();
        now.forEach(entry -> kept.add(entry.transactionId()));
        int end = rows.size();
        while (end > 0) {
            int start = end;
            while (start > 0 && !kept.contains(rows.get(start - 1).transactionId())) {
                start--;
            }
            if (start < end) {
                rows.remove(start, end);
            }
            end = start - 1;
        }
    }

    private static boolean hasOrderOf(List<LedgerEntry> now, List<LedgerEntry> rows) {
        Map<TransactionId, Integer> places = new HashMap<>();
        for (int i = 0; i < now.size(); i++) {
            places.put(now.get(i).transactionId(), i);
        }
        int last = -1;
        for (LedgerEntry row : rows) {
            int place = places.getOrDefault(row.transactionId(), -1);
            if (place <= last) {
                return false;
            }
            last = place;
        }
        return true;
    }

    private static void insert(List<LedgerEntry> now, ObservableList<LedgerEntry> rows) {
        int at = 0;
        while (at < now.size()) {
            int end = at;
            while (end < now.size() && !isRow(rows, at, now.get(end))) {
                end++;
            }
            if (end > at) {
                rows.addAll(at, now.subList(at, end));
            } else {
                LedgerEntry newer = now.get(at);
                if (newer.version() >= rows.get(at).version() && !newer.equals(rows.get(at))) {
                    rows.set(at, newer);
                }
                end++;
            }
            at = end;
        }
    }

    private static boolean isRow(List<LedgerEntry> rows, int at, LedgerEntry entry) {
        return at < rows.size() && rows.get(at).transactionId().equals(entry.transactionId());
    }
}
