package uz.fiskaldesk.intake;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * FiscalBox's answer to {@code POST /payment/anor}, which a POS may pass on as it is: the envelope, or its {@code data}. The
 * names are those of FiscalBox's documentation. An amount counts only if its name states the unit, because the documents
 * contradict each other.
 */
final class AnorAnswer {
    static final String AMOUNT = "amount";

    /** The value of {@code payment_status} for a payment that was made. */
    private static final String PAID = "2";

    private static final Set<String> STATED_AMOUNTS =
            Set.of("amount_tiyin", "amountTiyin", "amount_sum", "amountSum", "amount_uzs", "amountUzs");

    private static final Map<String, PaymentField> FIELDS = Map.of(
            "transaction_id", PaymentField.TRANSACTION_ID,
            "payment_id", PaymentField.PAYMENT_ID,
            "phone_number", PaymentField.PHONE,
            "card_number", PaymentField.CARD,
            "paid_at", PaymentField.PAID_AT,
            "note", PaymentField.NOTE,
            "provider", PaymentField.PROVIDER,
            "receipt", PaymentField.RECEIPT);

    private AnorAnswer() {}

    /** Whether an object is such an answer and not a payment in the format of an import. */
    static boolean matches(JsonNode node) {
        return node.has("is_success") || node.has("payment_status");
    }

    /** Passes the payment on; refuses an answer that does not say that it was made. */
    static void row(long line, JsonNode node, RowSink sink) {
        JsonNode data = node.has("is_success") ? node.path("data") : node;
        if (!isSuccess(node) || !data.path("payment_status").asString("").equals(PAID)) {
            sink.broken(line, new FieldProblem(null, FieldProblem.NOT_PAID));
            return;
        }
        RowBuilder builder = new RowBuilder();
        for (Map.Entry<String, JsonNode> property : data.properties()) {
            String name = property.getKey();
            Optional<Column> column = STATED_AMOUNTS.contains(name)
                    ? Column.named(name)
                    : Optional.ofNullable(FIELDS.get(name)).map(field -> new Column(field, false));
            column.ifPresentOrElse(
                    known -> JsonRows.put(builder, known, property.getValue()), () -> sink.ignored(name));
        }
        builder.finish(line, sink);
    }

    private static boolean isSuccess(JsonNode node) {
        JsonNode success = node.path("is_success");
        JsonNode error = node.path("error");
        return success.isMissingNode()
                || (success.isBoolean() && success.booleanValue() && (error.isMissingNode() || error.isNull()));
    }
}
