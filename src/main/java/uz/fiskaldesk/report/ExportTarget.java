package uz.fiskaldesk.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checks where an export may be written: never over the program's own files, and over other files only if requested.
 */
public final class ExportTarget {
    /** Why an export may not be written. */
    public enum Refusal {
        /** The target is one of the program's own files. */
        OWN,
        /** The target exists. */
        EXISTS
    }

    private final Path dataFolder;
    private final @Nullable Path ledger;

    /**
     * @param dataFolder the folder in which no export is written
     * @param ledger the ledger's file, also outside the data folder; null if the ledger is not a file
     */
    public ExportTarget(Path dataFolder, @Nullable Path ledger) {
        this.dataFolder = dataFolder;
        this.ledger = ledger;
    }

    /**
     * Returns null if the export may be written.
     *
     * @param replaces whether an existing regular file may be replaced; nothing else ever is
     * @throws IOException if the target cannot be examined
     */
    public @Nullable Refusal refusal(Path target, boolean replaces) throws IOException {
        Path real = real(target);
        if (real.startsWith(real(dataFolder)) || isOfLedger(real)) {
            return Refusal.OWN;
        }
        boolean isThere = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        return isThere && !(replaces && Files.isRegularFile(target)) ? Refusal.EXISTS : null;
    }

    /** Whether the path is the ledger, its write-ahead log, a renamed copy of it, or in one of its folders. */
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

    /** Resolves all symbolic links, also in the existing parents of a missing file. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path folder = absolute.getParent();
        return folder == null ? absolute : real(folder).resolve(absolute.getFileName());
    }
}
