package uz.fiskaldesk.scan.camera;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Arrays;
import org.openpnp.capture.library.OpenpnpCaptureLibrary;

/**
 * An open camera. Pictures that are larger than a code needs are made smaller on the way, for reading them whole would
 * take too long.
 *
 * <p>Closing one from which no pictures come may take seconds.
 */
final class CaptureStream implements AutoCloseable {
    /** Pixels: a full HD frame and a little more. */
    private static final int LARGEST = 2_500_000;

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

    /** How many pixels of the camera make one of a frame, along a side. */
    private static int scaleOf(CameraFormat format) {
        int scale = 1;
        while (format.width() / scale * (format.height() / scale) > LARGEST) {
            scale++;
        }
        return scale;
    }

    /** Of a frame, in pixels. */
    int width() {
        return format.width() / scale;
    }

    /** Of a frame, in pixels. */
    int height() {
        return format.height() / scale;
    }

    /** Of one frame: three for each pixel. */
    int bytes() {
        return 3 * width() * height();
    }

    /** The only sign of life: an unplugged camera still counts as open and gives its last picture. */
    boolean hasNewFrame() {
        return library.Cap_hasNewFrame(context, stream) == 1;
    }

    boolean capture(byte[] rgb) {
        int result = library.Cap_captureFrame(context, stream, memory, (int) memory.size());
        if (result != OpenpnpCaptureLibrary.CAPRESULT_OK) {
            return false;
        }
        if (scale == 1) {
            memory.read(0, rgb, 0, bytes());
        } else {
            shrink(rgb);
        }
        return true;
    }

    /** Each byte is the mean of a square of the camera's pixels. */
    private void shrink(byte[] rgb) {
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
