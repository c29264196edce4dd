package uz.fiskaldesk.scan.camera;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The camera, on while it is wanted. One thread of its own makes, opens, reads and closes everything native; another
 * reads the codes. The methods here only leave word for it and return at once.
 */
public final class Camera implements CameraControl {
    private static final Logger LOG = LoggerFactory.getLogger(Camera.class);
    private static final long RETRY_MILLIS = 1_000;
    /** While there is none, looking for one every second would be work for nothing. */
    private static final long RETRY_AT_REST_MILLIS = 3_000;

    private static final int RETRIES_BEFORE_REST = 15;
    /** A camera that does not open in its four best formats does not open in others. */
    private static final int FORMATS_TRIED = 4;
    /** A cable that was pulled out by accident is soon back; after this another camera takes its place. */
    private static final Duration LOYALTY = Duration.ofSeconds(5);
    /** A hung camera takes this long to be let go; the program does not wait for it. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final CameraOrders orders;
    private final CameraListener listener;
    private final Mailbox mailbox = new Mailbox();
    private final FrameReading reading;
    private final CameraPump pump;
    private final Thread thread;

    // Of the camera's thread alone.
    private CameraState state = new CameraState.Off();
    private @Nullable CameraDevice lost;
    private long lostAt;
    private @Nullable CameraDevice hung;
    private int fruitless;

    /**
     * Starts the threads; the camera stays off.
     *
     * @param reader used on one thread
     */
    public Camera(CameraChoice choice, FrameReader reader, CameraListener listener) {
        this.listener = listener;
        orders = new CameraOrders(choice);
        reading = new FrameReading(mailbox, reader, listener);
        pump = new CameraPump(orders, mailbox, listener, this::tell, this::listNow);
        thread = Thread.ofPlatform().daemon().name("camera").start(this::run);
    }

    /** The cameras of this computer, on the calling thread; none where the native library does not run. */
    public static List<CameraDevice> devices() {
        try (CaptureContext context = CaptureContext.make()) {
            return context.devices();
        } catch (LinkageError e) {
            LOG.info("cameras cannot be used here", e);
            return List.of();
        }
    }

    @Override
    public void want(boolean wanted) {
        orders.want(wanted);
    }

    @Override
    public void choose(CameraChoice choice) {
        orders.choose(choice);
    }

    @Override
    public void list() {
        orders.list();
    }

    @Override
    public void close() {
        orders.close();
        reading.close();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.info("the camera does not answer; left alone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (CameraOrders.Order order = orders.now(); !order.closed(); order = orders.now()) {
                turn(order);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError e) {
            LOG.warn("cameras cannot be used here", e);
            tell(new CameraState.Unsupported());
        }
    }

    private void turn(CameraOrders.Order order) throws InterruptedException {
        try {
            if (orders.takeListing()) {
                listNow();
            }
            if (order.wanted()) {
                serve(order);
            } else {
                rest(order);
            }
        } catch (LinkageError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("the camera", e);
            orders.await(order, RETRY_MILLIS);
        }
    }

    private void rest(CameraOrders.Order order) throws InterruptedException {
        mailbox.release();
        tell(new CameraState.Off());
        lost = null;
        hung = null;
        fruitless = 0;
        orders.await(order, 0);
    }

    private void listNow() {
        try (CaptureContext context = CaptureContext.make()) {
            listener.cameras(context.devices());
        }
    }

    /** One try to get pictures, until there are none any more. */
    private void serve(CameraOrders.Order order) throws InterruptedException {
        if (state instanceof CameraState.Off
                || state instanceof CameraState.Live
                || state instanceof CameraState.Black) {
            tell(new CameraState.Starting());
        }
        CameraState trouble;
        try (CaptureContext context = CaptureContext.make()) {
            List<CameraDevice> devices = context.devices();
            listener.cameras(devices);
            trouble = open(context, devices, order);
        }
        if (trouble != null) {
            tell(trouble);
            fruitless++;
            orders.await(order, fruitless > RETRIES_BEFORE_REST ? RETRY_AT_REST_MILLIS : RETRY_MILLIS);
        }
    }

    /** Shows pictures until they are not wanted; what is wrong where none could be shown. */
    private @Nullable CameraState open(CaptureContext context, List<CameraDevice> devices, CameraOrders.Order order)
            throws InterruptedException {
        List<CameraDevice> candidates = hungLast(order.choice().candidates(devices));
        if (lost != null && !isOverWith(lost, candidates)) {
            return new CameraState.Lost(lost.name());
        }
        lost = null;
        for (CameraDevice device : candidates) {
            List<CameraFormat> formats = order.choice().formats(device);
            for (CameraFormat format : formats.subList(0, Math.min(FORMATS_TRIED, formats.size()))) {
                try (CaptureStream stream = context.open(device, format)) {
                    if (stream != null) {
                        return afterwards(pump.run(stream, device, order), device);
                    }
                }
            }
        }
        return unopened(candidates, devices, order);
    }

    /** A camera from which nothing came gets its next chance after the others. */
    private List<CameraDevice> hungLast(List<CameraDevice> candidates) {
        String id = hung == null ? "" : hung.id();
        return Stream.concat(
                        candidates.stream().filter(device -> !device.id().equals(id)),
                        candidates.stream().filter(device -> device.id().equals(id)))
                .toList();
    }

    private boolean isOverWith(CameraDevice gone, List<CameraDevice> candidates) {
        boolean isBack = candidates.stream().anyMatch(device -> device.id().equals(gone.id()));
        boolean waited = System.nanoTime() - lostAt >= LOYALTY.toNanos();
        return isBack || (waited && !candidates.isEmpty());
    }

    private @Nullable CameraState afterwards(CameraPump.End end, CameraDevice device) {
        mailbox.clear();
        return switch (end) {
            case NOT_WANTED -> null;
            case SILENT -> {
                CameraState trouble = silent(device);
                // Closing a stream that hangs takes seconds, in which a picture that stands still would be shown.
                tell(trouble);
                yield trouble;
            }
        };
    }

    /** A camera that has gone silent is gone, or hangs; a look at the list tells. */
    private CameraState silent(CameraDevice device) {
        try (CaptureContext context = CaptureContext.make()) {
            List<CameraDevice> devices = context.devices();
            listener.cameras(devices);
            if (devices.stream().anyMatch(other -> other.id().equals(device.id()))) {
                hung = device;
                return new CameraState.Hung(device);
            }
        }
        lost = device;
        lostAt = System.nanoTime();
        return new CameraState.Lost(device.name());
    }

    private static CameraState unopened(
            List<CameraDevice> candidates, List<CameraDevice> devices, CameraOrders.Order order) {
        if (CameraPermission.denied()) {
            return new CameraState.Denied();
        }
        if (!candidates.isEmpty()) {
            return new CameraState.Busy(candidates.getFirst());
        }
        CameraChoice.Known asked = order.choice().asked();
        return asked == null || devices.isEmpty() ? new CameraState.None() : new CameraState.Lost(asked.name());
    }

    private void tell(CameraState now) {
        if (now instanceof CameraState.Live) {
            fruitless = 0;
        }
        if (!now.equals(state)) {
            state = now;
            LOG.info("{}", now);
            listener.state(now);
        }
    }
}
