package uz.fiskaldesk;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Denies other users access to the files and folders that this process creates, by the umask, which applies to SQLite and
 * the log as well. On Windows the user's profile folder protects the files, and nothing is done here.
 */
final class PrivateUmask {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateUmask.class);
    private static final int GROUP_AND_OTHERS = 0077;

    /** Linux only; shows the umask. The launchers have set it already, which saves the native call. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private PrivateUmask() {}

    /**
     * To be called before the first file is created.
     *
     * <p>Java has no API for the umask; native access is enabled for the camera and SQLite anyway.
     */
    @SuppressWarnings("restricted")
    static void apply() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix") || isSet()) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            // mode_t umask(mode_t): https://pubs.opengroup.org/onlinepubs/9799919799/functions/umask.html
            MethodHandle umask = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("umask"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int _ = (int) umask.invokeExact(GROUP_AND_OTHERS);
        } catch (Throwable e) {
            LOG.warn("others may be able to read what is created", e);
        }
    }

    private static boolean isSet() {
        try {
            return Files.exists(STATUS)
                    && Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith("Umask:"))
                            .anyMatch(line -> (Integer.parseInt(
                                                    line.substring("Umask:".length())
                                                            .strip(),
                                                    8)
                                            & GROUP_AND_OTHERS)
                                    == GROUP_AND_OTHERS);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
