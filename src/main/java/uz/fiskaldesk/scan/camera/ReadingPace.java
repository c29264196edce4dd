package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.Nullable;

/**
 * How hard each frame is looked at. While something moves before the camera every frame is, and now and then one
 * thoroughly; before an empty counter a few frames a second are enough, for whatever appears there is a change. Times
 * are in nanoseconds of any one clock. For one thread.
 */
final class ReadingPace {
    /** What to do with a frame. */
    enum Look {
        NONE,
        GLANCE,
        STUDY
    }

    private static final long MILLI = 1_000_000;
    /** So long after a change somebody is likely to be holding something there. */
    private static final long BUSY = 3_000 * MILLI;
    /** A cheap look gets its chance in between, and a hand its rest. */
    private static final long BETWEEN_STUDIES = 250 * MILLI;
    /** While nothing changes, looks take this part of the time. */
    private static final int REST_AFTER_GLANCE = 15;

    private static final int REST_AFTER_STUDY = 25;

    private @Nullable Scene last;
    private long changed;
    private long glanced;
    private long glanceTook;
    private long studied;
    private long studyTook;
    private boolean glancedSinceStudy;

    /** A camera that was just opened. */
    void reset(long now) {
        last = null;
        changed = now;
        glanced = now;
        glanceTook = 0;
        studied = now;
        studyTook = 0;
        glancedSinceStudy = false;
    }

    Look next(Scene scene, long now) {
        if (scene.isDark()) {
            return Look.NONE;
        }
        if (last == null || scene.differsFrom(last)) {
            last = scene;
            changed = now;
        }
        boolean busy = now - changed < BUSY;
        long studyRest = busy ? BETWEEN_STUDIES : REST_AFTER_STUDY * studyTook;
        if (glancedSinceStudy && now - studied >= Math.max(studyRest, BETWEEN_STUDIES)) {
            return Look.STUDY;
        }
        return busy || now - glanced >= REST_AFTER_GLANCE * glanceTook ? Look.GLANCE : Look.NONE;
    }

    void done(Look look, long began, long ended) {
        switch (look) {
            case GLANCE -> {
                glanced = ended;
                glanceTook = ended - began;
                glancedSinceStudy = true;
            }
            case STUDY -> {
                studied = ended;
                studyTook = ended - began;
                glancedSinceStudy = false;
            }
            case NONE -> {}
        }
    }
}
