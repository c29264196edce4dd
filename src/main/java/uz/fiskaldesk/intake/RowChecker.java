package uz.fiskaldesk.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/** Validates the rows of an import, apart from what the ledger knows. Thread-safe. */
final class RowChecker {
    private final ReceiptReader receipts;
    private final ReceiptChecks checks;
    private final Providers providers;

    /**
     * @param clock determines the age of receipts
     * @param providers whose payments are taken
     */
    RowChecker(ReceiptReader receipts, Clock clock, Providers providers) {
        this.receipts = receipts;
        this.checks = new ReceiptChecks(clock);
        this.providers = providers;
    }

    /** Validates a row; refused if a field or the receipt is not valid. */
    CheckedRow check(long line, PaymentFields fields) {
        List<FieldProblem> problems = new ArrayList<>();
        String givenId = fields.givenId();
        Payment payment = null;
        switch (fields.check(providers)) {
            case PaymentFields.Checked.Bad bad -> problems.addAll(bad.problems());
            case PaymentFields.Checked.Good good -> payment = good.payment();
        }
        ReceiptReading reading = reading(fields);
        if (reading instanceof ReceiptReading.Refused refused) {
            problems.add(ofReceipt(refused.reason().code()));
        }
        if (payment == null || !problems.isEmpty()) {
            return CheckedRow.refused(line, givenId.isEmpty() ? null : givenId, problems);
        }
        ReceiptReading.Accepted accepted = reading instanceof ReceiptReading.Accepted read ? read : null;
        List<ReceiptWarning> warnings = warnings(payment, accepted);
        return new CheckedRow(
                line,
                payment.transactionId().toString(),
                payment,
                accepted == null ? null : accepted.receipt(),
                warnings,
                warnings.stream().map(one -> ofReceipt(one.code())).toList());
    }

    private @Nullable ReceiptReading reading(PaymentFields fields) {
        String text = fields.text(PaymentField.RECEIPT);
        return text.isEmpty() ? null : receipts.read(text);
    }

    private List<ReceiptWarning> warnings(Payment payment, ReceiptReading.@Nullable Accepted reading) {
        if (reading == null) {
            return List.of();
        }
        return checks.warnings(reading, payment.paidAt(), null).stream()
                .filter(ReceiptWarning::needsAcceptance)
                .toList();
    }

    private static FieldProblem ofReceipt(String code) {
        return new FieldProblem(PaymentField.RECEIPT, code);
    }
}
