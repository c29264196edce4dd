package uz.fiskaldesk.confirm;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The person at this till. Attempts and acts are recorded under this name.
 *
 * @param till the till's name
 * @param cashier the cashier's name, or the operating system's user name
 */
public record Operator(String till, String cashier, Clock clock) {
    /** The same cashier, with the supervisor who approves the next act; null changes nothing. */
    public Operator with(@Nullable String supervisor) {
        return supervisor == null ? this : new Operator(till, cashier + Act.APPROVED_BY + supervisor, clock);
    }

    /** An act of this person at the current time. */
    public Act act(Act.Kind kind, @Nullable String why) {
        return new Act(kind, cashier, clock.instant(), why);
    }
}
