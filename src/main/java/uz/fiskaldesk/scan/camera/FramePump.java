package uz.fiskaldesk.scan.camera;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes frames from an open camera to the reader and the preview, and detects when no frames arrive. */
final class FramePump {
    enum StopReason {
        NOT_WANTED,
        /** The camera was opened and has not sent any frame, like a virtual camera without a source. */
        NO_FIRST_FRAME,
        NO_FRAMES
    }

    private static final long MILLI = 1_000_000;
    private static final long FRAME_TIMEOUT = 1_500 * MILLI;
    /** If the loop itself stood still for so long, as during a suspend, the camera had no chance to send a frame. */
    private static final long STANDSTILL = 700 * MILLI;
    /** Short enough for 30 frames a second, long enough to use little CPU time. */
    private static final long POLL_INTERVAL = 4 * MILLI;
    /** 15 frames a second are shown. */
    private static final long PREVIEW_INTERVAL = 60 * MILLI;
    /** Keeps the camera on when it is wanted again at once, as between two payments. */
    private static final long SWITCH_OFF_DELAY = 400 * MILLI;
    /** Shorter dark periods do not mean that the lens is covered. */
    private static final long DARK_PERIOD = 700 * MILLI;

    private final CameraRequests requests;
    private final LatestFrameSlot latestFrame;
    private final CameraListener listener;
    private final Consumer<CameraState> report;
    private final Runnable listDevices;
    private final long firstFrameTimeout;
    private @Nullable PreviewFrame preview;
    private long sessions;
    private long shownAt;
    private long darkSince;
    private long unwantedSince;

    /**
     * @param report called with the camera's state
     * @param listDevices called when a list was requested
     * @param firstFrameTimeout how long a camera may take to start
     */
    FramePump(
            CameraRequests requests,
            LatestFrameSlot latestFrame,
            CameraListener listener,
            Consumer<CameraState> report,
            Runnable listDevices,
            Duration firstFrameTimeout) {
        this.requests = requests;
        this.latestFrame = latestFrame;
        this.listener = listener;
        this.report = report;
        this.listDevices = listDevices;
        this.firstFrameTimeout = firstFrameTimeout.toNanos();
    }

    /** Runs until the camera is no longer wanted, another one is chosen, or no frames arrive. */
    StopReason run(CaptureStream stream, CameraDevice device, CameraRequests.Request request) {
        CameraState.Streaming live = new CameraState.Streaming(device, stream.format());
        sessions++;
        darkSince = 0;
        unwantedSince = 0;
        long lastFrameAt = System.nanoTime();
        long looked = lastFrameAt;
        boolean started = false;
        while (true) {
            long now = System.nanoTime();
            if (now - looked > STANDSTILL) {
                lastFrameAt = now;
            }
            looked = now;
            CameraRequests.Request latest = requests.current();
            if (shouldStop(latest, request, now)) {
                return StopReason.NOT_WANTED;
            }
            if (requests.takeListRequest()) {
                listDevices.run();
            }
            Frame frame = stream.hasNewFrame() ? capture(stream) : null;
            if (frame != null) {
                pass(frame, live, latest.wanted(), now);
                lastFrameAt = now;
                started = true;
            } else if (now - lastFrameAt > (started ? FRAME_TIMEOUT : firstFrameTimeout)) {
                return started ? StopReason.NO_FRAMES : StopReason.NO_FIRST_FRAME;
            } else {
                LockSupport.parkNanos(POLL_INTERVAL);
            }
        }
    }

    /** Returns null if the frame cannot be copied, as from a camera that is being unplugged. */
    private @Nullable Frame capture(CaptureStream stream) {
        Frame frame = latestFrame.allocate(stream.bytes());
        if (!stream.capture(frame.rgb)) {
            latestFrame.recycle(frame);
            return null;
        }
        frame.set(stream.width(), stream.height(), sessions);
        return frame;
    }

    private boolean shouldStop(CameraRequests.Request latest, CameraRequests.Request request, long now) {
        if (latest.closed() || !latest.choice().equals(request.choice())) {
            return true;
        }
        if (latest.wanted()) {
            unwantedSince = 0;
            return false;
        }
        if (unwantedSince == 0) {
            unwantedSince = now;
            latestFrame.clear();
        }
        return now - unwantedSince > SWITCH_OFF_DELAY;
    }

    private void pass(Frame frame, CameraState.Streaming live, boolean wanted, long now) {
        if (!wanted) {
            latestFrame.recycle(frame);
            return;
        }
        if (now - shownAt >= PREVIEW_INTERVAL) {
            shownAt = now;
            show(frame);
            checkBrightness(frame, live, now);
        }
        latestFrame.put(frame);
    }

    private void show(Frame frame) {
        PreviewFrame picture = preview;
        if (picture == null || !picture.fits(frame.width(), frame.height())) {
            picture = new PreviewFrame(frame.width(), frame.height());
            preview = picture;
        }
        if (picture.lend(frame)) {
            listener.previewAvailable(picture);
        }
    }

    private void checkBrightness(Frame frame, CameraState.Streaming live, long now) {
        if (!BrightnessGrid.of(frame).isDark()) {
            darkSince = 0;
            report.accept(live);
        } else if (darkSince == 0) {
            darkSince = now;
        } else if (now - darkSince > DARK_PERIOD) {
            report.accept(new CameraState.Black(live.device()));
        }
    }
}
