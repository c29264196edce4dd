package uz.fiskaldesk.scan.camera;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpnp.capture.library.CapFormatInfo;
import org.openpnp.capture.library.OpenpnpCaptureLibrary;

/**
 * A context of the native library openpnp-capture. The library lists cameras only when a context is created, and on
 * Windows requires a single thread for all calls from creation to release. Therefore contexts are short-lived and confined
 * to one thread.
 */
final class CaptureContext implements AutoCloseable {
    /** The log level at which the library writes nothing. */
    private static final int SILENT = 0;

    private final OpenpnpCaptureLibrary library;
    private final Pointer context;

    private CaptureContext(OpenpnpCaptureLibrary library, Pointer context) {
        this.library = library;
        this.context = context;
    }

    /** @throws LinkageError where the library cannot be used */
    static CaptureContext create() {
        OpenpnpCaptureLibrary library = OpenpnpCaptureLibrary.INSTANCE;
        // By default it writes to standard error, a line for every camera that is busy.
        library.Cap_setLogLevel(SILENT);
        return new CaptureContext(library, library.Cap_createContext());
    }

    List<CameraDevice> devices() {
        List<CameraDevice> devices = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int count = library.Cap_getDeviceCount(context);
        for (int number = 0; number < count; number++) {
            String name = text(library.Cap_getDeviceName(context, number));
            String id = text(library.Cap_getDeviceUniqueID(context, number));
            // Two lenses in one housing may have the same id.
            String unique = id;
            for (int suffix = 2; !ids.add(unique); suffix++) {
                unique = id + " " + suffix;
            }
            devices.add(new CameraDevice(number, unique, name.isBlank() ? unique : name, formats(number)));
        }
        return devices;
    }

    private static String text(@Nullable Pointer text) {
        return text == null
                ? ""
                : text.getString(0, StandardCharsets.UTF_8.name()).strip();
    }

    private List<CameraFormat> formats(int device) {
        List<CameraFormat> formats = new ArrayList<>();
        int count = library.Cap_getNumFormats(context, device);
        for (int number = 0; number < count; number++) {
            CapFormatInfo info = new CapFormatInfo();
            if (library.Cap_getFormatInfo(context, device, number, info) == OpenpnpCaptureLibrary.CAPRESULT_OK) {
                formats.add(new CameraFormat(number, info.width, info.height, code(info.fourcc), info.fps));
            }
        }
        return formats;
    }

    private static String code(int fourcc) {
        StringBuilder code = new StringBuilder();
        for (int shift = 0; shift < 32; shift += 8) {
            code.append((char) (fourcc >> shift & 127));
        }
        return code.toString().strip();
    }

    /** Opens a camera; null where it does not open in this format, as when another program uses it. */
    @Nullable
    CaptureStream open(CameraDevice device, CameraFormat format) {
        int stream = library.Cap_openStream(context, device.number(), format.number());
        return stream < 0 ? null : new CaptureStream(library, context, stream, format);
    }

    @Override
    public void close() {
        library.Cap_releaseContext(context);
    }
}
