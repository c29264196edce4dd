package uz.fiskaldesk.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one row.
 *
 * @param line of a text file, the row of a sheet, or the place of an element in a JSON array, from 1
 * @param transactionId as it was written, null where the row has none
 * @param remarks why it was refused; what differs from the known payment; or what to look at in a receipt that was taken
 */
public record RowReport(long line, Result result, @Nullable String transactionId, List<FieldProblem> remarks) {
    /** How a row ended. */
    public enum Result {
        /** It is in the ledger now. */
        TAKEN,
        /** It was in the ledger before; nothing was changed. */
        KNOWN,
        /** It is not in the ledger. */
        REFUSED
    }

    public RowReport {
        remarks = List.copyOf(remarks);
    }

    /** Whether the payment is in the ledger as the row has it; a known one may be there with other facts. */
    public boolean isIn() {
        return switch (result) {
            case TAKEN -> true;
            case KNOWN -> remarks.isEmpty();
            case REFUSED -> false;
        };
    }
}
