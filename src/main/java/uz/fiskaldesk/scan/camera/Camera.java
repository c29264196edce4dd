package uz.fiskaldesk.scan.camera;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the webcam. One thread makes all native calls, another decodes frames; the methods of this class only leave
 * requests for these threads and return immediately. Failures are retried while the camera is wanted.
 *
 * @see CameraRecovery
 */
public final class Camera implements CameraControl {
    private static final Logger LOG = LoggerFactory.getLogger(Camera.class);
    /** If a camera does not open in its four preferred formats, it does not open in others. */
    private static final int MAX_FORMATS = 4;
    /** Closing a camera that hangs takes longer than this; the program does not wait for it. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(1500);

    static final Duration FIRST_FRAME_TIMEOUT = Duration.ofSeconds(5);

    private final CameraRequests requests;
    private final CameraListener listener;
    private final LatestFrameSlot latestFrame = new LatestFrameSlot();
    private final FrameReaderThread reading;
    private final FramePump pump;
    private final Thread thread;

    // Accessed only by the camera's thread.
    private final CameraRecovery recovery = new CameraRecovery();
    private CameraState state = new CameraState.Off();

    /**
     * Starts the threads; the camera stays off.
     *
     * @param reader called on one thread
     */
    public Camera(CameraChoice choice, FrameReader reader, CameraListener listener) {
        this(choice, reader, listener, FIRST_FRAME_TIMEOUT);
    }

    /** @param firstFrameTimeout how long a camera may take to start */
    Camera(CameraChoice choice, FrameReader reader, CameraListener listener, Duration firstFrameTimeout) {
        this.listener = listener;
        requests = new CameraRequests(choice);
        reading = new FrameReaderThread(latestFrame, reader, listener);
        pump = new FramePump(requests, latestFrame, listener, this::report, this::listDevices, firstFrameTimeout);
        thread = Thread.ofPlatform().daemon().name("camera").start(this::run);
    }

    /** The cameras of this computer, listed on the calling thread; empty where the native library cannot be used. */
    public static List<CameraDevice> devices() {
        try (CaptureContext context = CaptureContext.create()) {
            return context.devices();
        } catch (LinkageError e) {
            LOG.info("cameras cannot be used on this computer", e);
            return List.of();
        }
    }

    @Override
    public void setOn(boolean wanted) {
        requests.want(wanted);
    }

    @Override
    public void select(CameraChoice choice) {
        requests.choose(choice);
    }

    @Override
    public void findDevices() {
        requests.list();
    }

    @Override
    public void close() {
        requests.close();
        reading.close();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.info("the camera does not respond and is abandoned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (CameraRequests.Request request = requests.current(); !request.closed(); request = requests.current()) {
                serve(request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError e) {
            LOG.warn("cameras cannot be used on this computer", e);
            report(new CameraState.Unsupported());
        }
    }

    private void serve(CameraRequests.Request request) throws InterruptedException {
        try {
            if (requests.takeListRequest()) {
                listDevices();
            }
            if (request.wanted()) {
                stream(request);
            } else {
                switchOff(request);
            }
        } catch (LinkageError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("camera failure", e);
            requests.awaitChange(request, CameraRecovery.RETRY_MILLIS);
        }
    }

    private void switchOff(CameraRequests.Request request) throws InterruptedException {
        latestFrame.release();
        report(new CameraState.Off());
        recovery.reset();
        requests.awaitChange(request, 0);
    }

    private void listDevices() {
        try (CaptureContext context = CaptureContext.create()) {
            listener.devicesListed(context.devices());
        }
    }

    /** One attempt to stream, until the camera is not wanted or fails. */
    private void stream(CameraRequests.Request request) throws InterruptedException {
        if (state instanceof CameraState.Off
                || state instanceof CameraState.Streaming
                || state instanceof CameraState.Black) {
            report(new CameraState.Starting());
        }
        CameraState failure;
        try (CaptureContext context = CaptureContext.create()) {
            List<CameraDevice> devices = context.devices();
            listener.devicesListed(devices);
            failure = openAndStream(context, devices, request);
        }
        if (failure != null) {
            report(failure);
            requests.awaitChange(request, recovery.failed());
        }
    }

    /** Streams from the first candidate that opens. Returns the failure, or null when the camera is not wanted any more. */
    private @Nullable CameraState openAndStream(
            CaptureContext context, List<CameraDevice> devices, CameraRequests.Request request) {
        List<CameraDevice> candidates = recovery.hungLast(request.choice().candidates(devices));
        CameraState waiting = recovery.waitForReplug(candidates);
        if (waiting != null) {
            return waiting;
        }
        for (CameraDevice device : candidates) {
            List<CameraFormat> formats = request.choice().formats(device);
            for (CameraFormat format : formats.subList(0, Math.min(MAX_FORMATS, formats.size()))) {
                try (CaptureStream stream = context.open(device, format)) {
                    if (stream != null) {
                        return afterStream(pump.run(stream, device, request), device);
                    }
                }
            }
        }
        return openFailure(candidates, devices, request);
    }

    private @Nullable CameraState afterStream(FramePump.StopReason reason, CameraDevice device) {
        latestFrame.clear();
        return switch (reason) {
            case NOT_WANTED -> null;
            case NO_FIRST_FRAME, NO_FRAMES -> {
                CameraState failure = framesStopped(device, reason == FramePump.StopReason.NO_FRAMES);
                // Reported before the stream is closed: that takes seconds if it hangs, with a frozen preview.
                report(failure);
                yield failure;
            }
        };
    }

    private CameraState framesStopped(CameraDevice device, boolean hadStarted) {
        try (CaptureContext context = CaptureContext.create()) {
            List<CameraDevice> devices = context.devices();
            listener.devicesListed(devices);
            return recovery.framesStopped(device, hadStarted, devices);
        }
    }

    private static CameraState openFailure(
            List<CameraDevice> candidates, List<CameraDevice> devices, CameraRequests.Request request) {
        if (CameraPermission.denied()) {
            return new CameraState.Denied();
        }
        if (!candidates.isEmpty()) {
            return new CameraState.Busy(candidates.getFirst());
        }
        CameraChoice.Known asked = request.choice().asked();
        return asked == null || devices.isEmpty() ? new CameraState.None() : new CameraState.Unplugged(asked.name());
    }

    private void report(CameraState now) {
        if (now instanceof CameraState.Streaming(CameraDevice device, CameraFormat _)) {
            recovery.succeeded(device);
        }
        if (!now.equals(state)) {
            state = now;
            LOG.info("{}", now);
            listener.stateChanged(now);
        }
    }
}
