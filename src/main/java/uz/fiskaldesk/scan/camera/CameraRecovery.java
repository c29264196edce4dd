package uz.fiskaldesk.scan.camera;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how to recover after a camera was unplugged, hangs or does not open: how long to wait until it is plugged in
 * again, which camera to try next, and how soon to retry. For the camera's thread.
 */
final class CameraRecovery {
    static final long RETRY_MILLIS = 1_000;
    private static final long SLOW_RETRY_MILLIS = 3_000;
    /** After so many failures in a row, retries become slow, as listing the cameras is not cheap. */
    private static final int FAST_RETRIES = 15;
    /** A cable that was pulled out by accident is soon back; after this, another camera replaces the unplugged one. */
    private static final Duration REPLUG_TIMEOUT = Duration.ofSeconds(5);

    private @Nullable CameraDevice unplugged;
    private long unpluggedAt;
    private @Nullable CameraDevice hung;
    private @Nullable CameraDevice silent;
    private int failures;

    /**
     * Forgets the failures, as when the camera is switched off, but not which camera has never sent a frame: waiting for it
     * again for each payment would take seconds.
     */
    void reset() {
        unplugged = null;
        hung = silent;
        failures = 0;
    }

    /** A camera sends frames. */
    void succeeded(CameraDevice device) {
        failures = 0;
        if (silent != null && isSame(device, silent)) {
            silent = null;
        }
    }

    /** Counts a failure; returns the time until the next attempt, milliseconds. */
    long failed() {
        failures++;
        return failures > FAST_RETRIES ? SLOW_RETRY_MILLIS : RETRY_MILLIS;
    }

    /**
     * The cause when a camera has stopped sending frames: it hangs if it is still connected, else it was unplugged.
     *
     * @param hadStarted whether it had sent frames since it was opened
     * @param connected the cameras of this computer now
     */
    CameraState framesStopped(CameraDevice device, boolean hadStarted, List<CameraDevice> connected) {
        if (isAmong(connected, device)) {
            hung = device;
            silent = hadStarted ? silent : device;
            return new CameraState.Hung(device);
        }
        unplugged = device;
        unpluggedAt = System.nanoTime();
        return new CameraState.Unplugged(device.name());
    }

    /** The state while the unplugged camera may still be plugged in again; null when a camera should be opened. */
    @Nullable
    CameraState waitForReplug(List<CameraDevice> candidates) {
        if (unplugged == null) {
            return null;
        }
        boolean timedOut = System.nanoTime() - unpluggedAt >= REPLUG_TIMEOUT.toNanos();
        if (isAmong(candidates, unplugged) || (timedOut && !candidates.isEmpty())) {
            unplugged = null;
            return null;
        }
        return new CameraState.Unplugged(unplugged.name());
    }

    /** The candidates with the camera that hangs at the end. */
    List<CameraDevice> hungLast(List<CameraDevice> candidates) {
        CameraDevice last = hung;
        return last == null
                ? candidates
                : Stream.concat(
                                candidates.stream().filter(device -> !isSame(device, last)),
                                candidates.stream().filter(device -> isSame(device, last)))
                        .toList();
    }

    private static boolean isAmong(List<CameraDevice> devices, CameraDevice wanted) {
        return devices.stream().anyMatch(device -> isSame(device, wanted));
    }

    private static boolean isSame(CameraDevice device, CameraDevice other) {
        return device.id().equals(other.id());
    }
}
