package uz.fiskaldesk.wording;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementReport.Kind;
import uz.fiskaldesk.intake.StatementRow;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/** Builds the messages about the differences between a statement and the list. */
public final class StatementMessages {
    private static final String UNKNOWN = "—";

    private final Translations texts;

    public StatementMessages(Translations texts) {
        this.texts = texts;
    }

    /** How many rows were compared, and in which period. */
    public String summary(StatementReport report) {
        String rows = texts.get("statement.summary", report.rows(), report.matched());
        Instant from = report.from();
        Instant to = report.to();
        return from == null || to == null
                ? rows + " " + texts.get("statement.no-period")
                : rows + " " + texts.get("statement.period", moment(from), moment(to.minusMillis(1)));
    }

    /** The heading of the findings of a kind. */
    public String heading(Kind kind, int count) {
        return texts.get("statement." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
    }

    /** One finding: ID, amounts, time and line. */
    public String finding(Finding finding) {
        StatementRow row = finding.row();
        LedgerEntry entry = finding.entry();
        Amount stated = row == null ? null : row.amount();
        Amount listed = entry == null ? null : entry.payment().amount();
        Instant at = row == null || row.paidAt() == null ? entry == null ? null : entry.sortTime() : row.paidAt();
        String text =
                texts.get("statement.finding", id(row, entry), amount(stated == null ? listed : stated), moment(at));
        if (finding.kind() == Kind.DIFFERENT_AMOUNT) {
            text += " " + texts.get("statement.list-amount", amount(listed));
        }
        return row == null ? text : texts.get("statement.line", row.line(), text);
    }

    /** All of it as lines of text. */
    List<String> lines(StatementReport report, IntakeMessages intake) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(report));
        for (Kind kind : Kind.values()) {
            List<Finding> findings = report.of(kind);
            if (!findings.isEmpty()) {
                lines.add(heading(kind, findings.size()));
                findings.forEach(finding -> lines.add("  " + finding(finding)));
            }
        }
        if (!report.unread().isEmpty()) {
            lines.add(texts.get("statement.unread", report.unreadCount()));
            report.unread().forEach(row -> lines.add("  " + intake.row(row)));
        }
        return lines;
    }

    private static String id(@Nullable StatementRow row, @Nullable LedgerEntry entry) {
        if (entry != null) {
            return entry.transactionId().toString();
        }
        if (row != null && row.id() != null) {
            return row.id().toString();
        }
        return row == null || row.paymentId() == null ? UNKNOWN : row.paymentId();
    }

    private static String amount(@Nullable Amount amount) {
        return amount == null ? UNKNOWN : amount.inSums();
    }

    private static String moment(@Nullable Instant moment) {
        return moment == null ? UNKNOWN : Formats.dateTime(moment);
    }
}
