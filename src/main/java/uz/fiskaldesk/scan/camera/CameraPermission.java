package uz.fiskaldesk.scan.camera;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the operating system denies access to cameras. The capture library does not report this: on Linux it
 * skips a camera that it may not open, on Windows opening fails as if the camera were in use.
 */
final class CameraPermission {
    private static final Logger LOG = LoggerFactory.getLogger(CameraPermission.class);
    private static final int LINUX_CAMERAS = 16;
    /** Windows settings, Privacy: "Let apps access your camera", and the same for desktop apps. */
    private static final String CONSENT =
            "\\Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\webcam";

    private static final String[] CONSENTS = {"HKLM" + CONSENT, "HKCU" + CONSENT, "HKCU" + CONSENT + "\\NonPackaged"};

    private CameraPermission() {}

    /** May take some milliseconds. */
    static boolean denied() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return os.startsWith("linux") ? deniedByFiles() : os.startsWith("windows") && deniedByConsent();
    }

    private static boolean deniedByFiles() {
        for (int number = 0; number < LINUX_CAMERAS; number++) {
            try (FileChannel _ = FileChannel.open(Path.of("/dev/video" + number), StandardOpenOption.READ)) {
                LOG.trace("camera {} is accessible", number);
            } catch (AccessDeniedException e) {
                return true;
            } catch (IOException noSuchDevice) {
                // Not a question of permission.
            }
        }
        return false;
    }

    private static boolean deniedByConsent() {
        for (String key : CONSENTS) {
            if (registry(key).contains("Deny")) {
                return true;
            }
        }
        return false;
    }

    private static String registry(String key) {
        try {
            Process query = new ProcessBuilder("reg.exe", "query", key, "/v", "Value")
                    .redirectErrorStream(true)
                    .start();
            query.getOutputStream().close();
            try (InputStream output = query.getInputStream()) {
                String answer = new String(output.readNBytes(4096), StandardCharsets.ISO_8859_1);
                return query.waitFor(2, TimeUnit.SECONDS) ? answer : "";
            }
        } catch (IOException e) {
            LOG.debug("could not query the registry", e);
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
