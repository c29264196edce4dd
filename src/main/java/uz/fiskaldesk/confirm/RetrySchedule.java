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

    /** No payment is ever to be sent again later than this. */
    public static final Duration FURTHEST = LONGEST_ASKED.plus(FIRST);

    private static final Duration FIRST_QUESTION = Duration.ofSeconds(1);
    private static final Duration LAST_QUESTION = Duration.ofSeconds(15);
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
        Duration delay = spread(FIRST.multipliedBy(1L << doublings), LONGEST);
        if (asked == null) {
            return delay;
        }
        Duration least = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        // Spread above what was asked for, so that many payments do not come back in the same second.
        return delay.compareTo(least) > 0
                ? delay
                : least.plusMillis(Math.round(FIRST.toMillis() * random.nextDouble()));
    }

    /**
     * How long to wait before FiscalBox is asked whether it is there: not at all at first, then up to a quarter of a
     * minute, for the question is cheap and a queue waits for its answer.
     *
     * @param failures how often in a row it was not
     */
    Duration untilAsked(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS);
        return spread(FIRST_QUESTION.multipliedBy(1L << doublings), LAST_QUESTION);
    }

    private Duration spread(Duration backoff, Duration longest) {
        Duration capped = backoff.compareTo(longest) > 0 ? longest : backoff;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(capped.toMillis() * factor));
    }
}
