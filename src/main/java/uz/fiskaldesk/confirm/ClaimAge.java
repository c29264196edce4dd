package uz.fiskaldesk.confirm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How long ago this process claimed a payment. If it was too long ago, the process or the computer was suspended, and another
 * till may have taken the payment over. Thread-safe.
 *
 * <p>No clock that Java offers measures this alone. {@link System#nanoTime} cannot be set, but on Linux (CLOCK_MONOTONIC) and
 * macOS (mach_absolute_time) it stops while the computer is suspended; only on Windows (QueryPerformanceCounter) it goes on.
 * The wall clock goes on everywhere, but may be set at the same time. So the age counts as known only if both clocks agree:
 * a clock that was set makes a claim expire and never keeps it valid.
 */
final class ClaimAge {
    /** Shorter than any lease. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    /** How far the clocks may differ, such as by a correction over the network. */
    static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(10);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Instant start;
    private final long startNanos;

    /**
     * Starts before the claim is written.
     *
     * @param nanos a monotonic clock such as {@link System#nanoTime}
     */
    ClaimAge(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.start = clock.instant();
        this.startNanos = nanos.getAsLong();
    }

    /** When the payment was claimed, by the wall clock. */
    Instant start() {
        return start;
    }

    /** Whether the claim is certainly recent enough to send the payment. */
    boolean isRecent() {
        Duration monotonic = Duration.ofNanos(nanos.getAsLong() - startNanos);
        Duration wall = Duration.between(start, clock.instant());
        return !wall.isNegative()
                && wall.compareTo(LONGEST) <= 0
                && monotonic.compareTo(LONGEST) <= 0
                && wall.minus(monotonic).abs().compareTo(LARGEST_DIFFERENCE) <= 0;
    }
}
