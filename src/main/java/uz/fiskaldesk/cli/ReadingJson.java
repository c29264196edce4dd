package uz.fiskaldesk.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.confirm.Matching.Proposal;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.report.PaymentJson;

/** Formats the results of reading receipts and images as JSON for other programs. Fields are stable. */
final class ReadingJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ReadingJson() {}

    /**
     * Formats the result of validating a text; {@code text} is the text that would be sent.
     *
     * @param printed what FiscalBox reports about the receipt; null if it did not come from FiscalBox
     * @param proposals the payments that it may belong to; null if they were not sought
     */
    static String verdict(
            ReceiptReading reading, LastReceipt.@Nullable Printed printed, @Nullable List<Proposal> proposals) {
        ObjectNode object = switch (reading) {
            case ReceiptReading.Accepted accepted ->
                verdict(
                        accepted.warnings().isEmpty() ? "accept" : "warn",
                        accepted.text(),
                        accepted.warnings().stream().map(ReceiptWarning::code).toList(),
                        accepted.receipt());
            case ReceiptReading.Refused refused ->
                verdict("refuse", refused.text(), List.of(refused.reason().code()), null);
        };
        if (printed != null) {
            Amount total = printed.total();
            Amount card = printed.card();
            object.put("sumTiyin", total == null ? null : Long.valueOf(total.tiyin()));
            object.put("cardTiyin", card == null ? null : Long.valueOf(card.tiyin()));
        }
        addMatches(object, proposals);
        return JSON.writeValueAsString(object);
    }

    private static void addMatches(ObjectNode object, @Nullable List<Proposal> proposals) {
        if (proposals == null) {
            return;
        }
        ArrayNode matches = object.putArray("matches");
        for (Proposal proposal : proposals) {
            Match match = proposal.match();
            Duration after = match.afterPayment();
            matches.addObject()
                    .put("transactionId", proposal.entry().transactionId().toString())
                    .put("provider", proposal.entry().payment().provider().code())
                    .put("sameId", match.sameId())
                    .put("amount", match.amount().name())
                    .put("secondsAfterPayment", after == null ? null : Long.valueOf(after.toSeconds()))
                    .put("till", match.till().name());
        }
    }

    private static ObjectNode verdict(
            String verdict, String text, List<String> reasons, @Nullable FiscalReceipt receipt) {
        ObjectNode object = JSON.createObjectNode();
        object.put("verdict", verdict);
        object.put("text", text);
        ArrayNode array = object.putArray("reasons");
        reasons.forEach(array::add);
        object.putRawValue("receipt", new RawValue(PaymentJson.receipt(receipt)));
        return object;
    }

    /** Formats a QR code found in an image. */
    static String picture(
            String file,
            @Nullable String text,
            @Nullable FiscalReceipt receipt,
            long millis,
            @Nullable List<Proposal> proposals) {
        ObjectNode object = JSON.createObjectNode();
        object.put("file", file);
        object.put("text", text);
        object.putRawValue("receipt", new RawValue(PaymentJson.receipt(receipt)));
        object.put("millis", millis);
        addMatches(object, proposals);
        return JSON.writeValueAsString(object);
    }
}
