package uz.fiskaldesk.fiscalbox;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Provider;

/**
 * FiscalBox's call that tells which receipt belongs to a payment, for each provider: the path, the names of the two fields
 * of the request, and how the answer says that it succeeded. From FiscalBox's public documentation. Envelopes and codes
 * are the same for all; a provider is added by one entry.
 */
public enum ProviderApi {
    ANOR(Provider.ANOR, "/payment/anor_confirm", "transaction_id", "qr_code", SuccessShape.ERROR_CODE),
    CLICK(Provider.CLICK, "/payment/click_confirm", "payment_id", "qr_code", SuccessShape.STATUS),
    PAYME(Provider.PAYME, "/payment/payme_confirm", "payment_id", "qr_code", SuccessShape.RECEIPT),
    UZUM(Provider.UZUM, "/payment/uzum_confirm", "payment_id", "qr_code", SuccessShape.PAYMENT_STATUS),
    UZQR(Provider.UZQR, "/payment/one_qr/receipt", "pay_id", "fiscal_receipt_url", SuccessShape.EMPTY);

    private static final Map<Provider, ProviderApi> BY_PROVIDER = Collections.unmodifiableMap(new EnumMap<>(
            Arrays.stream(values()).collect(Collectors.toMap(ProviderApi::provider, Function.identity()))));

    private final Provider provider;
    private final String path;
    private final String idField;
    private final String receiptField;
    private final SuccessShape success;

    ProviderApi(Provider provider, String path, String idField, String receiptField, SuccessShape success) {
        this.provider = provider;
        this.path = path;
        this.idField = idField;
        this.receiptField = receiptField;
        this.success = success;
    }

    public static ProviderApi of(Provider provider) {
        ProviderApi api = BY_PROVIDER.get(provider);
        if (api == null) {
            throw new IllegalArgumentException("FiscalBox's call for " + provider + " is not known");
        }
        return api;
    }

    /** The call with this path, which has no trailing slash. */
    public static Optional<ProviderApi> ofPath(String path) {
        return Arrays.stream(values()).filter(api -> api.path.equals(path)).findFirst();
    }

    public Provider provider() {
        return provider;
    }

    public String path() {
        return path;
    }

    /** The field with the ID of the payment, in the request and, if there is one, in {@code data} of the answer. */
    public String idField() {
        return idField;
    }

    /** The field of the request with the link of the receipt. */
    public String receiptField() {
        return receiptField;
    }

    SuccessShape success() {
        return success;
    }

    /** Fills in {@code data} of the documented answer for a confirmed payment. */
    public void putSuccess(ObjectNode data, Payment payment) {
        success.fill(data, payment);
    }
}
