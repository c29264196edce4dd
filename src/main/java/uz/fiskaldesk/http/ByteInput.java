package uz.fiskaldesk.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A buffered input that is read by lines and by the bytes of a body. Not thread-safe. */
public final class ByteInput {
    public static final int BUFFER_SIZE = 16 << 10;

    /** Called before each blocking read, for example to set the remaining time. */
    public interface BeforeRead {
        void prepare() throws IOException;
    }

    /** Tells how many of the buffered bytes belong to a body. */
    interface Extent {
        /** The number of bytes from {@code from} on that belong to the body; at least 1, and at most up to {@code to}. */
        int of(byte[] bytes, int from, int to) throws IOException;
    }

    private final InputStream in;
    private final BeforeRead beforeRead;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int from;
    private int to;

    public ByteInput(InputStream in, BeforeRead beforeRead) {
        this.in = in;
        this.beforeRead = beforeRead;
    }

    /** The number of bytes that can be read without blocking. */
    public int buffered() {
        return to - from;
    }

    /**
     * Reads a line including its line feed; null at the end of the stream.
     *
     * @param limit the maximum length in bytes
     * @throws BadMessageException with status 431 if the line is longer
     */
    public byte @Nullable [] line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            boolean complete = end < to;
            int length = end - from + (complete ? 1 : 0);
            if (line.size() + length > limit) {
                throw new BadMessageException(431, "a head or a line is too long");
            }
            line.write(buffer, from, length);
            from += length;
            if (complete) {
                return line.toByteArray();
            }
        }
        if (line.size() > 0) {
            throw new EOFException("the stream ends within a line");
        }
        return null;
    }

    /**
     * Reads bytes of a body; blocks only if none are buffered.
     *
     * @return -1 at the end of the stream
     */
    int read(byte[] target, Extent extent) throws IOException {
        if (!fill()) {
            return -1;
        }
        int count = extent.of(buffer, from, Math.min(to, from + target.length));
        System.arraycopy(buffer, from, target, 0, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        beforeRead.prepare();
        int count = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(count, 0);
        return count > 0;
    }
}
