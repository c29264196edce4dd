package uz.fiskaldesk.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads a body as it is on the wire, including chunk framing and trailers, and no byte after it. Confined to one thread at
 * a time.
 */
public final class Body {
    private final BodyFraming framing;
    private final ByteInput in;
    private final BodyCopy copy;
    private final ChunkScanner chunks;
    private long remaining;
    private boolean complete;

    /** @param copy receives the content */
    public Body(BodyFraming framing, ByteInput in, BodyCopy copy) {
        this.framing = framing;
        this.in = in;
        this.copy = copy;
        this.chunks = new ChunkScanner(copy);
        this.remaining = framing instanceof BodyFraming.Length(long bytes) ? bytes : 0;
        this.complete =
                framing instanceof BodyFraming.None || (framing instanceof BodyFraming.Length && remaining == 0);
    }

    /** Whether the whole body was read. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether the rest of the body can be read without blocking. */
    public boolean isBuffered() {
        return complete || (framing instanceof BodyFraming.Length && remaining <= in.buffered());
    }

    /** Whether {@link #read} returns without blocking. */
    public boolean canReadMore() {
        return complete || in.buffered() > 0;
    }

    /**
     * Reads bytes; blocks until there are some.
     *
     * @return -1 if the body is complete
     * @throws EOFException if the stream ends within the body
     */
    public int read(byte[] target) throws IOException {
        if (complete) {
            return -1;
        }
        int count = in.read(target, this::extent);
        if (count < 0) {
            if (framing instanceof BodyFraming.UntilClose) {
                complete = true;
                return -1;
            }
            throw new EOFException("the stream ends within a body");
        }
        return count;
    }

    private int extent(byte[] bytes, int from, int to) throws IOException {
        if (framing instanceof BodyFraming.Chunked) {
            int count = chunks.of(bytes, from, to);
            complete = chunks.isDone();
            return count;
        }
        int count = framing instanceof BodyFraming.Length ? (int) Math.min(remaining, to - from) : to - from;
        copy.add(bytes, from, count);
        remaining -= count;
        complete = framing instanceof BodyFraming.Length && remaining == 0;
        return count;
    }

    /**
     * Copies the rest of the body. Flushes before each read that blocks, so that a body that arrives in parts is passed on
     * in parts, but not at the end.
     */
    public void copyTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[ByteInput.BUFFER_SIZE];
        while (!complete) {
            if (!canReadMore()) {
                out.flush();
            }
            int count = read(buffer);
            if (count > 0) {
                out.write(buffer, 0, count);
            }
        }
    }
}
