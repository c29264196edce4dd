package uz.fiskaldesk.fiscalbox;

import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * How {@code data} of an answer without an error says that a payment is fiscalised. Everything that is not exactly this
 * is no success.
 */
enum SuccessShape {
    /** {@code error_code} is zero, missing, null or "". */
    ERROR_CODE(data -> Envelope.isZeroCode(data.path("error_code")), _ -> true),

    /** {@code status} is "successfully", and there is no {@code error}. */
    STATUS(
            data -> is(data, "status", "successfully"),
            data -> is(data, "status", "successfully") && hasNo(data, "error")),

    /**
     * {@code result.receipt} has content, and there is no {@code error}. In the documented example, the {@code _id} of the
     * receipt is not that of the payment.
     */
    RECEIPT(SuccessShape::hasReceipt, data -> hasReceipt(data) && hasNo(data, "error")),

    /** {@code payment_status} is "SUCCESS", {@code error_code} is zero, and there is no {@code error_message}. */
    PAYMENT_STATUS(
            data -> is(data, "payment_status", "SUCCESS"),
            data -> is(data, "payment_status", "SUCCESS")
                    && Envelope.isZeroCode(data.path("error_code"))
                    && hasNo(data, "error_message")
                    && hasNo(data, "error")),

    /** There is nothing, except perhaps the ID of the payment. */
    EMPTY(
            _ -> false,
            data -> data.propertyStream()
                    .allMatch(field -> field.getKey().equals("pay_id") || Envelope.isEmpty(field.getValue())));

    private final Predicate<JsonNode> claim;
    private final Predicate<JsonNode> success;

    /**
     * @param claim whether {@code data} claims success, regardless of errors
     * @param success whether {@code data} is a success
     */
    SuccessShape(Predicate<JsonNode> claim, Predicate<JsonNode> success) {
        this.claim = claim;
        this.success = success;
    }

    boolean isClaimedBy(JsonNode data) {
        return claim.test(data);
    }

    boolean isIn(JsonNode data) {
        return success.test(data);
    }

    /** Whether the provider's error is in {@code data.error}. */
    boolean hasErrorInData() {
        return this != ERROR_CODE;
    }

    private static boolean hasReceipt(JsonNode data) {
        JsonNode receipt = data.path("result").path("receipt");
        return receipt.isObject() && !Envelope.isEmpty(receipt);
    }

    private static boolean is(JsonNode data, String field, String expected) {
        JsonNode value = data.path(field);
        return value.isString() && value.stringValue().strip().equalsIgnoreCase(expected);
    }

    private static boolean hasNo(JsonNode data, String field) {
        return Envelope.isEmpty(data.path(field));
    }
}
