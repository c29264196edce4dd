package uz.fiskaldesk.scan.soliq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the last frames of a camera showed and nobody could read. Noise, a shaking hand and a wandering glare differ from
 * frame to frame, so the log-likelihood ratios of several frames add up to more than any of them says. They are added
 * only where the parity of both frames agrees beyond accident in every block: two receipts of one till begin with the same
 * characters, but the parity of what differs has nothing in common. For one thread.
 */
final class FrameMemory {
    /** A hand holds a receipt still for longer than this, and changes it for another in no less. */
    private static final long SPAN = Duration.ofMillis(1500).toNanos();

    /** Standard deviations by which the parity of two frames has to agree. */
    private static final double SAME_RECEIPT = 3;

    private static final int MOST = 12;

    private final LongSupplier clock;
    private final List<Seen> seen = new ArrayList<>();

    private record Seen(SoftCode code, long nanos) {}

    /**
     * A memory that holds nothing yet.
     *
     * @param clock nanoseconds
     */
    FrameMemory(LongSupplier clock) {
        this.clock = clock;
    }

    /** The sum of this frame and the earlier ones of the same receipt, if there are any; remembers the frame. */
    Optional<SoftCode> with(SoftCode code) {
        long now = clock.getAsLong();
        seen.removeIf(earlier -> now - earlier.nanos() > SPAN);
        Optional<SoftCode> sum = seen.stream()
                .map(Seen::code)
                .filter(earlier -> earlier.isLike(code) && earlier.parityAgreement(code) >= SAME_RECEIPT)
                .reduce(SoftCode::plus)
                .map(code::plus);
        seen.add(new Seen(code, now));
        if (seen.size() > MOST) {
            seen.removeFirst();
        }
        return sum;
    }
}
