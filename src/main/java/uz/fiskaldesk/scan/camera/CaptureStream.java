package uz.fiskaldesk.scan.camera;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.openpnp.capture.library.OpenpnpCaptureLibrary;

/** An open camera. Closing one from which no pictures come may take seconds. */
final class CaptureStream implements AutoCloseable {
    private final OpenpnpCaptureLibrary library;
    private final Pointer context;
    private final int stream;
    private final CameraFormat format;
    private final Memory memory;

    CaptureStream(OpenpnpCaptureLibrary library, Pointer context, int stream, CameraFormat format) {
        this.library = library;
        this.context = context;
        this.stream = stream;
        this.format = format;
        memory = new Memory(bytes());
    }

    CameraFormat format() {
        return format;
    }

    /** Of one frame: three for each pixel. */
    int bytes() {
        return 3 * format.width() * format.height();
    }

    /** The only sign of life: an unplugged camera still counts as open and gives its last picture. */
    boolean hasNewFrame() {
        return library.Cap_hasNewFrame(context, stream) == 1;
    }

    boolean capture(byte[] rgb) {
        int result = library.Cap_captureFrame(context, stream, memory, bytes());
        if (result != OpenpnpCaptureLibrary.CAPRESULT_OK) {
            return false;
        }
        memory.read(0, rgb, 0, bytes());
        return true;
    }

    @Override
    public void close() {
        library.Cap_closeStream(context, stream);
        memory.close();
    }
}
