package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Filter and order of a query. Null means no restriction.
 *
 * @param states the payment is in one of these states; empty means any
 * @param search words that all occur in the payment's data; empty means any
 * @param changedSince the last outcome was recorded at this time or later
 * @param changedBefore the last outcome was recorded before this time
 * @param from paid, or added, at this time or later
 * @param to paid, or added, before this time
 * @param confirmedBy by whom it was confirmed; null if that does not matter
 * @param oldestFirst ordered by ascending time of payment; descending otherwise
 */
public record LedgerQuery(
        Set<PaymentState> states,
        String search,
        @Nullable Instant changedSince,
        @Nullable Instant changedBefore,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable ConfirmedBy confirmedBy,
        boolean oldestFirst) {
    /** All payments, newest first. */
    public static final LedgerQuery ALL = new LedgerQuery(Set.of(), "", null, null, null, null, null, false);

    public LedgerQuery {
        states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
    }

    public LedgerQuery in(Set<PaymentState> onlyStates) {
        return new LedgerQuery(onlyStates, search, changedSince, changedBefore, from, to, confirmedBy, oldestFirst);
    }

    /** Restricts to payments that contain all these words, which are separated by white space. */
    public LedgerQuery matching(String words) {
        return new LedgerQuery(states, words, changedSince, changedBefore, from, to, confirmedBy, oldestFirst);
    }

    /** Restricts the time of the last outcome: from {@code first}, inclusive, to {@code end}, exclusive. */
    public LedgerQuery changed(Instant first, Instant end) {
        return new LedgerQuery(states, search, first, end, from, to, confirmedBy, oldestFirst);
    }

    /**
     * Restricts the time of payment.
     *
     * @param first inclusive; null for no lower limit
     * @param end exclusive; null for no upper limit
     */
    public LedgerQuery between(@Nullable Instant first, @Nullable Instant end) {
        return new LedgerQuery(states, search, changedSince, changedBefore, first, end, confirmedBy, oldestFirst);
    }

    /** Restricts to confirmed payments that were confirmed by this. */
    public LedgerQuery confirmedBy(ConfirmedBy by) {
        return new LedgerQuery(states, search, changedSince, changedBefore, from, to, by, oldestFirst);
    }

    public LedgerQuery fromTheOldest() {
        return new LedgerQuery(states, search, changedSince, changedBefore, from, to, confirmedBy, true);
    }
}
