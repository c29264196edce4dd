package uz.fiskaldesk.wording;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.fiskaldesk.intake.Column;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.FileResult;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.receipt.ReceiptRefusal;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.CellText;
import uz.fiskaldesk.support.Translations;

/** Builds the messages about payments that are keyed in or imported. */
public final class IntakeMessages {
    private final Translations texts;

    public IntakeMessages(Translations texts) {
        this.texts = texts;
    }

    /** The name of the field. */
    public String field(PaymentField field) {
        return texts.get("field." + code(field));
    }

    /** The name of the field that a column holds, with the unit of an amount. */
    public String column(Column column) {
        if (column.field() != PaymentField.AMOUNT) {
            return field(column.field());
        }
        return texts.get(column.tiyin() ? "columns.amount-tiyin" : "columns.amount-sums", field(column.field()));
    }

    /** The problem as a sentence without a full stop. */
    public String problem(FieldProblem problem) {
        PaymentField field = problem.field();
        if (field == PaymentField.RECEIPT) {
            return receiptProblem(problem);
        }
        String key = "field-problem." + problem.code();
        if (field == null) {
            return texts.get(key);
        }
        return problem.code().equals(FieldProblem.INVALID)
                ? texts.get(key + "." + code(field))
                : texts.get(key, field(field));
    }

    private String receiptProblem(FieldProblem problem) {
        Optional<String> known = Stream.concat(
                        Stream.of(ReceiptRefusal.values())
                                .filter(refusal -> refusal.code().equals(problem.code()))
                                .map(refusal -> "refusal." + refusal.code()),
                        Stream.of(ReceiptWarning.values())
                                .filter(warning -> warning.code().equals(problem.code()))
                                .map(warning -> "warning." + warning.code()))
                .findFirst();
        return known.map(texts::get)
                .orElseGet(() -> texts.get("field-problem." + problem.code(), field(PaymentField.RECEIPT)));
    }

    /** Why a whole file was refused. */
    public String broken(ImportFileException e, String fileName) {
        return texts.get("import.broken." + e.reason().code(), fileName, e.detail());
    }

    /** The report on an imported file, one line for each row with a remark. */
    public String report(FileResult result) {
        String name = CellText.quoted(result.name());
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        Import.Summary summary = result.summary();
        if (result.broken() != null) {
            lines.add(broken(result.broken(), name) + ".");
        }
        if (summary != null) {
            lines.add(texts.get("cli.import.summary", name, summary.taken(), summary.known(), summary.refused()));
            if (!summary.ignoredColumns().isEmpty()) {
                lines.add(texts.get("cli.import.ignored", name, String.join(", ", summary.ignoredColumns())));
            }
        }
        result.remarked().forEach(row -> lines.add(row(row)));
        return lines.toString();
    }

    /** The differences between a statement and the list as lines of text. */
    public List<String> lines(StatementReport report) {
        return new StatementMessages(texts).lines(report, this);
    }

    /** A row with its remarks. */
    public String row(RowReport row) {
        String why = row.remarks().stream().map(this::problem).collect(Collectors.joining(". "));
        return texts.get("imported.row", row.line(), row.transactionId() == null ? "—" : row.transactionId(), why);
    }

    private static String code(PaymentField field) {
        return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
