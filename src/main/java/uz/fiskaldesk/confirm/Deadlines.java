package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether a wait is over, by a wall clock that may be set forwards or backwards. A time that is impossible by the
 * current clock shows that the clock was set, and ends the wait. So a wrong clock never makes a wait longer than its
 * length.
 */
public final class Deadlines {
    private Deadlines() {}

    /** Whether a wait that began at {@code start} is over. True if {@code start} is in the future. */
    public static boolean isElapsed(Instant start, Duration length, Instant now) {
        return now.isBefore(start) || !now.isBefore(start.plus(length));
    }

    /**
     * Whether a scheduled time has come.
     *
     * @param longest how far in the future the time can be at most; if it is further, it was set by a wrong clock and is
     *     due
     */
    public static boolean isDue(Instant at, Duration longest, Instant now) {
        return !now.isBefore(at) || at.isAfter(now.plus(longest));
    }
}
