package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges waits by a clock that people set, and that jumps both ways. A moment that cannot have come about with the clock
 * as it is now proves a jump, and ends the wait: nobody waits longer for a wrong clock than the wait itself lasts.
 */
public final class Waits {
    private Waits() {}

    /** Whether a wait is over that began at {@code start}; one that began in the future is. */
    public static boolean isOver(Instant start, Duration length, Instant now) {
        return now.isBefore(start) || !now.isBefore(start.plus(length));
    }

    /**
     * Whether the moment for something has come.
     *
     * @param longest how far ahead it can be at most; what is further ahead was set by a wrong clock, and is due
     */
    public static boolean isDue(Instant at, Duration longest, Instant now) {
        return !now.isBefore(at) || at.isAfter(now.plus(longest));
    }
}
