package uz.fiskaldesk.scan.look;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment after which no new work is begun. */
public final class Deadline {
    private final LongSupplier clock;
    private final long nanos;

    private Deadline(LongSupplier clock, long nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** On the clock of {@link System#nanoTime()}. */
    public static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /**
     * On a clock of one's own.
     *
     * @param clock nanoseconds
     */
    public static Deadline in(Duration time, LongSupplier clock) {
        return new Deadline(clock, clock.getAsLong() + time.toNanos());
    }

    /** For work that nobody waits for: about a century. */
    public static Deadline never() {
        return in(Duration.ofDays(36_500));
    }

    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** Negative when it has passed. */
    public long remainingNanos() {
        return nanos - clock.getAsLong();
    }
}
