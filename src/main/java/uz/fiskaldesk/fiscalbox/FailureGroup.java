package uz.fiskaldesk.fiscalbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uz.fiskaldesk.confirm.Ledger.FailureCount;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Payments that wait for a person for the same reason.
 *
 * @param example the outcome of one of them; the outcomes of the others lead to the same advice
 */
public record FailureGroup(PaymentState state, Outcome example, long payments) {
    /** The groups by what to do about them, the largest first. */
    public static List<FailureGroup> of(List<FailureCount> counts) {
        Map<List<Enum<?>>, FailureGroup> groups = new LinkedHashMap<>();
        for (FailureCount count : counts) {
            groups.merge(
                    List.of(count.state(), Advice.on(count.outcome())),
                    new FailureGroup(count.state(), count.outcome(), count.payments()),
                    (a, b) -> new FailureGroup(a.state(), a.example(), a.payments() + b.payments()));
        }
        List<FailureGroup> largestFirst = new ArrayList<>(groups.values());
        largestFirst.sort(Comparator.comparingLong(FailureGroup::payments).reversed());
        return List.copyOf(largestFirst);
    }

    public Advice advice() {
        return Advice.on(example);
    }

    public Fault fault() {
        return Fault.of(example);
    }

    /** Whether it makes sense to send all of them again with their receipts. */
    public boolean canRetry() {
        return !advice().isAgainstRetry();
    }

    /** Whether a payment belongs to the group and may be sent again. */
    public boolean canRetry(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        return canRetry() && entry.state() == state && entry.canRetry() && last != null && Advice.on(last) == advice();
    }
}
