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
 * One view of the computer's cameras through openpnp-capture. The library looks for cameras only when a context is made,
 * and on Windows wants one thread for everything from making to releasing it; so a context is short-lived and belongs to
 * the camera's thread.
 */
final class CaptureContext implements AutoCloseable {
    private static final int SILENT = 0;

    private final OpenpnpCaptureLibrary library;
    private final Pointer context;

    private CaptureContext(OpenpnpCaptureLibrary library, Pointer context) {
        this.library = library;
        this.context = context;
    }

    /** @throws LinkageError where the library does not run */
    static CaptureContext make() {
        OpenpnpCaptureLibrary library = OpenpnpCaptureLibrary.INSTANCE;
        // It writes to standard error by itself, a line for every camera that is busy.
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
            // Two lenses in one housing may share the id: the second gets one of its own.
            String own = id;
            for (int twin = 2; !ids.add(own); twin++) {
                own = id + " " + twin;
            }
            devices.add(new CameraDevice(number, own, name.isBlank() ? own : name, formats(number)));
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

    /** Opens the camera; null where it does not open in this format, as when another program has it. */
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
