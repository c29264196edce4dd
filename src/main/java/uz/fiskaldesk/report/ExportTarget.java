package uz.fiskaldesk.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an export may be written: never over the program's own files, and over others only where that is wanted. */
public final class ExportTarget {
    /** Why not. */
    public enum Refusal {
        /** It lies among the program's own data. */
        OWN,
        /** There is something of this name. */
        EXISTS
    }

    private final Path dataFolder;
    private final @Nullable Path ledger;

    /**
     * @param dataFolder nothing in it is written to
     * @param ledger the file of the ledger, be it elsewhere; null where it is no file
     */
    public ExportTarget(Path dataFolder, @Nullable Path ledger) {
        this.dataFolder = dataFolder;
        this.ledger = ledger;
    }

    /**
     * Null where the export may be written.
     *
     * @param replaces whether a file that is there may be replaced; anything else than a file never is
     * @throws IOException where it cannot be told
     */
    public @Nullable Refusal refusal(Path target, boolean replaces) throws IOException {
        Path real = real(target);
        if (real.startsWith(real(dataFolder)) || isOfLedger(real)) {
            return Refusal.OWN;
        }
        boolean isThere = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        return isThere && !(replaces && Files.isRegularFile(target)) ? Refusal.EXISTS : null;
    }

    /** The ledger itself, its log, what was kept aside of it, and the folders that belong to it. */
    private boolean isOfLedger(Path real) throws IOException {
        if (ledger == null) {
            return false;
        }
        Path own = real(ledger);
        Path folder = own.resolveSibling(".").normalize();
        return real.startsWith(folder.resolve("backups"))
                || real.startsWith(folder.resolve("owners"))
                || (folder.equals(real.getParent())
                        && real.getFileName().toString().startsWith(String.valueOf(own.getFileName())));
    }

    /** Through all symbolic links, also of the folders of a file that is not there. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path folder = absolute.getParent();
        return folder == null ? absolute : real(folder).resolve(absolute.getFileName());
    }
}
