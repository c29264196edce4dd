package uz.fiskaldesk.http;

import java.io.ByteArrayOutputStream;

/** Copies the content of a body, without chunk framing, up to a limit in bytes. Confined to one thread at a time. */
public final class BodyCopy {
    private final int limit;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(0);
    private boolean tooLarge;

    private BodyCopy(int limit) {
        this.limit = limit;
    }

    public static BodyCopy upTo(int limit) {
        return new BodyCopy(limit);
    }

    /** Copies nothing. */
    public static BodyCopy none() {
        return new BodyCopy(0);
    }

    void add(byte[] bytes, int from, int count) {
        if (tooLarge || count > limit - content.size()) {
            tooLarge = true;
            content.reset();
        } else {
            content.write(bytes, from, count);
        }
    }

    /** Whether the content exceeded the limit, so that there is no copy. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    public byte[] content() {
        return content.toByteArray();
    }
}
