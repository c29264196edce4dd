package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(Import.class);
    private static final int STATEMENT_BATCH = 1_000;
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

    /** Follows an import. Called on the importing thread. */
    public interface Listener {
        /** Called for every row when its result is known and, if it was added, durable. */
        void row(RowReport report);

        /**
         * Called after each batch.
         *
         * @param rows the number of rows that are done
         * @param of the number of rows in the file
         */
        default void progress(long rows, long of) {}

        /** Called before each row; once it has returned true, the rows before are finished and the import ends. */
        default boolean isCancelled() {
            return false;
        }
    }

    /**
     * Imports a file. The whole file is validated before the first payment is added. Payments are added in batches; if
     * the import is cancelled or the process ends, every row is either in the ledger or not, and importing the file
     * again adds the rest.
     *
     * @throws ImportFileException if the file cannot be read as a list of payments; nothing was imported
     * @throws LedgerException if the ledger fails; payments added before stay
     */
    public Summary importFile(Path file, Listener listener) throws ImportFileException {
        return importFile(file, _ -> ColumnMapping.NONE, listener);
    }

    /**
     * Imports a file whose columns a person has named.
     *
     * @param mappings returns the mapping for the names of the columns
     */
    public Summary importFile(Path file, Function<List<String>, ColumnMapping> mappings, Listener listener)
            throws ImportFileException {
        try (PaymentFile payments = PaymentFile.open(file)) {
            RowSource rows =
                    payments.rows(mappings.apply(FilePreview.of(payments).columns()));
            long count = check(rows);
            Path name = file.getFileName();
            ImportingSink sink = new ImportingSink(name == null ? file.toString() : name.toString(), count, listener);
            try {
                rows.read(sink);
                sink.flush();
            } catch (StopReadingException e) {
                LOG.debug("The import was cancelled", e);
            }
            return sink.summary();
        }
    }

    /**
     * Reads the whole file once. The readers have limits; running out of memory in spite of them must only end this
     * import.
     *
     * @return the number of rows
     */
    private static long check(RowSource rows) throws ImportFileException {
        try {
            CountingSink sink = new CountingSink();
            rows.read(sink);
            return sink.rows;
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new ImportFileException(ImportFileException.Reason.TOO_COSTLY, "", e);
        }
    }

    /**
     * Adds the payments of a statement that are missing on the list.
     *
     * @param source the name of the statement, recorded with the acts
     * @return the results, in the order of the rows
     */
    public List<RowReport> addMissing(List<StatementRow> rows, String source) {
        List<RowReport> reports = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += STATEMENT_BATCH) {
            List<StatementRow> some = rows.subList(from, Math.min(from + STATEMENT_BATCH, rows.size()));
            reports.addAll(addAll(
                    some.stream().map(row -> row(row.line(), row.fields())).toList(), source));
        }
        return reports;
    }

    /**
     * Imports one payment.
     *
     * @param line for the report
     * @param source recorded with the act; null for none
     */
    public RowReport addPayment(long line, PaymentFields fields, @Nullable String source) {
        return addAll(List.of(row(line, fields)), source).getFirst();
    }

    /**
     * Imports payments in one transaction.
     *
     * @return a report for each row, in their order
     */
    public List<RowReport> addPayments(List<ImportRow> rows) {
        List<Row> batch = new ArrayList<>();
        for (ImportRow row : rows) {
            batch.add(
                    row.fields() == null
                            ? Row.refused(row.line(), null, row.problems())
                            : row(row.line(), row.fields()));
        }
        Iterator<ImportRow> read = rows.iterator();
        return addAll(batch, null).stream()
                .map(report -> withRemarksOf(read.next(), report))
                .toList();
    }

    private static RowReport withRemarksOf(ImportRow row, RowReport report) {
        if (row.fields() == null || row.problems().isEmpty()) {
            return report;
        }
        List<FieldProblem> remarks = new ArrayList<>(report.remarks());
        remarks.addAll(row.problems());
        return new RowReport(report.line(), report.result(), report.transactionId(), remarks);
    }

    /**
     * A row of a batch.
     *
     * @param payment the payment to add; null if the row is refused
     * @param remarks the reasons for a refusal, or the warnings about the receipt
     */
    record Row(
            long line,
            @Nullable String givenId,
            @Nullable Payment payment,
            @Nullable FiscalReceipt receipt,
            List<ReceiptWarning> warnings,
            List<FieldProblem> remarks) {
        static Row refused(long line, @Nullable String givenId, List<FieldProblem> why) {
            return new Row(line, givenId, null, null, List.of(), why);
        }
    }

    /** Validates a row. */
    Row row(long line, PaymentFields fields) {
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
            return Row.refused(line, givenId.isEmpty() ? null : givenId, problems);
        }
        ReceiptReading.Accepted accepted = reading instanceof ReceiptReading.Accepted read ? read : null;
        List<ReceiptWarning> warnings = warnings(payment, accepted);
        return new Row(
                line,
                payment.transactionId().toString(),
                payment,
                accepted == null ? null : accepted.receipt(),
                warnings,
                warnings.stream().map(one -> ofReceipt(one.code())).toList());
    }

    /**
     * Imports validated rows in one transaction.
     *
     * @param source recorded with the acts; null for none
     * @return the results, in the order of the rows
     */
    List<RowReport> addAll(List<Row> rows, @Nullable String source) {
        Act act = operator.act(Act.Kind.IMPORTED, source);
        List<Ledger.NewPayment> payments = new ArrayList<>();
        for (Row row : rows) {
            if (row.payment() != null) {
                payments.add(new Ledger.NewPayment(row.payment(), row.receipt(), row.warnings(), act));
            }
        }
        Iterator<Ledger.Addition> additions = ledger.addAll(payments).iterator();
        return rows.stream()
                .map(row -> row.payment() == null
                        ? new RowReport(row.line(), Result.REFUSED, row.givenId(), row.remarks())
                        : report(row, row.payment(), additions.next()))
                .toList();
    }

    private static RowReport report(Row row, Payment payment, Ledger.Addition addition) {
        return switch (addition) {
            case Ledger.Addition.Added _ -> new RowReport(row.line(), Result.TAKEN, row.givenId(), row.remarks());
            case Ledger.Addition.Known known ->
                new RowReport(
                        row.line(), Result.KNOWN, row.givenId(), differences(known.entry(), payment, row.receipt()));
            case Ledger.Addition.ReceiptTaken _ ->
                new RowReport(
                        row.line(), Result.REFUSED, row.givenId(), List.of(ofReceipt(FieldProblem.RECEIPT_TAKEN)));
        };
    }

    private @Nullable ReceiptReading reading(PaymentFields fields) {
        String text = fields.text(PaymentField.RECEIPT);
        return text.isEmpty() ? null : receipts.read(text);
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

    /** Counts rows without importing them. */
    private static final class CountingSink implements RowSink {
        private long rows;

        @Override
        public void row(long line, PaymentFields fields) {
            rows++;
        }

        @Override
        public void broken(long line, FieldProblem why) {
            rows++;
        }

        @Override
        public void ignored(String column) {
            // Reported by the import itself.
        }
    }

    /** Imports rows in batches and counts them. */
    private final class ImportingSink implements RowSink {
        private final String source;
        private final long total;
        private final Listener listener;
        private final BatchSize batchSize = new BatchSize();
        private final List<Row> batch = new ArrayList<>();
        private final Set<String> ignored = new LinkedHashSet<>();
        private final Map<Result, Long> counts = new EnumMap<>(Result.class);
        private long done;

        ImportingSink(String source, long total, Listener listener) {
            this.source = source;
            this.total = total;
            this.listener = listener;
        }

        @Override
        public void row(long line, PaymentFields fields) {
            stopIfCancelled();
            add(Import.this.row(line, fields));
        }

        @Override
        public void broken(long line, FieldProblem why) {
            stopIfCancelled();
            add(Row.refused(line, null, List.of(why)));
        }

        private void stopIfCancelled() {
            if (listener.isCancelled()) {
                flush();
                throw new StopReadingException();
            }
        }

        private void add(Row row) {
            batch.add(row);
            if (batch.size() >= batchSize.rows()) {
                flush();
            }
        }

        void flush() {
            long begun = System.nanoTime();
            List<RowReport> reports = addAll(batch, source);
            batchSize.took(System.nanoTime() - begun);
            done += batch.size();
            batch.clear();
            for (RowReport report : reports) {
                counts.merge(report.result(), 1L, Long::sum);
                listener.row(report);
            }
            listener.progress(done, total);
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

    /**
     * Adapts the size of batches to the speed of the disk, so that payments that are sent meanwhile wait a fraction of a
     * second for the ledger.
     */
    private static final class BatchSize {
        private static final long SHORT_NANOS = 40_000_000;
        private static final long LONG_NANOS = 150_000_000;
        private static final int LEAST = 250;
        private static final int MOST = 4_000;

        private int rows = 250;

        int rows() {
            return rows;
        }

        void took(long nanos) {
            if (nanos < SHORT_NANOS) {
                rows = Math.min(MOST, rows * 2);
            } else if (nanos > LONG_NANOS) {
                rows = Math.max(LEAST, rows / 2);
            }
        }
    }
}
