package uz.fiskaldesk.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * A validated row of an import.
 *
 * @param givenId the ID as written; null if there is none
 * @param payment the payment to add; null if the row is refused
 * @param remarks the reasons for a refusal, or the warnings about the receipt
 */
record CheckedRow(
        long line,
        @Nullable String givenId,
        @Nullable Payment payment,
        @Nullable FiscalReceipt receipt,
        List<ReceiptWarning> warnings,
        List<FieldProblem> remarks) {
    static CheckedRow refused(long line, @Nullable String givenId, List<FieldProblem> why) {
        return new CheckedRow(line, givenId, null, null, List.of(), why);
    }
}
