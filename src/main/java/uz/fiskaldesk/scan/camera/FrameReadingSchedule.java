package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.Nullable;

/**
 * Decides how much effort is spent on each frame. While the scene changes, every frame is read, and some thoroughly; while
 * it does not, a few frames a second are enough, as anything new is a change. Times are monotonic nanoseconds. For one
 * thread.
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
    /** Leaves time for fast reads in between. */
    private static final long THOROUGH_INTERVAL = 250 * MILLI;
    /** While nothing changes, the pause after a read is this many times as long as the read. */
    private static final int PAUSE_AFTER_FAST = 40;

    private static final int PAUSE_AFTER_THOROUGH = 60;

    private @Nullable BrightnessGrid last;
    private long changedAt;
    private long fastEndedAt;
    private long fastDuration;
    private long thoroughEndedAt;
    private long thoroughDuration;
    private boolean fastSinceThorough;

    /** Starts over for a camera that was just opened. */
    void reset(long now) {
        last = null;
        changedAt = now;
        fastEndedAt = now;
        fastDuration = 0;
        thoroughEndedAt = now;
        thoroughDuration = 0;
        fastSinceThorough = false;
    }

    Effort next(BrightnessGrid frame, long now) {
        if (frame.isDark()) {
            return Effort.SKIP;
        }
        if (last == null || frame.differsFrom(last)) {
            last = frame;
            changedAt = now;
        }
        boolean active = now - changedAt < ACTIVE_PERIOD;
        long pause = active ? THOROUGH_INTERVAL : PAUSE_AFTER_THOROUGH * thoroughDuration;
        if (fastSinceThorough && now - thoroughEndedAt >= Math.max(pause, THOROUGH_INTERVAL)) {
            return Effort.THOROUGH;
        }
        return active || now - fastEndedAt >= PAUSE_AFTER_FAST * fastDuration ? Effort.FAST : Effort.SKIP;
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
