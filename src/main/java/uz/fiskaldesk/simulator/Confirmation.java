package uz.fiskaldesk.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a confirmation request, validated as FiscalBox does.
 *
 * @param id the ID in the request
 * @param transactionId the ID with its provider in front, as scenarios name it
 * @param refusal the message of error code 7; null if both fields are valid
 */
record Confirmation(
        @Nullable String id,
        @Nullable String transactionId,
        @Nullable String qrCode,
        @Nullable String refusal) {
    /** For a request that is none. */
    static final Confirmation NONE = refused(null);

    static Confirmation read(Endpoint endpoint, String body) {
        JsonNode json;
        try {
            json = Envelope.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return refused("JSON parse error - " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            return refused("{\"non_field_errors\":[\"Invalid data. Expected a dictionary.\"]}");
        }
        ObjectNode refusals = Envelope.object();
        for (String field : List.of(endpoint.idField(), endpoint.receiptField())) {
            String refusal = refusal(json.get(field));
            if (refusal != null) {
                refusals.putArray(field).add(refusal);
            }
        }
        String message = refusals.isEmpty() ? null : Envelope.MAPPER.writeValueAsString(refusals);
        String id = text(json.get(endpoint.idField()));
        return new Confirmation(
                id, id == null ? null : endpoint.qualified(id), text(json.get(endpoint.receiptField())), message);
    }

    private static Confirmation refused(@Nullable String message) {
        return new Confirmation(null, null, null, message);
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
