package uz.fiskaldesk.desk.list;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** What the list is asked to show. */
record ListQuery(PaymentFilter filter, String search, boolean oldestFirst) {
    /**
     * What the list shows.
     *
     * @param rows the first rows that match
     * @param hasMore whether further rows match
     * @param selected the selected payment, which need not match
     * @param reasons why the listed payments that are marked by hand were marked
     */
    record Page(List<LedgerEntry> rows, boolean hasMore, Optional<LedgerEntry> selected, ByHandReasons reasons) {
        /** Whether the selected payment is further down than these rows. */
        boolean isAbove(LedgerEntry entry, PaymentFilter filter) {
            TransactionId id = entry.transactionId();
            return hasMore
                    && rows.stream().noneMatch(row -> row.transactionId().equals(id))
                    && selected.filter(now -> now.transactionId().equals(id)
                                    && filter.states().contains(now.state()))
                            .isPresent();
        }
    }

    /**
     * Numbers about all payments, which take longer to read than a page.
     *
     * @param counts the number of payments of each filter, whatever the search
     * @param listed the number of payments of this filter that match the search
     * @param found the number of payments that match the search, by their state
     * @param sendable the payments that "send all" would send
     * @param oldestOpen when the oldest open payment was made
     * @param failures what waits for a person, by reason
     * @param hasQueued whether a payment is queued for a retry
     */
    record Totals(
            Map<PaymentFilter, Long> counts,
            long listed,
            Map<PaymentState, Long> found,
            Ledger.Sendable sendable,
            Optional<Instant> oldestOpen,
            List<FailureGroup> failures,
            boolean hasQueued) {}

    /**
     * Reads the ledger; blocks.
     *
     * @param limit the maximum number of rows
     * @param selected the selected payment; null if none
     * @param reasons those that were read before
     * @param now determines which payments were done today
     */
    Page page(Ledger ledger, int limit, @Nullable LedgerEntry selected, ByHandReasons reasons, Instant now) {
        LedgerQuery unordered = filter.query(search, now);
        List<LedgerEntry> page = ledger.page(oldestFirst ? unordered.fromTheOldest() : unordered, null, limit + 1);
        boolean hasMore = page.size() > limit;
        return new Page(
                hasMore ? page.subList(0, limit) : page,
                hasMore,
                selected == null ? Optional.empty() : ledger.find(selected.transactionId()),
                reasons.read(ledger, page));
    }

    /**
     * Reads the ledger; blocks.
     *
     * @param now determines which payments were done today
     */
    Totals totals(Ledger ledger, Instant now) {
        Map<PaymentState, Long> all = ledger.counts(LedgerQuery.ALL);
        Map<PaymentState, Long> matching = search.isBlank() ? all : ledger.counts(LedgerQuery.ALL.matching(search));
        return new Totals(
                counts(ledger, all, now),
                sum(filter.isOfToday() ? ledger.counts(filter.query(search, now)) : matching, filter.states()),
                matching,
                sendable(ledger, matching),
                ledger.oldest(LedgerQuery.ALL.in(PaymentFilter.TO_DO.states())),
                FailureGroup.of(ledger.failures()),
                ledger.nextDue().isPresent());
    }

    private Ledger.Sendable sendable(Ledger ledger, Map<PaymentState, Long> matching) {
        return sum(matching, filter.sendableStates()) == 0
                ? Ledger.Sendable.NONE
                : ledger.sendable(LedgerQuery.ALL.in(filter.sendableStates()).matching(search));
    }

    private static Map<PaymentFilter, Long> counts(Ledger ledger, Map<PaymentState, Long> all, Instant now) {
        Map<PaymentFilter, Long> counts = new EnumMap<>(PaymentFilter.class);
        for (PaymentFilter each : PaymentFilter.values()) {
            counts.put(each, sum(each.isOfToday() ? ledger.counts(each.query("", now)) : all, each.states()));
        }
        return counts;
    }

    private static long sum(Map<PaymentState, Long> counts, Set<PaymentState> states) {
        return states.stream()
                .mapToLong(state -> counts.getOrDefault(state, 0L))
                .sum();
    }
}
