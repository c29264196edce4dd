package uz.fiskaldesk.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.CellText;

/**
 * The result of importing one row.
 *
 * @param line the line of a text file, the row of a sheet, or the position in a JSON array, from 1
 * @param transactionId as written, but not longer than a message quotes it; null if the row has none
 * @param remarks the reasons for a refusal, the differences from a known payment, or the warnings of an accepted
 *     receipt
 */
public record RowReport(long line, Result result, @Nullable String transactionId, List<FieldProblem> remarks) {
    /** The result. */
    public enum Result {
        /** The payment was added to the ledger. */
        TAKEN,
        /** The payment was already in the ledger; nothing was changed. */
        KNOWN,
        /** The payment was not added. */
        REFUSED
    }

    public RowReport {
        remarks = List.copyOf(remarks);
        transactionId = transactionId == null ? null : CellText.quoted(transactionId);
    }

    /** Whether the ledger has the payment as in the row; a known payment may differ. */
    public boolean isAccepted() {
        return switch (result) {
            case TAKEN -> true;
            case KNOWN -> remarks.isEmpty();
            case REFUSED -> false;
        };
    }
}
