package uz.fiskaldesk.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementRow;
import uz.fiskaldesk.payment.TransactionId;

/** Writes the differences between a statement and the list: one row for each. */
public final class StatementFile {
    private static final List<ExportColumn<Finding>> COLUMNS = List.of(
            new ExportColumn<>("difference", 18, StatementFile::code),
            new ExportColumn<>("line", 8, finding -> ofRow(finding, row -> Long.toString(row.line()))),
            new ExportColumn<>("transaction_id", 38, StatementFile::transactionId),
            new ExportColumn<>("provider", 9, StatementFile::provider),
            new ExportColumn<>("payment_id", 16, StatementFile::paymentId),
            new ExportColumn<>(
                    "statement_amount", 16, finding -> ofRow(finding, row -> ExportColumn.sums(row.amount()))),
            new ExportColumn<>(
                    "list_amount",
                    16,
                    finding -> ofEntry(
                            finding, entry -> ExportColumn.sums(entry.payment().amount()))),
            new ExportColumn<>("statement_paid_at", 18, finding -> ofRow(finding, StatementRow::paidAt)),
            new ExportColumn<>("list_paid_at", 18, finding -> ofEntry(finding, LedgerEntry::sortTime)),
            new ExportColumn<>(
                    "state",
                    12,
                    finding -> ofEntry(finding, entry -> entry.state().name())));

    private StatementFile() {}

    /**
     * Writes a file. CSV and spreadsheets have the differences only, JSON is as {@link StatementJson}.
     *
     * @param replaces whether an existing file may be replaced
     * @throws FileAlreadyExistsException if the file exists and may not be replaced
     * @throws IOException if the file cannot be written
     */
    public static void write(ExportFormat format, StatementReport report, Path file, boolean replaces)
            throws IOException {
        ReportFile.write(file, replaces, out -> {
            write(format, report, out);
            return true;
        });
    }

    private static void write(ExportFormat format, StatementReport report, OutputStream out) throws IOException {
        if (format == ExportFormat.JSON) {
            try (Writer writer = Export.writer(out)) {
                writer.write(StatementJson.of(report) + "\n");
            }
            return;
        }
        try (Export.Sink<Finding> sink = format == ExportFormat.CSV
                ? new CsvSink<>(COLUMNS, Export.writer(out))
                : new XlsxSink<>("Differences", COLUMNS, out)) {
            for (Finding finding : report.findings()) {
                sink.write(finding);
            }
            sink.finish();
        }
    }

    static String code(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable String transactionId(Finding finding) {
        StatementRow row = finding.row();
        LedgerEntry entry = finding.entry();
        if (entry != null) {
            return entry.transactionId().toString();
        }
        return row == null || row.id() == null ? null : row.id().toString();
    }

    static @Nullable String provider(Finding finding) {
        return TransactionId.providerCode(transactionId(finding));
    }

    static @Nullable String paymentId(Finding finding) {
        String stated = ofRow(finding, StatementRow::paymentId);
        return stated != null
                ? stated
                : ofEntry(finding, entry -> entry.payment().paymentId());
    }

    static <T> @Nullable T ofRow(Finding finding, Function<StatementRow, @Nullable T> fact) {
        StatementRow row = finding.row();
        return row == null ? null : fact.apply(row);
    }

    static <T> @Nullable T ofEntry(Finding finding, Function<LedgerEntry, @Nullable T> fact) {
        LedgerEntry entry = finding.entry();
        return entry == null ? null : fact.apply(entry);
    }
}
