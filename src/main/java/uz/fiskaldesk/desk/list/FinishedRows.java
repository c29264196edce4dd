package uz.fiskaldesk.desk.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.TransactionId;

/** Payments that were finished while they were listed. They stay in the list until the filter or the search changes. */
final class FinishedRows {
    private static final int MOST = 5;

    private final Map<TransactionId, LedgerEntry> finished = new LinkedHashMap<>();

    void keep(LedgerEntry entry) {
        finished.remove(entry.transactionId());
        finished.put(entry.transactionId(), entry);
        while (finished.size() > MOST) {
            finished.remove(finished.keySet().iterator().next());
        }
    }

    void clear() {
        finished.clear();
    }

    /**
     * Merges the finished payments into a page of open ones, ordered by time; other pages are left as they are. A page that
     * was read before a payment was finished still has it as open: the finished one replaces it.
     */
    List<LedgerEntry> mergeInto(List<LedgerEntry> page, ListQuery query) {
        if (query.filter() != PaymentFilter.TO_DO) {
            return page;
        }
        page.forEach(entry -> finished.computeIfPresent(
                entry.transactionId(), (_, kept) -> entry.version() > kept.version() ? null : kept));
        if (finished.isEmpty()) {
            return page;
        }
        List<LedgerEntry> all = new ArrayList<>(page);
        all.removeIf(entry -> finished.containsKey(entry.transactionId()));
        all.addAll(finished.values());
        Comparator<LedgerEntry> byTime =
                Comparator.comparing(LedgerEntry::sortTime).thenComparingLong(LedgerEntry::id);
        all.sort(query.oldestFirst() ? byTime : byTime.reversed());
        return all;
    }
}
