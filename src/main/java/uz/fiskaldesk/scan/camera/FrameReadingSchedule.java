package uz.fiskaldesk.scan.camera;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides how much effort is spent on each frame, and on which part of it. While the scene changes, every frame is read
 * where it changes, and some thoroughly; while it does not, a few frames a second are enough, as anything new is a change.
 * Times are monotonic nanoseconds. For one thread.
 */
final class FrameReadingSchedule {
    enum Effort {
        SKIP,
        FAST,
        THOROUGH
    }

    private static final long MILLI = 1_000_000;
    /** After a change, the time during which somebody is likely to be holding a receipt to the camera. */
    private static final long ACTIVE_PERIOD = 3_000 * MILLI;
    /** Between thorough reads, in which there is time for fast ones; less where a thorough read is short. */
    private static final long THOROUGH_INTERVAL = 250 * MILLI;
    /** While the scene changes, the pause after a thorough read is at most this many times as long as the read. */
    private static final int PAUSE_WHILE_ACTIVE = 3;
    /** While nothing changes, the pause after a read is this many times as long as the read. */
    private static final int PAUSE_AFTER_FAST = 40;

    private static final int PAUSE_AFTER_THOROUGH = 60;

    private @Nullable BrightnessGrid last;
    /** When each field of the frame changed last. */
    private final long[] changedAt = new long[BrightnessGrid.FIELDS];

    private long fastEndedAt;
    private long fastDuration;
    private long thoroughEndedAt;
    private long thoroughDuration;
    private boolean fastSinceThorough;
    private boolean partOnly;

    /** Starts over for a camera that was just opened. */
    void reset(long now) {
        last = null;
        Arrays.fill(changedAt, now);
        fastEndedAt = now;
        fastDuration = 0;
        thoroughEndedAt = now;
        thoroughDuration = 0;
        fastSinceThorough = false;
    }

    /**
     * What is to be done with a frame.
     *
     * @param area the part that is read, pixels
     */
    record Decision(Effort effort, Rectangle area) {}

    /**
     * Decides on a frame. While the scene changes, only the part that has changed is read, except in every second thorough
     * read, in case that a part of the receipt looks like the table.
     */
    Decision next(BrightnessGrid frame, long now) {
        if (frame.isDark()) {
            return new Decision(Effort.SKIP, frame.all());
        }
        BitSet active = activeFields(frame, now);
        Rectangle area = active.isEmpty() ? frame.all() : frame.around(active);
        long pause = active.isEmpty()
                ? Math.max(PAUSE_AFTER_THOROUGH * thoroughDuration, THOROUGH_INTERVAL)
                : Math.min(PAUSE_WHILE_ACTIVE * thoroughDuration, THOROUGH_INTERVAL);
        if (fastSinceThorough && now - thoroughEndedAt >= pause) {
            partOnly = !partOnly;
            return new Decision(Effort.THOROUGH, partOnly ? area : frame.all());
        }
        boolean due = !active.isEmpty() || now - fastEndedAt >= PAUSE_AFTER_FAST * fastDuration;
        return new Decision(due ? Effort.FAST : Effort.SKIP, area);
    }

    /** The fields that have changed recently. */
    private BitSet activeFields(BrightnessGrid frame, long now) {
        BitSet changed = last == null ? new BitSet() : frame.changesSince(last);
        if (last == null || !changed.isEmpty()) {
            last = frame;
        }
        changed.stream().forEach(field -> changedAt[field] = now);
        for (int field = 0; field < changedAt.length; field++) {
            changed.set(field, now - changedAt[field] < ACTIVE_PERIOD);
        }
        return changed;
    }

    /** To be called after each frame. */
    void done(Effort effort, long start, long end) {
        switch (effort) {
            case FAST -> {
                fastEndedAt = end;
                fastDuration = end - start;
                fastSinceThorough = true;
            }
            case THOROUGH -> {
                thoroughEndedAt = end;
                thoroughDuration = end - start;
                fastSinceThorough = false;
            }
            case SKIP -> {}
        }
    }
}
