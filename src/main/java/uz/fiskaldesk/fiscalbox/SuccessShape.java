package uz.fiskaldesk.fiscalbox;

import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.payment.Payment;

/**
 * How {@code data} of an answer without an error says that a payment is fiscalised. Everything that is not exactly this
 * is no success.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
enum SuccessShape {
    /** {@code error_code} is zero, missing, null or "". */
    ERROR_CODE(data -> Envelope.isZeroCode(data.path("error_code")), _ -> true, (payment, data) -> {
        data.put("message", "Fiscalization completed successfully");
        data.put("error_code", 0);
        AnswerData.putNumberOrText(data, "payment_id", payment.paymentId());
        data.put("transaction_id", payment.transactionId().text());
    }),

    /** {@code status} is "successfully", and there is no {@code error}. */
    STATUS(
            data -> is(data, "status", "successfully"),
            data -> is(data, "status", "successfully") && hasNo(data, "error"),
            (payment, data) -> {
                data.put("payment_id", payment.transactionId().text());
                data.put("status", "successfully");
                data.putNull("error");
            }),

    /**
     * {@code result.receipt} has content, and there is no {@code error}. In the documented example, the {@code _id} of the
     * receipt is not that of the payment.
     */
    RECEIPT(SuccessShape::hasReceipt, data -> hasReceipt(data) && hasNo(data, "error"), (payment, data) -> {
        data.putObject("result")
                .putObject("receipt")
                .put("_id", payment.transactionId().text());
        data.putNull("error");
    }),

    /** {@code payment_status} is "SUCCESS", {@code error_code} is zero, and there is no {@code error_message}. */
    PAYMENT_STATUS(
            data -> is(data, "payment_status", "SUCCESS"),
            data -> is(data, "payment_status", "SUCCESS")
                    && Envelope.isZeroCode(data.path("error_code"))
                    && hasNo(data, "error_message")
                    && hasNo(data, "error"),
            (payment, data) -> {
                data.put("payment_id", payment.transactionId().text());
                data.put("payment_status", "SUCCESS");
                data.put("error_code", "0");
                data.putNull("error_message");
            }),

    /** There is nothing, except perhaps the ID of the payment. */
    EMPTY(
            _ -> false,
            data -> data.propertyStream()
                    .allMatch(field -> field.getKey().equals("pay_id") || Envelope.isEmpty(field.getValue())),
            (_, _) -> {});

    private final Predicate<JsonNode> claim;
    private final Predicate<JsonNode> success;
    private final BiConsumer<Payment, ObjectNode> example;

    /**
     * @param claim whether {@code data} claims success, regardless of errors
     * @param success whether {@code data} is a success
     * @param example fills in the documented success
     */
    SuccessShape(Predicate<JsonNode> claim, Predicate<JsonNode> success, BiConsumer<Payment, ObjectNode> example) {
        this.claim = claim;
        this.success = success;
        this.example = example;
    }

    boolean isClaimedBy(JsonNode data) {
        return claim.test(data);
    }

    boolean isIn(JsonNode data) {
        return success.test(data);
    }

    /** Fills in the documented success for a payment. */
    void fill(ObjectNode data, Payment payment) {
        example.accept(payment, data);
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
