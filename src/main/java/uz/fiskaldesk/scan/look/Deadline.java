package uz.fiskaldesk.scan.look;

import java.time.Duration;

/** A moment after which no new work is begun, on the clock of {@link System#nanoTime()}. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
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
        return nanos - System.nanoTime();
    }
}
