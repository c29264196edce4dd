package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a payment that did not get away is sent again: soon at first, then ever more rarely, never all at once.
 * Other outcomes have no schedule: they wait for a person.
 */
public final class RetrySchedule {
    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** A Retry-After beyond this is taken as a slip of a proxy. */
    static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final int DOUBLINGS = 10;
    private static final double JITTER = 0.2;

    private final RandomGenerator random;

    public RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long to wait after the {@code failures}-th attempt in a row that was not sent.
     *
     * @param asked what the other side asked for, never undercut
     */
    public Duration delay(int failures, @Nullable Duration asked) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS);
        Duration backoff = FIRST.multipliedBy(1L << doublings);
        Duration capped = backoff.compareTo(LONGEST) > 0 ? LONGEST : backoff;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        Duration delay = Duration.ofMillis(Math.round(capped.toMillis() * factor));
        if (asked == null) {
            return delay;
        }
        Duration least = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        // Spread above what was asked for, so that many payments do not come back in the same second.
        return delay.compareTo(least) > 0
                ? delay
                : least.plusMillis(Math.round(FIRST.toMillis() * random.nextDouble()));
    }
}
