package uz.fiskaldesk.intake;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats the results of an import as JSON for the program that sent the payments. */
public final class RowJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RowJson() {}

    /** {@code {"line": 1, "result": "TAKEN", "transactionId": "…", "remarks": [{"field": "amount", "code": "…"}]}}. */
    public static String of(RowReport report) {
        return JSON.writeValueAsString(object(report));
    }

    static String of(List<RowReport> reports) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode rows = all.putArray("rows");
        reports.forEach(report -> rows.add(object(report)));
        return JSON.writeValueAsString(all);
    }

    static String error(String sentence) {
        return JSON.writeValueAsString(JSON.createObjectNode().put("error", sentence));
    }

    private static ObjectNode object(RowReport report) {
        ObjectNode object = JSON.createObjectNode();
        object.put("line", report.line());
        object.put("result", report.result().name());
        object.put("transactionId", report.transactionId());
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
