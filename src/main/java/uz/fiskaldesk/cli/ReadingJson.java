package uz.fiskaldesk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.report.PaymentJson;

/** Formats the results of reading receipts and images as JSON for other programs. Fields are stable. */
final class ReadingJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ReadingJson() {}

    /** Formats the result of validating a text; {@code text} is the text that would be sent. */
    static String verdict(ReceiptReading reading) {
        return switch (reading) {
            case ReceiptReading.Accepted accepted ->
                verdict(
                        accepted.warnings().isEmpty() ? "accept" : "warn",
                        accepted.text(),
                        accepted.warnings().stream().map(ReceiptWarning::code).toList(),
                        accepted.receipt());
            case ReceiptReading.Refused refused ->
                verdict("refuse", refused.text(), List.of(refused.reason().code()), null);
        };
    }

    private static String verdict(String verdict, String text, List<String> reasons, @Nullable FiscalReceipt receipt) {
        ObjectNode object = JSON.createObjectNode();
        object.put("verdict", verdict);
        object.put("text", text);
        ArrayNode array = object.putArray("reasons");
        reasons.forEach(array::add);
        object.putRawValue("receipt", new RawValue(PaymentJson.receipt(receipt)));
        return JSON.writeValueAsString(object);
    }

    /** Formats a QR code found in an image. */
    static String picture(String file, @Nullable String text, @Nullable FiscalReceipt receipt, long millis) {
        ObjectNode object = JSON.createObjectNode();
        object.put("file", file);
        object.put("text", text);
        object.putRawValue("receipt", new RawValue(PaymentJson.receipt(receipt)));
        object.put("millis", millis);
        return JSON.writeValueAsString(object);
    }
}
