package uz.fiskaldesk.scan.camera;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hands the latest frame from the camera's thread to the reader's; a frame that was not taken in time is replaced. Frames
 * are pooled. Thread-safe.
 */
final class LatestFrameSlot {
    /** One being written, one waiting, one being read. */
    private static final int POOL_SIZE = 3;

    private final Deque<Frame> pool = new ArrayDeque<>();
    private @Nullable Frame latest;
    private boolean closed;

    /** A frame to write into. */
    synchronized Frame allocate(int bytes) {
        Frame frame = pool.poll();
        while (frame != null && frame.rgb.length != bytes) {
            frame = pool.poll();
        }
        return frame == null ? new Frame(bytes) : frame;
    }

    synchronized void put(Frame frame) {
        clear();
        latest = frame;
        notifyAll();
    }

    /** Drops a frame that was not taken. */
    synchronized void clear() {
        if (latest != null) {
            recycle(latest);
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

    /** Returns a frame to the pool. */
    synchronized void recycle(Frame frame) {
        if (pool.size() < POOL_SIZE) {
            pool.push(frame);
        }
    }

    /** Frees the memory of all frames, as while the camera is off. */
    synchronized void release() {
        clear();
        pool.clear();
    }

    synchronized void close() {
        closed = true;
        release();
        notifyAll();
    }
}
