package uz.fiskaldesk.payment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A payment provider behind FiscalBox, with the facts that are not about HTTP. Numbers and forms of IDs are from
 * FiscalBox's public documentation.
 */
public enum Provider {
    ANOR("anor", 187, IdForm.UUID, "a12fc00f-5af5-65b8-adf8-74bff44680ee"),
    CLICK("click", 64, IdForm.NUMBER, "2354512461"),
    PAYME("payme", 141, IdForm.OBJECT_ID, "63b5282a6f47f572807fd53e"),
    UZUM("uzum", 161, IdForm.UUID, "7e577908-6851-4a8d-ac1d-bdd17002f96b"),
    UZQR("uzqr", Provider.NO_NUMBER, IdForm.WORD, "PAY12345678901234567");

    private static final int NO_NUMBER = 0;

    /** The form of a provider's payment IDs. Case is ignored when they are compared. */
    private enum IdForm {
        /** Compared without hyphens. */
        UUID("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"),
        NUMBER("[0-9]{1,20}"),
        OBJECT_ID("[0-9a-fA-F]{24}"),
        /** The documentation has only an example. */
        WORD("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");

        private final Pattern pattern;

        IdForm(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    /** A text with the provider that it belongs to. */
    record Qualified(Provider provider, String text) {}

    private final String code;
    private final int number;
    private final IdForm form;
    private final String exampleId;

    Provider(String code, int number, IdForm form, String exampleId) {
        this.code = code;
        this.number = number;
        this.form = form;
        this.exampleId = exampleId;
    }

    /** The stable name in files, in the ledger, in the settings and on the command line. */
    public String code() {
        return code;
    }

    /** The key of the name in the language files. */
    public String nameKey() {
        return "provider." + code;
    }

    /** Whether this is the provider's number in {@code extra_info.qr_payment_provider} of {@code /order/create/}. */
    public boolean hasNumber(String text) {
        return number != NO_NUMBER && text.equals(Integer.toString(number));
    }

    /** An ID of a payment as an example of its form. */
    public String exampleId() {
        return exampleId;
    }

    /** Finds a provider by its code, ignoring case. */
    public static Optional<Provider> find(String code) {
        for (Provider provider : values()) {
            if (provider.code.equalsIgnoreCase(code)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException if there is no such provider */
    public static Provider ofCode(String code) {
        for (Provider provider : values()) {
            if (provider.code.equals(code)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("unknown provider: " + code);
    }

    /** Whether a text has the form of this provider's payment IDs. */
    boolean isId(String text) {
        return form.pattern.matcher(text).matches();
    }

    /** The form of a payment ID in which different spellings are equal. */
    String canonical(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        return form == IdForm.UUID ? lower.replace("-", "") : lower;
    }

    /**
     * A text that is unique among all providers: {@code click:2354512461}. Texts of Anor, the first provider, are
     * unchanged.
     */
    public String qualify(String text) {
        return this == ANOR ? text : code + ":" + text;
    }

    /** A text of {@link #qualify} that a person has written, without white space and with the code in lower case. */
    public static String normalised(String text) {
        Qualified qualified = split(text, ANOR);
        return qualified.provider().qualify(qualified.text());
    }

    /**
     * The reverse of {@link #qualify}; the code may have any case, and white space is ignored.
     *
     * @param standard the provider of a text without a prefix
     */
    static Qualified split(String text, Provider standard) {
        String trimmed = text.strip();
        int colon = trimmed.indexOf(':');
        Optional<Provider> prefix =
                colon < 0 ? Optional.empty() : find(trimmed.substring(0, colon).strip());
        return prefix.map(provider ->
                        new Qualified(provider, trimmed.substring(colon + 1).strip()))
                .orElseGet(() -> new Qualified(standard, trimmed));
    }
}
