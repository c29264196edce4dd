package uz.fiskaldesk.phone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** Limits how many pictures are accepted in a second. Thread-safe. */
final class UploadRate {
    static final int PER_SECOND = 2;

    private static final long WINDOW = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final Queue<Long> accepted = new ArrayDeque<>();

    UploadRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether another picture is accepted now; it counts then. */
    synchronized boolean accepts() {
        long now = nanoTime.getAsLong();
        while (!accepted.isEmpty() && now - accepted.element() >= WINDOW) {
            accepted.remove();
        }
        return accepted.size() < PER_SECOND && accepted.add(now);
    }
}
