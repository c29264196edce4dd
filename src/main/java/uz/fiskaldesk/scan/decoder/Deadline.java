package uz.fiskaldesk.scan.decoder;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A point in time after which no new work is begun. Immutable. */
public final class Deadline {
    private final LongSupplier clock;
    private final long nanos;

    private Deadline(LongSupplier clock, long nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** A deadline on the clock of {@link System#nanoTime()}. */
    public static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /**
     * A deadline on another clock.
     *
     * @param clock monotonic, nanoseconds
     */
    public static Deadline in(Duration time, LongSupplier clock) {
        return new Deadline(clock, clock.getAsLong() + time.toNanos());
    }

    /** A deadline about a century ahead. */
    public static Deadline never() {
        return in(Duration.ofDays(36_500));
    }

    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** Negative after the deadline. */
    public long remainingNanos() {
        return nanos - clock.getAsLong();
    }
}
