package uz.fiskaldesk.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a confirmation request, validated as FiscalBox does.
 *
 * @param refusal the message of error code 7; null if both fields are valid
 */
record Confirmation(
        @Nullable String transactionId,
        @Nullable String qrCode,
        @Nullable String refusal) {
    private static final List<String> FIELDS = List.of("transaction_id", "qr_code");

    static Confirmation read(String body) {
        JsonNode json;
        try {
            json = Envelope.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return new Confirmation(null, null, "JSON parse error - " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            return new Confirmation(null, null, "{\"non_field_errors\":[\"Invalid data. Expected a dictionary.\"]}");
        }
        ObjectNode refusals = Envelope.object();
        for (String field : FIELDS) {
            String refusal = refusal(json.get(field));
            if (refusal != null) {
                refusals.putArray(field).add(refusal);
            }
        }
        String message = refusals.isEmpty() ? null : Envelope.MAPPER.writeValueAsString(refusals);
        return new Confirmation(text(json.get("transaction_id")), text(json.get("qr_code")), message);
    }

    private static @Nullable String refusal(@Nullable JsonNode value) {
        if (value == null) {
            return "This field is required.";
        }
        if (value.isNull()) {
            return "This field may not be null.";
        }
        if (!value.isString()) {
            return "Not a valid string.";
        }
        return value.stringValue().isBlank() ? "This field may not be blank." : null;
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value != null && value.isString() ? value.stringValue() : null;
    }
}
