package uz.fiskaldesk.scan.camera;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A picture for the window, small enough to be shown without effort. The camera's thread writes it and the window's
 * thread reads it, never both: it belongs to the window until that says {@link #done()}.
 */
public final class PreviewFrame {
    /** Wider pictures are halved, or divided by three. */
    private static final int WIDEST = 800;

    private final int width;
    private final int height;
    private final int scale;
    private final int[] argb;
    private final AtomicBoolean lent = new AtomicBoolean();

    PreviewFrame(int frameWidth, int frameHeight) {
        scale = scaleOf(frameWidth);
        width = frameWidth / scale;
        height = frameHeight / scale;
        argb = new int[width * height];
    }

    /** How many pixels of a frame make one of the preview, along a side. */
    static int scaleOf(int frameWidth) {
        return (frameWidth + WIDEST - 1) / WIDEST;
    }

    boolean fits(int frameWidth, int frameHeight) {
        return scale == scaleOf(frameWidth) && width == frameWidth / scale && height == frameHeight / scale;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Rows from the top, opaque; not to be touched after {@link #done()}. */
    public int[] argb() {
        return argb;
    }

    /** Gives the picture back. */
    public void done() {
        lent.set(false);
    }

    /** Fills it for the window; false while the window still has it. */
    boolean lend(Frame frame) {
        if (!lent.compareAndSet(false, true)) {
            return false;
        }
        if (scale == 1) {
            copy(frame);
        } else {
            shrink(frame);
        }
        return true;
    }

    private void copy(Frame frame) {
        byte[] rgb = frame.rgb;
        for (int i = 0, at = 0; i < argb.length; i++, at += 3) {
            argb[i] = 0xFF000000 | (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | (rgb[at + 2] & 255);
        }
    }

    /** Each pixel is the mean of the four in the corner of its square. */
    private void shrink(Frame frame) {
        byte[] rgb = frame.rgb;
        int row = 3 * frame.width();
        for (int y = 0; y < height; y++) {
            int at = y * scale * row;
            for (int x = 0; x < width; x++, at += 3 * scale) {
                argb[y * width + x] =
                        0xFF000000 | mean(rgb, at, row) << 16 | mean(rgb, at + 1, row) << 8 | mean(rgb, at + 2, row);
            }
        }
    }

    private static int mean(byte[] rgb, int at, int row) {
        return ((rgb[at] & 255) + (rgb[at + 3] & 255) + (rgb[at + row] & 255) + (rgb[at + row + 3] & 255)) >> 2;
    }
}
