package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.report.ExportTarget;

/** Where a file is saved that a person has chosen: with an extension, and never among the program's own files. */
final class SaveTarget {
    private static final Logger LOG = LoggerFactory.getLogger(SaveTarget.class);

    private final ExportTarget targets;

    /** @param ledger the ledger's file; null if the ledger is not a file */
    SaveTarget(Path dataFolder, @Nullable Path ledger) {
        this.targets = new ExportTarget(dataFolder, ledger);
    }

    /**
     * Returns the file to write; empty if it may not be written. The file chooser has asked whether an existing one may be
     * replaced.
     *
     * @param patterns of the possible names, such as {@code *.csv}; a name that fits none gets the first extension
     */
    Optional<Path> of(File chosen, List<String> patterns) {
        String name = chosen.getName().toLowerCase(Locale.ROOT);
        boolean fits = patterns.stream().anyMatch(pattern -> name.endsWith(pattern.substring(1)));
        Path file =
                fits ? chosen.toPath() : Path.of(chosen + patterns.getFirst().substring(1));
        try {
            return targets.refusal(file, true) == ExportTarget.Refusal.OWN ? Optional.empty() : Optional.of(file);
        } catch (IOException e) {
            LOG.info("{} cannot be examined", file, e);
            return Optional.empty();
        }
    }
}
