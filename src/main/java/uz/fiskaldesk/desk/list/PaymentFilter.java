package uz.fiskaldesk.desk.list;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.support.Formats;

/** A filter of the list. */
public enum PaymentFilter {
    /** All payments that are not finished. */
    TO_DO,
    REJECTED,
    UNKNOWN,
    /** Confirmed by FiscalBox today. */
    DONE_TODAY,
    /** Marked as done by a person today. */
    BY_HAND,
    SET_ASIDE,
    ALL;

    public Set<PaymentState> states() {
        return switch (this) {
            case TO_DO -> PaymentState.where(PaymentState::isOpen);
            case REJECTED -> EnumSet.of(PaymentState.REJECTED);
            case UNKNOWN -> EnumSet.of(PaymentState.UNKNOWN);
            case DONE_TODAY, BY_HAND -> EnumSet.of(PaymentState.CONFIRMED);
            case SET_ASIDE -> EnumSet.of(PaymentState.SET_ASIDE);
            case ALL -> EnumSet.allOf(PaymentState.class);
        };
    }

    /** The states of the payments that "send all" sends while this filter is active. */
    public Set<PaymentState> sendableStates() {
        return switch (this) {
            case TO_DO, ALL -> Set.of(PaymentState.READY);
            case REJECTED -> Set.of(PaymentState.REJECTED);
            case UNKNOWN -> Set.of(PaymentState.UNKNOWN);
            case DONE_TODAY, BY_HAND, SET_ASIDE -> Set.of();
        };
    }

    /** Whether it lists only what was done today. */
    boolean isOfToday() {
        return this == DONE_TODAY || this == BY_HAND;
    }

    /** The query for the payments that match the filter and the search text. */
    LedgerQuery query(String search, Instant now) {
        LedgerQuery query =
                LedgerQuery.ALL.in(this == ALL ? Set.of() : states()).matching(search);
        if (!isOfToday()) {
            return query;
        }
        // Without the upper limit, a change recorded while the clock was ahead would count as today's until that day.
        Instant midnight = Formats.startOfDay(now);
        return query.byHand(this == BY_HAND).changed(midnight, midnight.plus(Duration.ofDays(1)));
    }
}
