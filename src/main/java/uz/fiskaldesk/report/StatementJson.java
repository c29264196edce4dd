package uz.fiskaldesk.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.intake.StatementReport;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementRow;
import uz.fiskaldesk.payment.Amount;

/** Writes the differences between a statement and the list as JSON for other programs. */
public final class StatementJson {
    private static final JsonMapper JSON = new JsonMapper();

    private StatementJson() {}

    /** The whole result as one JSON object: times in UTC, amounts in tiyin, unknown values null. */
    public static String of(StatementReport report) {
        ObjectNode all = JSON.createObjectNode();
        all.put("statement", report.name());
        all.put("rows", report.rows());
        all.put("matched", report.matched());
        all.put("from", text(report.from()));
        all.put("to", text(report.to()));
        ArrayNode differences = all.putArray("differences");
        report.findings().forEach(finding -> differences.add(object(finding)));
        all.put("unreadCount", report.unreadCount());
        ArrayNode unread = all.putArray("unread");
        for (RowReport row : report.unread()) {
            ArrayNode remarks = unread.addObject().put("line", row.line()).putArray("remarks");
            row.remarks()
                    .forEach(remark -> remarks.addObject()
                            .put(
                                    "field",
                                    remark.field() == null
                                            ? null
                                            : remark.field().column())
                            .put("code", remark.code()));
        }
        return JSON.writeValueAsString(all);
    }

    private static ObjectNode object(Finding finding) {
        ObjectNode object = JSON.createObjectNode();
        object.put("difference", StatementFile.code(finding));
        Long line = StatementFile.ofRow(finding, StatementRow::line);
        Long stated = StatementFile.ofRow(finding, row -> tiyin(row.amount()));
        Long listed =
                StatementFile.ofEntry(finding, entry -> tiyin(entry.payment().amount()));
        String state = StatementFile.ofEntry(finding, entry -> entry.state().name());
        object.put("line", line);
        object.put("transactionId", StatementFile.transactionId(finding));
        object.put("provider", StatementFile.provider(finding));
        object.put("paymentId", StatementFile.paymentId(finding));
        object.put("statementAmountTiyin", stated);
        object.put("listAmountTiyin", listed);
        object.put("statementPaidAt", text(StatementFile.ofRow(finding, StatementRow::paidAt)));
        object.put("listPaidAt", text(StatementFile.ofEntry(finding, LedgerEntry::sortTime)));
        object.put("state", state);
        return object;
    }

    private static @Nullable Long tiyin(@Nullable Amount amount) {
        return amount == null ? null : amount.tiyin();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
