package uz.fiskaldesk.scan.camera;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries pictures from an open camera to the reader and the window, and notices when none come. */
final class CameraPump {
    /** Why it stopped. */
    enum End {
        NOT_WANTED,
        SILENT
    }

    private static final long MILLI = 1_000_000;
    private static final long FIRST_FRAME_WITHIN = 5_000 * MILLI;
    private static final long NEXT_FRAME_WITHIN = 1_500 * MILLI;
    /** Often enough for 30 frames a second, seldom enough to cost nothing. */
    private static final long POLL = 4 * MILLI;
    /** 15 pictures a second are shown. */
    private static final long BETWEEN_PREVIEWS = 60 * MILLI;
    /** Between two payments the camera is not switched off and on again. */
    private static final long LINGER = 400 * MILLI;
    /** A dark moment is not a cover. */
    private static final long DARK_FOR = 700 * MILLI;

    private final CameraOrders orders;
    private final Mailbox mailbox;
    private final CameraListener listener;
    private final Consumer<CameraState> tell;
    private final Runnable list;
    private @Nullable PreviewFrame preview;
    private long sessions;
    private long shownAt;
    private long darkSince;
    private long unwantedSince;

    /** @param list looks which cameras there are, on this thread */
    CameraPump(
            CameraOrders orders, Mailbox mailbox, CameraListener listener, Consumer<CameraState> tell, Runnable list) {
        this.orders = orders;
        this.mailbox = mailbox;
        this.listener = listener;
        this.tell = tell;
        this.list = list;
    }

    /** Runs until the camera is not wanted any more, or another is, or no pictures come. */
    End run(CaptureStream stream, CameraDevice device, CameraOrders.Order order) {
        CameraFormat format = stream.format();
        sessions++;
        darkSince = 0;
        unwantedSince = 0;
        long heard = System.nanoTime();
        long patience = FIRST_FRAME_WITHIN;
        while (true) {
            long now = System.nanoTime();
            CameraOrders.Order latest = orders.now();
            if (isOver(latest, order, now)) {
                return End.NOT_WANTED;
            }
            if (orders.takeListing()) {
                list.run();
            }
            if (stream.hasNewFrame()) {
                Frame frame = mailbox.empty(stream.bytes());
                if (stream.capture(frame.rgb)) {
                    frame.is(stream.width(), stream.height(), sessions);
                    pass(frame, new CameraState.Live(device, format), latest.wanted(), now);
                    heard = now;
                    patience = NEXT_FRAME_WITHIN;
                }
            } else if (now - heard > patience) {
                return End.SILENT;
            } else {
                LockSupport.parkNanos(POLL);
            }
        }
    }

    private boolean isOver(CameraOrders.Order latest, CameraOrders.Order order, long now) {
        if (latest.closed() || !latest.choice().equals(order.choice())) {
            return true;
        }
        if (latest.wanted()) {
            unwantedSince = 0;
            return false;
        }
        if (unwantedSince == 0) {
            unwantedSince = now;
            mailbox.clear();
        }
        return now - unwantedSince > LINGER;
    }

    private void pass(Frame frame, CameraState.Live live, boolean wanted, long now) {
        if (!wanted) {
            mailbox.giveBack(frame);
            return;
        }
        if (now - shownAt >= BETWEEN_PREVIEWS) {
            shownAt = now;
            show(frame);
            watch(frame, live, now);
        }
        mailbox.put(frame);
    }

    private void show(Frame frame) {
        PreviewFrame picture = preview;
        if (picture == null || !picture.fits(frame.width(), frame.height())) {
            picture = new PreviewFrame(frame.width(), frame.height());
            preview = picture;
        }
        if (picture.lend(frame)) {
            listener.preview(picture);
        }
    }

    private void watch(Frame frame, CameraState.Live live, long now) {
        if (!Scene.of(frame).isDark()) {
            darkSince = 0;
            tell.accept(live);
        } else if (darkSince == 0) {
            darkSince = now;
        } else if (now - darkSince > DARK_FOR) {
            tell.accept(new CameraState.Black(live.device()));
        }
    }
}
