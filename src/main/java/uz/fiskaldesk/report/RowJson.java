package uz.fiskaldesk.report;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Formats the results of an import as JSON for the program that sent the payments. */
public final class RowJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RowJson() {}

    /** {@code {"line": 1, "result": "TAKEN", "transactionId": "…", "provider": "anor", "remarks": […]}}. */
    public static String of(RowReport report) {
        return JSON.writeValueAsString(object(report));
    }

    /** {@code {"transactionId": "…", "provider": "anor", "result": "confirmed", "receipt": "https://…"}}. */
    public static String ofReceipt(LedgerEntry entry, String result) {
        FiscalReceipt receipt = entry.receipt();
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("transactionId", entry.transactionId().toString())
                .put("provider", entry.payment().provider().code())
                .put("result", result)
                .put("receipt", receipt == null ? null : receipt.url()));
    }

    private static ObjectNode object(RowReport report) {
        ObjectNode object = JSON.createObjectNode();
        object.put("line", report.line());
        object.put("result", report.result().name());
        object.put("transactionId", report.transactionId());
        object.put("provider", TransactionId.providerCode(report.transactionId()));
        ArrayNode remarks = object.putArray("remarks");
        for (FieldProblem remark : report.remarks()) {
            PaymentField field = remark.field();
            remarks.addObject()
                    .put("field", field == null ? null : field.column())
                    .put("code", remark.code());
        }
        return object;
    }
}
