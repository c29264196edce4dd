package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
import uz.fiskaldesk.receipt.ReceiptReader;

/**
 * Imports payments into the ledger. Rows are independent: a refused row does not affect others, nor does a payment of the ledger that cannot be read. Importing a file again
 * changes nothing. Blocking; thread-safe.
 */
public final class Import {
    /** The number of rows by result, and the columns that were ignored. */
    public record Summary(long taken, long known, long refused, List<String> ignoredColumns) {}

    private static final Logger LOG = LoggerFactory.getLogger(Import.class);
    private static final int STATEMENT_BATCH = 1_000;

    private final Ledger ledger;
    private final Operator operator;
    private final RowChecker checker;

    /**
     * @param operator recorded with the acts; its clock determines the age of receipts
     * @param providers whose payments are taken
     */
    public Import(Ledger ledger, ReceiptReader receipts, Operator operator, Providers providers) {
        this.ledger = ledger;
        this.operator = operator;
        this.checker = new RowChecker(receipts, operator.clock(), providers);
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
     * @param mappings returns what a person has said about columns with these names
     * @throws ImportFileException if the file cannot be read as a list of payments; nothing was imported
     * @throws LedgerException if the ledger fails; payments added before stay
     */
    public Summary importFile(Path file, Function<List<String>, ColumnMapping> mappings, Listener listener)
            throws ImportFileException {
        try (PaymentFile payments = PaymentFile.open(file)) {
            RowSource rows =
                    payments.rows(mappings.apply(FilePreview.of(payments).columns()));
            long count = check(rows);
            Path name = file.getFileName();
            String source = name == null ? file.toString() : name.toString();
            return new FileImport(rows, count, checker, batch -> addAll(batch, source), listener).run();
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
                    some.stream()
                            .map(row -> checker.check(row.line(), row.fields()))
                            .toList(),
                    source));
        }
        return reports;
    }

    /**
     * Imports payments in one transaction.
     *
     * @return a report for each row, in their order
     */
    public List<RowReport> addPayments(List<ImportRow> rows) {
        List<CheckedRow> batch = new ArrayList<>();
        for (ImportRow row : rows) {
            batch.add(
                    row.fields() == null
                            ? CheckedRow.refused(row.line(), null, row.problems())
                            : checker.check(row.line(), row.fields()));
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
     * Imports validated rows in one transaction.
     *
     * @param source recorded with the acts; null for none
     * @return the results, in the order of the rows
     */
    List<RowReport> addAll(List<CheckedRow> rows, @Nullable String source) {
        Act act = operator.act(Act.Kind.IMPORTED, source);
        List<Ledger.NewPayment> payments = new ArrayList<>();
        for (CheckedRow row : rows) {
            if (row.payment() != null) {
                payments.add(new Ledger.NewPayment(row.payment(), row.receipt(), row.warnings(), act));
            }
        }
        Iterator<Ledger.BatchAddition> additions = ledger.addAll(payments).iterator();
        return rows.stream()
                .map(row -> row.payment() == null
                        ? new RowReport(row.line(), Result.REFUSED, row.givenId(), row.remarks())
                        : report(row, row.payment(), additions.next()))
                .toList();
    }

    private static RowReport report(CheckedRow row, Payment payment, Ledger.BatchAddition addition) {
        return switch (addition) {
            case Ledger.Addition.Added _ -> new RowReport(row.line(), Result.TAKEN, row.givenId(), row.remarks());
            case Ledger.Addition.Known known ->
                new RowReport(
                        row.line(), Result.KNOWN, row.givenId(), differences(known.entry(), payment, row.receipt()));
            case Ledger.Addition.ReceiptTaken _ ->
                new RowReport(
                        row.line(), Result.REFUSED, row.givenId(), List.of(ofReceipt(FieldProblem.RECEIPT_TAKEN)));
            case Ledger.Unreadable unreadable -> {
                LOG.error(
                        "Row {} is refused, because a payment of the list cannot be read",
                        row.line(),
                        unreadable.failure());
                yield new RowReport(
                        row.line(),
                        Result.REFUSED,
                        row.givenId(),
                        List.of(new FieldProblem(null, FieldProblem.UNREADABLE)));
            }
        };
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
}
