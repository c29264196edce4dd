package uz.fiskaldesk.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks and restricts other users' access to existing files, which an earlier version or a copy made by hand may have
 * left accessible. On Windows the user's profile folder protects the files, and nothing is done here.
 *
 * <p>The program's files are recognised by their names and restricted. Folders are only reported because the data
 * folder may serve other purposes as well.
 */
public final class FilePermissions {
    private static final Logger LOG = LoggerFactory.getLogger(FilePermissions.class);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final int STICKY = 01000;

    private FilePermissions() {}

    /**
     * A file or folder that other users can access.
     *
     * @param folder whether it is a folder in which they can replace files
     */
    public record Open(Path path, boolean folder) {}

    /** The files of the program in a folder whose names start with a prefix. */
    private record Own(Path folder, String prefix) {}

    private static List<Own> own(DataFolder data, @Nullable Path ledger) {
        List<Own> own = new ArrayList<>(List.of(
                new Own(data.path(), data.settings().getFileName().toString().replace("json", "")),
                new Own(data.logs(), "fiskaldesk."),
                new Own(data.path().resolve("unrecorded"), "")));
        if (ledger != null) {
            String name = ledger.getFileName().toString();
            // Its write-ahead log, renamed copies, backups and lock files.
            own.add(new Own(ledger.resolveSibling("."), name));
            own.add(new Own(ledger.resolveSibling("backups"), name.replaceFirst("\\.db$", "") + "-"));
            own.add(new Own(ledger.resolveSibling("owners"), ""));
        }
        return own;
    }

    /**
     * Removes other users' access and logs a warning for each file.
     *
     * @param ledger the ledger's file; null if the ledger is not a file or not known yet
     */
    public static void restrict(DataFolder data, @Nullable Path ledger) {
        for (Path file : openFiles(data, ledger)) {
            try {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
                rights.retainAll(OWNER);
                Files.setPosixFilePermissions(file, rights);
                LOG.warn("Removed other users' access to {}", file);
            } catch (IOException e) {
                LOG.warn("Other users can access {}", file, e);
            }
        }
    }

    /**
     * Returns what other users can still access, such as files owned by somebody else.
     *
     * @param ledger the ledger's file; null if the ledger is not a file
     */
    public static List<Open> open(DataFolder data, @Nullable Path ledger) {
        List<Open> open = new ArrayList<>();
        own(data, ledger).stream()
                .map(own -> own.folder().toAbsolutePath().normalize())
                .distinct()
                .filter(FilePermissions::isWritableFolder)
                .forEach(folder -> open.add(new Open(folder, true)));
        openFiles(data, ledger).forEach(file -> open.add(new Open(file, false)));
        return open;
    }

    private static List<Path> openFiles(DataFolder data, @Nullable Path ledger) {
        List<Path> open = new ArrayList<>();
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return open;
        }
        for (Own own : own(data, ledger)) {
            if (!Files.isDirectory(own.folder())) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    own.folder(), file -> file.getFileName().toString().startsWith(own.prefix()))) {
                for (Path file : files) {
                    if (Files.isRegularFile(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                        open.add(file.toAbsolutePath().normalize());
                    }
                }
            } catch (IOException e) {
                // The code that needs the folder reports the problem.
                LOG.debug("Cannot examine {}", own.folder(), e);
            }
        }
        open.sort(Comparator.naturalOrder());
        return open;
    }

    /** Whether other users can replace files in a folder. In folders with the sticky bit, such as /tmp, they cannot. */
    private static boolean isWritableFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)
                    || !FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
                return false;
            }
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
            rights.retainAll(OTHERS_WRITE);
            return !rights.isEmpty() && ((int) Files.getAttribute(folder, "unix:mode") & STICKY) == 0;
        } catch (IOException e) {
            LOG.debug("Cannot examine {}", folder, e);
            return false;
        }
    }
}
