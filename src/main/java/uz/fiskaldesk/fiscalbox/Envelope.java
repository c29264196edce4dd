package uz.fiskaldesk.fiscalbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Answer;

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
    private static final String SUCCESS = "is_success";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a body is. */
    sealed interface Reading {
        record Whole(Envelope envelope) implements Reading {}

        /** Not an envelope, but perhaps what is left of one, or one of another make. */
        record Damaged() implements Reading {}

        /** Nothing of an envelope: an empty body, a page, some other program's JSON. */
        record Foreign() implements Reading {}
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
        boolean hasError = !isAbsent(error);
        if (!success.isBoolean() || (hasError && !error.isObject() && !error.isString())) {
            boolean related = body.contains(SUCCESS) || !data.isMissingNode();
            return related ? new Reading.Damaged() : new Reading.Foreign();
        }
        return new Reading.Whole(
                new Envelope(success.booleanValue(), data.isObject() ? data : null, hasError ? error : null));
    }

    /** Whether {@code error} names an error: {@code {}}, blank text and a code of zero do not. */
    boolean namesAnError() {
        return error != null && !isEmpty(error) && !(error.isObject() && isWell(error.path("code")));
    }

    /** Whether {@code data.error_code} is there and says that all is well. */
    boolean dataSaysYes() {
        return data != null && isWell(data.path("error_code"));
    }

    /** "Read timed out", under code 2 or as a bare text: what stands behind FiscalBox did not answer it in time. */
    boolean isUpstreamTimeout() {
        return (error != null && isTwo(error.path("code")))
                || (data != null && isTwo(data.path("error_code")))
                || (error != null
                        && error.isString()
                        && error.stringValue().toLowerCase(Locale.ROOT).contains("read timed out"));
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
        if (data == null) {
            return null;
        }
        JsonNode code = data.path("error_code");
        boolean blank = code.isString() && code.stringValue().isEmpty();
        if (isAbsent(code) || isWell(code) || blank) {
            return null;
        }
        return isScalar(code) ? code.asString() : code.toString();
    }

    /** Code and message, made fit to be shown. */
    Answer answer(int httpStatus) {
        return new Answer(httpStatus, ReadableMessage.asItIs(code()), ReadableMessage.of(message()));
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
        return id == null || isAbsent(id) ? null : id.isString() ? id.stringValue() : id.toString();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Nothing in it but null, blank text, zeros, false and empty brackets. */
    private static boolean isEmpty(JsonNode node) {
        if (node.isContainer()) {
            return node.valueStream().allMatch(Envelope::isEmpty);
        }
        return isAbsent(node)
                || isZero(node)
                || (node.isBoolean() && !node.booleanValue())
                || (node.isString() && node.stringValue().isBlank());
    }

    /** A code that says in so many words that there is no error. */
    private static boolean isWell(JsonNode code) {
        return code.isString() ? code.stringValue().equals("0") : isZero(code);
    }

    private static boolean isTwo(JsonNode code) {
        return code.isString() ? code.stringValue().strip().equals("2") : code.isNumber() && code.doubleValue() == 2;
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
        if (isAbsent(node)) {
            return null;
        }
        return blankToNull(isScalar(node) ? node.asString() : node.toString());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
