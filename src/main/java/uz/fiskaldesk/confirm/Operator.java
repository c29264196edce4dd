package uz.fiskaldesk.confirm;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Who works here: signs attempts and acts.
 *
 * @param till the till's name
 * @param cashier the cashier's name, or the user of the operating system
 */
public record Operator(String till, String cashier, Clock clock) {
    /** The same cashier with a supervisor beside them, whose word what they do now needs. */
    public Operator with(@Nullable String supervisor) {
        return supervisor == null ? this : new Operator(till, cashier + Act.APPROVED_BY + supervisor, clock);
    }

    /** Something that the cashier does now. */
    public Act act(Act.Kind kind, @Nullable String why) {
        return new Act(kind, cashier, clock.instant(), why);
    }
}
