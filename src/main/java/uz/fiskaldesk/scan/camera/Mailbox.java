package uz.fiskaldesk.scan.camera;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds the latest frame for the reader; an older one that nobody took makes room. Frames go round between the two
 * threads, so that none is made anew.
 */
final class Mailbox {
    /** One being written, one waiting, one being read. */
    private static final int ENOUGH = 3;

    private final Deque<Frame> free = new ArrayDeque<>();
    private @Nullable Frame latest;
    private boolean closed;

    /** A frame to write into. */
    synchronized Frame empty(int bytes) {
        Frame frame = free.poll();
        while (frame != null && frame.rgb.length != bytes) {
            frame = free.poll();
        }
        return frame == null ? new Frame(bytes) : frame;
    }

    synchronized void put(Frame frame) {
        clear();
        latest = frame;
        notifyAll();
    }

    /** Takes away what nobody has taken. */
    synchronized void clear() {
        if (latest != null) {
            giveBack(latest);
            latest = null;
        }
    }

    /** Waits for a frame; null once closed. */
    synchronized @Nullable Frame take() throws InterruptedException {
        while (latest == null && !closed) {
            wait();
        }
        Frame frame = closed ? null : latest;
        latest = null;
        return frame;
    }

    synchronized void giveBack(Frame frame) {
        if (free.size() < ENOUGH) {
            free.push(frame);
        }
    }

    /** Forgets the memory of the frames, which nobody needs while the camera is off. */
    synchronized void release() {
        clear();
        free.clear();
    }

    synchronized void close() {
        closed = true;
        release();
        notifyAll();
    }
}
