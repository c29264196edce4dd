package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Imports payments into the ledger. Rows are independent: a refused row does not affect others. Importing a file again
 * changes nothing. Blocking; thread-safe.
 */
public final class Import {
    /** The number of rows by result, and the columns that were ignored. */
    public record Summary(long taken, long known, long refused, List<String> ignoredColumns) {}

    private static final int MOST_IGNORED_NAMES = 50;

    private final Ledger ledger;
    private final ReceiptReader receipts;
    private final ReceiptChecks checks;
    private final Operator operator;
    private final Providers providers;

    /**
     * @param operator recorded with the acts; its clock determines the age of receipts
     * @param providers whose payments are taken
     */
    public Import(Ledger ledger, ReceiptReader receipts, Operator operator, Providers providers) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.checks = new ReceiptChecks(operator.clock());
        this.operator = operator;
        this.providers = providers;
    }

    /**
     * Imports a file. The whole file is validated before the first payment is added.
     *
     * @param each called for every row when its result is known
     * @throws ImportFileException if the file cannot be read as a list of payments; nothing was imported
     * @throws LedgerException if the ledger fails; payments added before stay
     */
    public Summary importFile(Path file, Consumer<RowReport> each) throws ImportFileException {
        return importFile(file, each, () -> true);
    }

    /**
     * Imports a file until cancelled. Importing the file again adds the rest.
     *
     * @param wanted called before each row until it returns false; the summary counts the rows before that
     */
    public Summary importFile(Path file, Consumer<RowReport> each, BooleanSupplier wanted) throws ImportFileException {
        try (PaymentFile payments = PaymentFile.open(file)) {
            RowSource rows = payments.rows();
            check(rows);
            Path name = file.getFileName();
            ImportingSink sink = new ImportingSink(name == null ? file.toString() : name.toString(), each, wanted);
            rows.read(sink);
            return sink.summary();
        }
    }

    /**
     * Reads the whole file once. The readers have limits; running out of memory in spite of them must only end this
     * import.
     */
    private static void check(RowSource rows) throws ImportFileException {
        try {
            rows.read(new IgnoringSink());
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new ImportFileException(ImportFileException.Reason.TOO_COSTLY, "", e);
        }
    }

    /**
     * Imports one payment.
     *
     * @param line for the report
     * @param source recorded with the act; null for none
     */
    public RowReport addPayment(long line, PaymentFields fields, @Nullable String source) {
        List<FieldProblem> remarks = new ArrayList<>();
        String givenId = fields.givenId();
        Payment payment = null;
        switch (fields.check(providers)) {
            case PaymentFields.Checked.Bad bad -> remarks.addAll(bad.problems());
            case PaymentFields.Checked.Good good -> payment = good.payment();
        }
        ReceiptReading reading = reading(fields);
        if (reading instanceof ReceiptReading.Refused refused) {
            remarks.add(ofReceipt(refused.reason().code()));
        }
        if (payment == null || !remarks.isEmpty()) {
            return new RowReport(line, Result.REFUSED, givenId.isEmpty() ? null : givenId, remarks);
        }
        return add(line, payment, reading instanceof ReceiptReading.Accepted accepted ? accepted : null, source);
    }

    private @Nullable ReceiptReading reading(PaymentFields fields) {
        String text = fields.text(PaymentField.RECEIPT);
        return text.isEmpty() ? null : receipts.read(text);
    }

    private RowReport add(
            long line, Payment payment, ReceiptReading.@Nullable Accepted reading, @Nullable String source) {
        FiscalReceipt receipt = reading == null ? null : reading.receipt();
        String id = payment.transactionId().toString();
        List<ReceiptWarning> warnings = warnings(payment, reading);
        return switch (ledger.add(payment, receipt, warnings, operator.act(Act.Kind.IMPORTED, source))) {
            case Ledger.Addition.Added _ ->
                new RowReport(
                        line,
                        Result.TAKEN,
                        id,
                        warnings.stream().map(one -> ofReceipt(one.code())).toList());
            case Ledger.Addition.Known known ->
                new RowReport(line, Result.KNOWN, id, differences(known.entry(), payment, receipt));
            case Ledger.Addition.ReceiptTaken _ ->
                new RowReport(line, Result.REFUSED, id, List.of(ofReceipt(FieldProblem.RECEIPT_TAKEN)));
        };
    }

    private List<ReceiptWarning> warnings(Payment payment, ReceiptReading.@Nullable Accepted reading) {
        if (reading == null) {
            return List.of();
        }
        List<ReceiptWarning> warnings = new ArrayList<>(reading.warnings());
        warnings.addAll(checks.warnings(reading.receipt(), payment.paidAt(), null));
        return warnings.stream().filter(ReceiptWarning::needsAcceptance).toList();
    }

    private static FieldProblem ofReceipt(String code) {
        return new FieldProblem(PaymentField.RECEIPT, code);
    }

    private static List<FieldProblem> differences(LedgerEntry known, Payment payment, @Nullable FiscalReceipt receipt) {
        List<FieldProblem> differences = new ArrayList<>();
        Amount amount = known.payment().amount();
        if (payment.amount() != null && amount != null && !payment.amount().equals(amount)) {
            differences.add(new FieldProblem(PaymentField.AMOUNT, FieldProblem.DIFFERS));
        }
        String paymentId = known.payment().paymentId();
        if (payment.paymentId() != null
                && paymentId != null
                && !payment.paymentId().equals(paymentId)) {
            differences.add(new FieldProblem(PaymentField.PAYMENT_ID, FieldProblem.DIFFERS));
        }
        if (receipt != null && !known.hasReceipt(receipt)) {
            differences.add(ofReceipt(FieldProblem.DIFFERS));
        }
        return differences;
    }

    /** Ignores all rows; used to validate a file. */
    private static final class IgnoringSink implements RowSink {
        @Override
        public void row(long line, PaymentFields fields) {}

        @Override
        public void broken(long line, FieldProblem why) {}

        @Override
        public void ignored(String column) {}
    }

    /** Imports and counts rows. */
    private final class ImportingSink implements RowSink {
        private final String source;
        private final Consumer<RowReport> each;
        private final BooleanSupplier wanted;
        private boolean cancelled;
        private final Set<String> ignored = new LinkedHashSet<>();
        private final Map<Result, Long> counts = new EnumMap<>(Result.class);

        ImportingSink(String source, Consumer<RowReport> each, BooleanSupplier wanted) {
            this.source = source;
            this.each = each;
            this.wanted = wanted;
        }

        @Override
        public void row(long line, PaymentFields fields) {
            if (isWanted()) {
                report(addPayment(line, fields, source));
            }
        }

        @Override
        public void broken(long line, FieldProblem why) {
            if (isWanted()) {
                report(new RowReport(line, Result.REFUSED, null, List.of(why)));
            }
        }

        /** The readers cannot stop in the middle of a file, so the remaining rows are read and skipped. */
        private boolean isWanted() {
            cancelled = cancelled || !wanted.getAsBoolean();
            return !cancelled;
        }

        private void report(RowReport report) {
            counts.merge(report.result(), 1L, Long::sum);
            each.accept(report);
        }

        @Override
        public void ignored(String column) {
            if (ignored.size() < MOST_IGNORED_NAMES) {
                ignored.add(column);
            }
        }

        Summary summary() {
            return new Summary(count(Result.TAKEN), count(Result.KNOWN), count(Result.REFUSED), List.copyOf(ignored));
        }

        private long count(Result result) {
            return counts.getOrDefault(result, 0L);
        }
    }
}
