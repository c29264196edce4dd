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
     * Numbers about all payments.
     *
     * @param counts the number of payments of each filter, whatever the search
     * @param found the number of payments that match the search, by their state; only read if none of them is listed
     * @param sendable the payments that "send all" would send
     * @param oldestOpen when the oldest open payment was made
     * @param failures what waits for a person, by reason
     * @param hasQueued whether a payment is queued for a retry
     */
    record Totals(
            Map<PaymentFilter, Long> counts,
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
     * Reads the ledger; blocks. Counting the payments that match a search means to compare it with all of them, so that is
     * left out where nobody is told the number.
     *
     * @param isEmpty whether the list is empty
     * @param now determines which payments were done today
     */
    Totals totals(Ledger ledger, boolean isEmpty, Instant now) {
        return new Totals(
                counts(ledger, ledger.counts(LedgerQuery.ALL), now),
                isEmpty && !search.isBlank() ? ledger.counts(LedgerQuery.ALL.matching(search)) : Map.of(),
                sendable(ledger),
                ledger.oldest(LedgerQuery.ALL.in(PaymentFilter.TO_DO.states())),
                FailureGroup.of(ledger.failures()),
                ledger.nextDue().isPresent());
    }

    /** The number of rows that match. Reads the ledger; blocks. */
    long count(Ledger ledger, Instant now) {
        return sum(ledger.counts(filter.query(search, now)), filter.states());
    }

    /**
     * How many rows to read before any are shown. While a person types, the rows that fill the view are shown before the
     * rest of the page is read: a longer text is found in fewer payments, and a whole page of them takes a look at nearly
     * all. A selected row further down would scroll out of view.
     *
     * @param shown what is listed now; null if nothing is
     * @param selectedAt the row of the selected payment; -1 if it is not listed
     * @param inView the number of rows that fill the view
     * @param page the number of rows of the page
     */
    int firstRows(@Nullable ListQuery shown, int selectedAt, int inView, int page) {
        return shown != null && continues(shown) && selectedAt < inView ? Math.min(inView, page) : page;
    }

    /** Whether a person typed on since {@code before}: this finds some of the same rows, in the same order. */
    private boolean continues(ListQuery before) {
        return filter == before.filter
                && oldestFirst == before.oldestFirst
                && search.length() > before.search.length()
                && search.startsWith(before.search);
    }

    private Ledger.Sendable sendable(Ledger ledger) {
        return filter.sendableStates().isEmpty()
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
