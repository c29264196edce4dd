package uz.fiskaldesk.fiscalbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * FiscalBox's envelope: {@code {"data": object|null, "error": object|string|null, "is_success": bool}}.
 *
 * @param isSuccess the boolean itself; text or a number in its place is no envelope
 * @param data null where it is absent, null or no object
 * @param error null where it is absent or null
 */
record Envelope(
        boolean isSuccess,
        @Nullable JsonNode data,
        @Nullable JsonNode error) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The envelope in a body; empty where the body is anything else. */
    static Optional<Envelope> parse(String body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        if (!root.isObject() || !root.path("is_success").isBoolean()) {
            return Optional.empty();
        }
        JsonNode data = root.path("data");
        JsonNode error = root.path("error");
        boolean hasError = !error.isMissingNode() && !error.isNull();
        if (hasError && !error.isObject() && !error.isString()) {
            return Optional.empty();
        }
        return Optional.of(new Envelope(
                root.path("is_success").booleanValue(), data.isObject() ? data : null, hasError ? error : null));
    }

    /** The error's code, or else the one that a provider put into the data, unless that one says that all is well. */
    @Nullable
    String code() {
        JsonNode inError = error == null ? null : error.path("code");
        if (inError != null && isScalar(inError)) {
            return inError.asString();
        }
        return providerCode();
    }

    /** {@code data.error_code} where it is anything but null, 0, "0" or "". */
    @Nullable
    String providerCode() {
        JsonNode code = data == null ? null : data.path("error_code");
        if (code == null || code.isMissingNode() || code.isNull()) {
            return null;
        }
        boolean allIsWell = code.isString()
                ? code.stringValue().isEmpty() || code.stringValue().equals("0")
                : isZero(code);
        if (allIsWell) {
            return null;
        }
        return isScalar(code) ? code.asString() : code.toString();
    }

    /** What the envelope says in words, as it was sent; null where it says nothing. */
    @Nullable
    String message() {
        if (error != null && error.isString()) {
            return blankToNull(error.stringValue());
        }
        String inError = error == null ? null : text(error.path("message"));
        if (inError != null) {
            return inError;
        }
        if (data == null) {
            return null;
        }
        String message = text(data.path("message"));
        if (message == null) {
            message = text(data.path("error_note"));
        }
        return message == null ? text(data.path("error_message")) : message;
    }

    /** {@code data.transaction_id}; null where it is absent or null. */
    @Nullable
    String transactionId() {
        JsonNode id = data == null ? null : data.path("transaction_id");
        return id == null || id.isMissingNode() || id.isNull()
                ? null
                : id.isString() ? id.stringValue() : id.toString();
    }

    /** The number 0, however it is written; a number beyond every range, such as 1e999, is another. */
    private static boolean isZero(JsonNode node) {
        return node.isIntegralNumber()
                ? node.bigIntegerValue().signum() == 0
                : node.isFloatingPointNumber() && node.doubleValue() == 0;
    }

    private static boolean isScalar(JsonNode node) {
        return node.isString() || node.isNumber() || node.isBoolean();
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return blankToNull(isScalar(node) ? node.asString() : node.toString());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
