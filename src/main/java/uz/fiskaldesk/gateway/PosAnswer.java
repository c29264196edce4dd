package uz.fiskaldesk.gateway;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.fiscalbox.AnswerData;
import uz.fiskaldesk.fiscalbox.ProviderApi;

/** What a POS gets for its confirmation. */
sealed interface PosAnswer {
    /** FiscalBox's response to this request, byte for byte. */
    record Forwarded(ForwardedRequest.Response response) implements PosAnswer {}

    /** A status without a body: there is no answer of FiscalBox. */
    record Empty(int status) implements PosAnswer {}

    /** An answer of the gateway in the form of FiscalBox's. */
    record Envelope(String json) implements PosAnswer {}

    JsonMapper JSON = new JsonMapper();

    /** FiscalBox's code for errors of payments. */
    String PAYMENT_ERROR = "106";

    /** The documented answer for a confirmed payment. */
    static Envelope confirmed(LedgerEntry entry) {
        ObjectNode envelope = JSON.createObjectNode();
        ProviderApi.of(entry.payment().provider()).putSuccess(envelope.putObject("data"), entry.payment());
        envelope.putNull("error");
        envelope.put("is_success", true);
        return new Envelope(JSON.writeValueAsString(envelope));
    }

    /** An error that FiscalBox gave to another request with the same payment and receipt. */
    static Envelope rejected(Answer answer) {
        return error(answer.code() == null ? PAYMENT_ERROR : answer.code(), answer.message());
    }

    /** An error of the gateway. */
    static Envelope refused(String message) {
        return error(PAYMENT_ERROR, message);
    }

    private static Envelope error(String code, @Nullable String message) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.putNull("data");
        ObjectNode error = envelope.putObject("error");
        AnswerData.putNumberOrText(error, "code", code);
        error.put("message", message);
        error.putNull("data");
        envelope.put("is_success", false);
        return new Envelope(JSON.writeValueAsString(envelope));
    }
}
