package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Which payments, in which order.
 *
 * @param states in one of these states; empty means any
 * @param search words that all occur in the payment's facts; empty means any
 * @param changedSince whose last outcome is not older than this, where given
 * @param changedBefore whose last outcome is older than this, where given
 * @param from paid (or added) at this moment or later, where given
 * @param to paid (or added) before this moment, where given
 * @param oldestFirst the order by time of payment; newest first otherwise
 */
public record LedgerQuery(
        Set<PaymentState> states,
        String search,
        @Nullable Instant changedSince,
        @Nullable Instant changedBefore,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean oldestFirst) {
    public static final LedgerQuery ALL = new LedgerQuery(Set.of(), "", null, null, null, null, false);

    public LedgerQuery {
        states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
    }

    public LedgerQuery in(Set<PaymentState> onlyStates) {
        return new LedgerQuery(onlyStates, search, changedSince, changedBefore, from, to, oldestFirst);
    }

    public LedgerQuery matching(String words) {
        return new LedgerQuery(states, words, changedSince, changedBefore, from, to, oldestFirst);
    }

    /** @param end excluded */
    public LedgerQuery changed(Instant first, Instant end) {
        return new LedgerQuery(states, search, first, end, from, to, oldestFirst);
    }

    public LedgerQuery between(@Nullable Instant first, @Nullable Instant end) {
        return new LedgerQuery(states, search, changedSince, changedBefore, first, end, oldestFirst);
    }

    public LedgerQuery fromTheOldest() {
        return new LedgerQuery(states, search, changedSince, changedBefore, from, to, true);
    }
}
