package uz.fiskaldesk.gateway;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.fiscalbox.ProviderApi;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * The payment and the receipt that a POS confirms.
 *
 * @param isDoubtful whether the receipt is one that a person has to accept, whatever payment it is for
 */
record PosConfirmation(TransactionId transactionId, FiscalReceipt receipt, boolean isDoubtful) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a request body; empty if it does not name a payment and a receipt without doubt.
     *
     * @param api the call that it is for
     * @param content JSON in UTF-8 or any other encoding of JSON
     */
    static Optional<PosConfirmation> parse(ProviderApi api, byte[] content, ReceiptReader receipts) {
        JsonNode body = json(content);
        String link = text(body.path(api.receiptField()));
        JsonNode id = body.path(api.idField());
        String named = id.isIntegralNumber() ? id.asString() : text(id).strip();
        // A prefix, as in an ID of this program, means nothing to FiscalBox.
        Optional<TransactionId> parsed = TransactionId.parse(api.provider(), named)
                .filter(transaction -> transaction.text().equals(named));
        return parsed.flatMap(transaction -> {
            // The receipt that is recorded has to be the one that is sent, so a repaired text is not accepted.
            return receipts.read(link) instanceof ReceiptReading.Accepted accepted && !accepted.layoutRepaired()
                    ? Optional.of(new PosConfirmation(
                            transaction,
                            accepted.receipt(),
                            accepted.warnings().stream().anyMatch(ReceiptWarning::isDoubtful)))
                    : Optional.empty();
        });
    }

    /** Parses JSON; a missing node if it is not valid. */
    static JsonNode json(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }
}
