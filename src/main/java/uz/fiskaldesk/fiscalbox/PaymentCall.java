package uz.fiskaldesk.fiscalbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.fiskaldesk.payment.CardNumber;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;

/**
 * FiscalBox's call whose answer tells a POS that a payment was made, for each provider. From FiscalBox's public
 * documentation. UzQR has two: one creates an invoice with the amount, the other waits until it is paid.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets are immutable
public enum PaymentCall {
    ANOR(
            Provider.ANOR,
            "POST",
            "/payment/anor",
            "transaction_id",
            new Paid("payment_status", Set.of("2")),
            "phone_number",
            "card_number"),
    CLICK(
            Provider.CLICK,
            "POST",
            "/payment/click",
            "payment_id",
            new Paid("status", Set.of("successfully")),
            "client_phone_number",
            ""),
    PAYME(
            Provider.PAYME,
            "POST",
            "/payment/payme",
            "payment_id",
            new Paid("status", Set.of("successfully", "success")),
            "client_phone_number",
            ""),
    UZUM(
            Provider.UZUM,
            "POST",
            "/payment/uzum",
            "payment_id",
            new Paid("payment_status", Set.of("success")),
            "client_phone_number",
            ""),
    UZQR(
            Provider.UZQR,
            "GET",
            "/payment/one_qr/status",
            "pay_id",
            new Paid("status", Set.of("2")),
            "payer_phone",
            "card_no");

    /** UzQR's call that creates an invoice; its amount is a text in soʻm. */
    public static final String UZQR_INVOICE = "/payment/one_qr/create";

    /** The field that says whether the payment was made, with its values in lower case. */
    private record Paid(String field, Set<String> values) {}

    private final Provider provider;
    private final String method;
    private final String path;
    private final String idField;
    private final Paid paid;
    private final String phoneField;
    private final String cardField;

    PaymentCall(
            Provider provider,
            String method,
            String path,
            String idField,
            Paid paid,
            String phoneField,
            String cardField) {
        this.provider = provider;
        this.method = method;
        this.path = path;
        this.idField = idField;
        this.paid = paid;
        this.phoneField = phoneField;
        this.cardField = cardField;
    }

    /** The call with this method and path, which has no trailing slash. */
    public static Optional<PaymentCall> of(String method, String path) {
        return Arrays.stream(values())
                .filter(call -> call.method.equals(method) && call.path.equals(path))
                .findFirst();
    }

    public Provider provider() {
        return provider;
    }

    /**
     * The payment that an answer reports, without amount and time; empty if it was not made, or its ID does not have the
     * provider's form.
     *
     * @param data of an answer that reports success
     */
    public Optional<Payment> paid(JsonNode data) {
        if (!paid.values().contains(text(data, paid.field()).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return TransactionId.parse(provider, text(data, idField))
                .map(id -> new Payment(
                        id,
                        provider == Provider.ANOR ? nonEmpty(text(data, "payment_id")) : null,
                        null,
                        PhoneNumber.digits(text(data, phoneField)).orElse(null),
                        CardNumber.masked(text(data, cardField)).orElse(null),
                        null,
                        null));
    }

    private static @Nullable String nonEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    /** A text or a number as text; blank for anything else. */
    private static String text(JsonNode object, String field) {
        JsonNode node = object.path(field);
        return node.isString() || node.isNumber() ? node.asString().strip() : "";
    }
}
