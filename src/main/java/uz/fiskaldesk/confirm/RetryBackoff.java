package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Exponential backoff with jitter for payments whose request was not sent. Payments with any other outcome are never
 * retried automatically.
 */
public final class RetryBackoff {
    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** A longer Retry-After is assumed to be an error of a proxy. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    /** The longest delay that {@link #delay} returns. */
    public static final Duration FURTHEST = LONGEST_RETRY_AFTER.plus(FIRST);

    private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(15);
    private static final int MAX_DOUBLINGS = 10;
    private static final double JITTER = 0.2;

    private final RandomGenerator random;

    /** @param random the source of the jitter; must be thread-safe if the schedule is used by several threads */
    public RetryBackoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The delay before the next attempt.
     *
     * @param failures the number of consecutive attempts that were not sent, at least 1
     * @param retryAfter the minimum that the server asked for, if it did; capped at one hour
     */
    public Duration delay(int failures, @Nullable Duration retryAfter) {
        Duration delay = backoff(FIRST, failures, LONGEST);
        if (retryAfter == null) {
            return delay;
        }
        Duration least = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        // Jitter is added on top, so that many payments are not retried in the same second.
        return delay.compareTo(least) > 0
                ? delay
                : least.plusMillis(Math.round(FIRST.toMillis() * random.nextDouble()));
    }

    /**
     * The delay before FiscalBox is probed again. Shorter than {@link #delay}: a probe is cheap and the queue waits for
     * it.
     *
     * @param failures the number of consecutive failed probes, at least 1
     */
    Duration probeDelay(int failures) {
        return backoff(FIRST_PROBE, failures, LONGEST_PROBE);
    }

    private Duration backoff(Duration first, int failures, Duration longest) {
        int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
        Duration backoff = first.multipliedBy(1L << doublings);
        Duration capped = backoff.compareTo(longest) > 0 ? longest : backoff;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(capped.toMillis() * factor));
    }
}
