package uz.fiskaldesk.simulator;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** FiscalBox's confirmation call for one provider, with the documented shape of {@code data} in its answer. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless
enum Endpoint {
    ANOR("", "/payment/anor_confirm", "transaction_id", "qr_code", (_, _) -> {}),
    CLICK("click:", "/payment/click_confirm", "payment_id", "qr_code", (result, data) -> {
        data.put("inn", "000000000");
        data.put("payment_id", result.id());
        data.put("status", result.failed() ? "error" : "successfully");
        data.set("error", result.error());
    }),
    PAYME("payme:", "/payment/payme_confirm", "payment_id", "qr_code", (result, data) -> {
        data.put("id", 123);
        if (result.isOther()) {
            data.put("payment_id", result.id());
        }
        if (!result.failed()) {
            ObjectNode receipt = data.putObject("result").putObject("receipt");
            receipt.put("_id", result.id());
            receipt.put("create_time", 1_672_600_657_448L);
            receipt.put("pay_time", 1_672_600_657_716L);
        }
        data.set("error", result.error());
    }),
    UZUM("uzum:", "/payment/uzum_confirm", "payment_id", "qr_code", (result, data) -> {
        data.put("payment_id", result.id());
        data.put("payment_status", result.failed() ? "FAILED" : "SUCCESS");
        data.put("error_code", result.failed() ? Integer.toString(result.code()) : "0");
        data.put("error_message", result.failed() ? result.message() : null);
        data.putNull("client_phone_number");
    }),
    UZQR("uzqr:", "/payment/one_qr/receipt", "pay_id", "fiscal_receipt_url", (result, data) -> {
        if (result.isOther()) {
            data.put("pay_id", result.id());
        }
        if (result.failed()) {
            data.set("error", result.error());
        }
    });

    /** The content of an answer for Anor. */
    private record Result(String id, int code, @Nullable String message) {
        boolean failed() {
            return code != 0;
        }

        boolean isOther() {
            return !id.equals(Envelope.TRANSACTION);
        }

        JsonNode error() {
            if (!failed()) {
                return Envelope.object().nullNode();
            }
            ObjectNode error = Envelope.object();
            error.put("code", code);
            error.put("message", message);
            return error;
        }
    }

    private final String prefix;
    private final String path;
    private final String idField;
    private final String receiptField;
    private final BiConsumer<Result, ObjectNode> shape;

    Endpoint(String prefix, String path, String idField, String receiptField, BiConsumer<Result, ObjectNode> shape) {
        this.prefix = prefix;
        this.path = path;
        this.idField = idField;
        this.receiptField = receiptField;
        this.shape = shape;
    }

    static Optional<Endpoint> of(String path) {
        for (Endpoint endpoint : values()) {
            if (endpoint.path.equals(path)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    String idField() {
        return idField;
    }

    String receiptField() {
        return receiptField;
    }

    /** The name of a payment in scenarios and among the booked receipts: {@code click:2354512461}. */
    String qualified(String id) {
        return prefix + id;
    }

    /** A behaviour for Anor, with an answer in the shape of this provider if it is about a payment. */
    Behaviour adapted(Behaviour behaviour) {
        return this != ANOR && behaviour.answer() instanceof Response.Page page
                ? new Behaviour(behaviour.name(), behaviour.delay(), behaviour.booked(), adapted(page))
                : behaviour;
    }

    private Response.Page adapted(Response.Page page) {
        try {
            if (Envelope.MAPPER.readTree(page.body()) instanceof ObjectNode envelope
                    && envelope.get("data") instanceof ObjectNode anor
                    && anor.has(ANOR.idField)) {
                ObjectNode data = envelope.putObject("data");
                String message = anor.path("message").asString(null);
                shape.accept(
                        new Result(
                                anor.path(ANOR.idField).asString(),
                                anor.path("error_code").asInt(0),
                                message),
                        data);
                return new Response.Page(
                        page.status(),
                        page.headers(),
                        page.contentType(),
                        Envelope.MAPPER.writeValueAsString(envelope));
            }
        } catch (JacksonException notAnEnvelope) {
            // A web page or a broken answer is the same for all providers.
        }
        return page;
    }
}
