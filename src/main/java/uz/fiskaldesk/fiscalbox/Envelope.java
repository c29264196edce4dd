package uz.fiskaldesk.fiscalbox;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.Answer;

/**
 * The JSON envelope of FiscalBox's answers:
 * {@code {"data": object|null, "error": object|string|null, "is_success": bool}}.
 *
 * @param isSuccess must be a JSON boolean; text or a number is not accepted
 * @param data null if it is absent, null or not an object
 * @param error null if it is absent or null
 */
record Envelope(
        boolean isSuccess,
        @Nullable JsonNode data,
        @Nullable JsonNode error) {
    private static final String SUCCESS = "is_success";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The result of parsing a body. */
    sealed interface Reading {
        record Whole(Envelope envelope) implements Reading {}

        /** Not a valid envelope, but possibly a truncated or an unknown variant of one. */
        record Damaged() implements Reading {}

        /** Certainly not an envelope: empty, a web page, or another program's JSON. */
        record Foreign() implements Reading {}
    }

    /** Like {@link #read}, but the envelope may also be the field {@code result} of the body, or have its data there. */
    static Reading readWrapped(String body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            return read(body);
        }
        JsonNode inner = root.path("result");
        if (!inner.path("data").isObject() && !inner.path(SUCCESS).isBoolean()) {
            return read(body);
        }
        ObjectNode merged = MAPPER.createObjectNode();
        for (String field : List.of("data", "error", SUCCESS)) {
            JsonNode value = inner.has(field) ? inner.path(field) : root.path(field);
            if (!value.isMissingNode()) {
                merged.set(field, value);
            }
        }
        return read(MAPPER.writeValueAsString(merged));
    }

    static Reading read(String body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            boolean begun =
                    !body.isBlank() && "{[\"".indexOf(body.stripLeading().charAt(0)) >= 0;
            return begun || body.contains(SUCCESS) ? new Reading.Damaged() : new Reading.Foreign();
        }
        JsonNode success = root.path(SUCCESS);
        JsonNode data = root.path("data");
        JsonNode error = root.path("error");
        boolean errorPresent = !isAbsent(error);
        if (!success.isBoolean() || (errorPresent && !error.isObject() && !error.isString())) {
            boolean related = body.contains(SUCCESS) || !data.isMissingNode();
            return related ? new Reading.Damaged() : new Reading.Foreign();
        }
        return new Reading.Whole(
                new Envelope(success.booleanValue(), data.isObject() ? data : null, errorPresent ? error : null));
    }

    /** Whether {@code error} contains an error. {@code {}}, blank text and a code of zero are none. */
    boolean hasError() {
        return error != null && !isEmpty(error) && !(error.isObject() && isZeroCode(error.path("code")));
    }

    /** Whether a service called by FiscalBox timed out: code 2, or "Read timed out" as plain text. */
    boolean isUpstreamTimeout() {
        return isTimeout(error) || (data != null && isTwo(data.path("error_code")));
    }

    private static boolean isTimeout(@Nullable JsonNode error) {
        return error != null
                && (isTwo(error.path("code"))
                        || (error.isString()
                                && error.stringValue().toLowerCase(Locale.ROOT).contains("read timed out")));
    }

    /** This envelope with the provider's error in {@code data.error} as its own, if it has no other. */
    Envelope withProviderError() {
        JsonNode inData = data == null ? null : data.path("error");
        boolean isError = inData != null && (inData.isObject() || inData.isString()) && !isEmpty(inData);
        return error == null && isError ? new Envelope(isSuccess, data, inData) : this;
    }

    /** The code in {@code error}, or else {@link #providerCode}; null if there is none. */
    @Nullable
    String code() {
        JsonNode inError = error == null ? null : error.path("code");
        if (inError != null && isScalar(inError)) {
            return inError.asString();
        }
        return providerCode();
    }

    /** {@code data.error_code}; null if it is absent, null, 0, "0" or "". */
    @Nullable
    String providerCode() {
        if (data == null) {
            return null;
        }
        JsonNode code = data.path("error_code");
        boolean blank = code.isString() && code.stringValue().isEmpty();
        if (isAbsent(code) || isZeroCode(code) || blank) {
            return null;
        }
        return isScalar(code) ? code.asString() : code.toString();
    }

    /** Code and message, prepared for display. */
    Answer answer(int httpStatus) {
        return new Answer(httpStatus, ReadableMessage.clean(code()), ReadableMessage.of(message()));
    }

    /** The message as sent; null if there is none. */
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

    /** The ID of a payment in a field of {@code data}; null if it is absent or null. */
    @Nullable
    String id(String field) {
        JsonNode id = data == null ? null : data.path(field);
        return id == null || isAbsent(id) ? null : id.isString() ? id.stringValue() : id.toString();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Whether it consists of null, blank text, zeros, false and empty containers only. */
    static boolean isEmpty(JsonNode node) {
        if (node.isContainer()) {
            return node.valueStream().allMatch(Envelope::isEmpty);
        }
        return isAbsent(node)
                || isZero(node)
                || (node.isBoolean() && !node.booleanValue())
                || (node.isString() && node.stringValue().isBlank());
    }

    /** Whether the code is zero, as a number or as text, which means no error. */
    static boolean isZeroCode(JsonNode code) {
        return code.isString() ? code.stringValue().equals("0") : isZero(code);
    }

    private static boolean isTwo(JsonNode code) {
        return code.isString() ? code.stringValue().strip().equals("2") : code.isNumber() && code.doubleValue() == 2;
    }

    /** Whether the number is 0 in any notation; overflowing numbers such as 1e999 are not. */
    private static boolean isZero(JsonNode node) {
        return node.isIntegralNumber()
                ? node.bigIntegerValue().signum() == 0
                : node.isFloatingPointNumber() && node.doubleValue() == 0;
    }

    private static boolean isScalar(JsonNode node) {
        return node.isString() || node.isNumber() || node.isBoolean();
    }

    private static @Nullable String text(JsonNode node) {
        if (isAbsent(node)) {
            return null;
        }
        return blankToNull(isScalar(node) ? node.asString() : node.toString());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
