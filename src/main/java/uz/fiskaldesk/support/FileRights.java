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
 * The rights of other users on files that are there already, from a version that did not set them or copied by hand. On
 * Windows the folder of the user's profile keeps them out, and nothing is done here.
 *
 * <p>Files are known by their names and closed. Folders are only reported: the data folder may be one that is used for
 * other things too.
 */
public final class FileRights {
    private static final Logger LOG = LoggerFactory.getLogger(FileRights.class);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final int STICKY = 01000;

    private FileRights() {}

    /**
     * What others can read or change.
     *
     * @param folder whether it is a folder in which they can replace files
     */
    public record Open(Path path, boolean folder) {}

    /** Files with a prefix in a folder of the program. */
    private record Own(Path folder, String prefix) {}

    private static List<Own> own(DataFolder data, @Nullable Path ledger) {
        List<Own> own = new ArrayList<>(List.of(
                new Own(data.path(), data.settings().getFileName().toString().replace("json", "")),
                new Own(data.logs(), "fiskaldesk."),
                new Own(data.path().resolve("unrecorded"), "")));
        if (ledger != null) {
            String name = ledger.getFileName().toString();
            // Its log, what was kept aside of it, its backups and its lock files.
            own.add(new Own(ledger.resolveSibling("."), name));
            own.add(new Own(ledger.resolveSibling("backups"), name.replaceFirst("\\.db$", "") + "-"));
            own.add(new Own(ledger.resolveSibling("owners"), ""));
        }
        return own;
    }

    /**
     * Takes their rights from others, and says so in the log.
     *
     * @param ledger the file of the ledger; null where it is none, or not known yet
     */
    public static void close(DataFolder data, @Nullable Path ledger) {
        for (Path file : openFiles(data, ledger)) {
            try {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
                rights.retainAll(OWNER);
                Files.setPosixFilePermissions(file, rights);
                LOG.warn("others could read or change {}; now only its owner can", file);
            } catch (IOException e) {
                LOG.warn("others can read or change {}", file, e);
            }
        }
    }

    /**
     * What others can still read or change, as it may belong to somebody else.
     *
     * @param ledger the file of the ledger; null where it is none
     */
    public static List<Open> open(DataFolder data, @Nullable Path ledger) {
        List<Open> open = new ArrayList<>();
        own(data, ledger).stream()
                .map(own -> own.folder().toAbsolutePath().normalize())
                .distinct()
                .filter(FileRights::isWritableFolder)
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
                // Whoever needs the folder says what is wrong with it.
                LOG.debug("cannot look at {}", own.folder(), e);
            }
        }
        open.sort(Comparator.naturalOrder());
        return open;
    }

    /** In a folder with the sticky bit, such as /tmp, nobody replaces files of others. */
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
            LOG.debug("cannot look at {}", folder, e);
            return false;
        }
    }
}
