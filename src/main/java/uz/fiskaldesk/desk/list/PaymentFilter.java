package uz.fiskaldesk.desk.list;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
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
    /** Confirmed by the simulator today. */
    PRACTICE,
    SET_ASIDE,
    ALL;

    public Set<PaymentState> states() {
        return switch (this) {
            case TO_DO -> PaymentState.where(PaymentState::isOpen);
            case REJECTED -> EnumSet.of(PaymentState.REJECTED);
            case UNKNOWN -> EnumSet.of(PaymentState.UNKNOWN);
            case DONE_TODAY, BY_HAND, PRACTICE -> EnumSet.of(PaymentState.CONFIRMED);
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
            case DONE_TODAY, BY_HAND, PRACTICE, SET_ASIDE -> Set.of();
        };
    }

    /** Whether it is shown only when it has payments, because a small screen has no room for it. */
    public boolean isRare() {
        return this == BY_HAND || this == PRACTICE;
    }

    /** By whom the payments were confirmed that it lists, which are those of today; null if it lists others. */
    private @Nullable ConfirmedBy confirmedBy() {
        return switch (this) {
            case DONE_TODAY -> ConfirmedBy.FISCALBOX;
            case BY_HAND -> ConfirmedBy.PERSON;
            case PRACTICE -> ConfirmedBy.SIMULATOR;
            case TO_DO, REJECTED, UNKNOWN, SET_ASIDE, ALL -> null;
        };
    }

    /** Whether it lists only what was done today. */
    boolean isOfToday() {
        return confirmedBy() != null;
    }

    /** Whether it lists this payment. */
    boolean lists(LedgerEntry entry, Instant now) {
        ConfirmedBy by = confirmedBy();
        Instant at = entry.lastOutcomeAt();
        return by == null
                ? states().contains(entry.state())
                : by == entry.confirmedBy()
                        && at != null
                        && Formats.startOfDay(at).equals(Formats.startOfDay(now));
    }

    /** The query for the payments that match the filter and the search text. */
    LedgerQuery query(String search, Instant now) {
        LedgerQuery query =
                LedgerQuery.ALL.in(this == ALL ? Set.of() : states()).matching(search);
        ConfirmedBy by = confirmedBy();
        if (by == null) {
            return query;
        }
        // Without the upper limit, a change recorded while the clock was ahead would count as today's until that day.
        Instant midnight = Formats.startOfDay(now);
        return query.confirmedBy(by).changed(midnight, midnight.plus(Duration.ofDays(1)));
    }
}
