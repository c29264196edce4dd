package uz.fiskaldesk.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment to import, as it was read.
 *
 * @param line for the report
 * @param fields null if the row could not be read
 * @param problems why it could not be read, or remarks on fields that were ignored
 */
public record ImportRow(long line, @Nullable PaymentFields fields, List<FieldProblem> problems) {
    public ImportRow {
        problems = List.copyOf(problems);
    }
}
