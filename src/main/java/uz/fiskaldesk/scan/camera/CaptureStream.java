package uz.fiskaldesk.scan.camera;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Arrays;
import org.openpnp.capture.library.OpenpnpCaptureLibrary;

/**
 * An open camera. Frames above {@value #MAX_PIXELS} pixels are scaled down by an integer factor, as decoding them would take
 * too long. Closing a camera that hangs may take seconds.
 */
final class CaptureStream implements AutoCloseable {
    /** Somewhat more than a full HD frame. */
    private static final int MAX_PIXELS = 2_500_000;

    private final OpenpnpCaptureLibrary library;
    private final Pointer context;
    private final int stream;
    private final CameraFormat format;
    private final Memory memory;
    private final int scale;

    CaptureStream(OpenpnpCaptureLibrary library, Pointer context, int stream, CameraFormat format) {
        this.library = library;
        this.context = context;
        this.stream = stream;
        this.format = format;
        scale = scaleOf(format);
        memory = new Memory(3L * format.width() * format.height());
    }

    CameraFormat format() {
        return format;
    }

    /** The factor by which frames are scaled down. */
    private static int scaleOf(CameraFormat format) {
        int scale = 1;
        while (format.width() / scale * (format.height() / scale) > MAX_PIXELS) {
            scale++;
        }
        return scale;
    }

    /** The width of a scaled frame, pixels. */
    int width() {
        return format.width() / scale;
    }

    /** The height of a scaled frame, pixels. */
    int height() {
        return format.height() / scale;
    }

    /** The size of a scaled frame, three bytes for each pixel. */
    int bytes() {
        return 3 * width() * height();
    }

    /** The only way to detect that a camera was unplugged: it stays open and returns its last frame. */
    boolean hasNewFrame() {
        return library.Cap_hasNewFrame(context, stream) == 1;
    }

    /** Copies the current frame; false if that fails. */
    boolean capture(byte[] rgb) {
        int result = library.Cap_captureFrame(context, stream, memory, (int) memory.size());
        if (result != OpenpnpCaptureLibrary.CAPRESULT_OK) {
            return false;
        }
        if (scale == 1) {
            memory.read(0, rgb, 0, bytes());
        } else {
            downscale(rgb);
        }
        return true;
    }

    /** Each byte is the mean over a square of the camera's pixels. */
    private void downscale(byte[] rgb) {
        int width = width();
        byte[] row = new byte[3 * format.width()];
        int[] sums = new int[3 * width];
        for (int y = 0; y < height(); y++) {
            Arrays.fill(sums, 0);
            for (int dy = 0; dy < scale; dy++) {
                memory.read((long) (y * scale + dy) * row.length, row, 0, row.length);
                for (int x = 0; x < width * scale; x++) {
                    int to = 3 * (x / scale);
                    sums[to] += row[3 * x] & 255;
                    sums[to + 1] += row[3 * x + 1] & 255;
                    sums[to + 2] += row[3 * x + 2] & 255;
                }
            }
            for (int i = 0; i < sums.length; i++) {
                rgb[y * sums.length + i] = (byte) (sums[i] / (scale * scale));
            }
        }
    }

    @Override
    public void close() {
        library.Cap_closeStream(context, stream);
        memory.close();
    }
}
