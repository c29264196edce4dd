package uz.fiskaldesk.inbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.report.PaymentJson;
import uz.fiskaldesk.wording.IntakeMessages;
import uz.fiskaldesk.wording.Messages;

/** Formats the responses of the inbox. Not tied to a thread. */
final class InboxJson {
    static final String TYPE = "application/json";

    private static final JsonMapper JSON = new JsonMapper();

    /** A reason as a code and in words. */
    record Reason(String code, String message) {}

    private final Messages messages;
    private final IntakeMessages intakeMessages;

    InboxJson(Messages messages) {
        this.messages = messages;
        this.intakeMessages = new IntakeMessages(messages.texts());
    }

    /** @param reasons further reasons; left out if empty */
    static Response error(int status, String code, String sentence, List<Reason> reasons) {
        ObjectNode object = JSON.createObjectNode().put("error", sentence).put("code", code);
        if (!reasons.isEmpty()) {
            add(object.putArray("reasons"), reasons);
        }
        return json(status, object);
    }

    static Response json(int status, ObjectNode object) {
        return new Response(status, TYPE, JSON.writeValueAsString(object));
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static void add(ArrayNode array, List<Reason> reasons) {
        for (Reason reason : reasons) {
            array.addObject().put("code", reason.code()).put("message", reason.message());
        }
    }

    /** @param error what is wrong with the request; null if nothing is */
    Response rows(int status, List<RowReport> reports, @Nullable Reason error) {
        ObjectNode all = JSON.createObjectNode();
        if (error != null) {
            all.put("error", error.message()).put("code", error.code());
        }
        ArrayNode rows = all.putArray("rows");
        reports.forEach(report -> addRow(rows, report));
        return json(status, all);
    }

    private void addRow(ArrayNode rows, RowReport report) {
        ObjectNode row = rows.addObject();
        row.put("line", report.line());
        row.put("result", report.result().name());
        row.put("transactionId", report.transactionId());
        row.put("provider", TransactionId.providerCode(report.transactionId()));
        ArrayNode remarks = row.putArray("remarks");
        for (FieldProblem remark : report.remarks()) {
            PaymentField field = remark.field();
            remarks.addObject()
                    .put("field", field == null ? null : field.column())
                    .put("code", remark.code())
                    .put("message", intakeMessages.problem(remark));
        }
    }

    /** The payment as in {@code list --json}, with the next step. */
    ObjectNode payment(LedgerEntry entry) {
        ObjectNode payment = (ObjectNode) JSON.readTree(PaymentJson.line(entry));
        NextStep next = NextStep.of(entry);
        payment.putObject("next").put("code", next.code()).put("message", next.sentence(entry, messages));
        return payment;
    }
}
