package uz.fiskaldesk.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes FiscalBox's response envelope: {@code {"data": …, "error": …, "is_success": …}}. */
final class Envelope {
    /** Shared because mappers are immutable. */
    static final JsonMapper MAPPER = JsonMapper.shared();

    /** The placeholder for the ID of the request, as a text. */
    static final String TRANSACTION = Response.TRANSACTION.substring(1, Response.TRANSACTION.length() - 1);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Envelope() {}

    static String success(ObjectNode data) {
        return whole(data, NODES.nullNode(), true);
    }

    static String error(int code, @Nullable String message) {
        ObjectNode error = object();
        error.put("code", code);
        error.put("message", message);
        error.putNull("data");
        return whole(NODES.nullNode(), error, false);
    }

    /** The documented variant whose error is a string instead of an object. */
    static String errorAsText(String message) {
        return whole(NODES.nullNode(), NODES.stringNode(message), false);
    }

    static String declined() {
        return whole(NODES.nullNode(), NODES.nullNode(), false);
    }

    /** Returns the {@code data} of a response to a confirmation. The transaction ID is a placeholder. */
    static ObjectNode confirmation(@Nullable String message, @Nullable Integer code, @Nullable Integer paymentId) {
        ObjectNode data = object();
        data.put("message", message);
        data.put("error_code", code);
        data.put("payment_id", paymentId);
        data.put("transaction_id", TRANSACTION);
        return data;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    private static String whole(JsonNode data, JsonNode error, boolean success) {
        ObjectNode envelope = object();
        envelope.set("data", data);
        envelope.set("error", error);
        envelope.put("is_success", success);
        return MAPPER.writeValueAsString(envelope);
    }
}
