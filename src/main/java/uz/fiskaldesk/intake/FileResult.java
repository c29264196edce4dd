package uz.fiskaldesk.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of importing a file.
 *
 * @param summary null if the file could not be read
 * @param remarked the first rows that were refused, or that the ledger has with other values
 * @param broken why the file could not be read; null if it could
 */
public record FileResult(
        String name,
        Import.@Nullable Summary summary,
        List<RowReport> remarked,
        @Nullable ImportFileException broken) {
    public FileResult {
        remarked = List.copyOf(remarked);
    }

    /** Whether every row is in the ledger as in the file. */
    public boolean isAccepted() {
        return summary != null && remarked.isEmpty();
    }
}
