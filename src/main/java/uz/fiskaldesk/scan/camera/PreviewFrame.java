package uz.fiskaldesk.scan.camera;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A frame scaled down for the preview. The camera's thread fills it and lends it to the JavaFX thread, which owns it until
 * it calls {@link #release()}.
 */
public final class PreviewFrame {
    /** Pixels; wider frames are scaled down by an integer factor. */
    private static final int MAX_WIDTH = 800;

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

    /** The factor by which frames of a width are scaled down. */
    static int scaleOf(int frameWidth) {
        return (frameWidth + MAX_WIDTH - 1) / MAX_WIDTH;
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

    /** Opaque ARGB pixels, rows from the top; must not be accessed after {@link #release()}. */
    public int[] argb() {
        return argb;
    }

    /** Returns the frame to the camera, so that it can be filled again. */
    public void release() {
        lent.set(false);
    }

    /** Fills and lends this frame; false while it is still lent. */
    boolean lend(Frame frame) {
        if (!lent.compareAndSet(false, true)) {
            return false;
        }
        if (scale == 1) {
            copy(frame);
        } else {
            downscale(frame);
        }
        return true;
    }

    private void copy(Frame frame) {
        byte[] rgb = frame.rgb;
        for (int i = 0, at = 0; i < argb.length; i++, at += 3) {
            argb[i] = 0xFF000000 | (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | (rgb[at + 2] & 255);
        }
    }

    /** Each pixel is the mean of the four pixels in the upper left corner of its square. */
    private void downscale(Frame frame) {
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
