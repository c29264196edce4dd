package uz.fiskaldesk.payment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A payment provider behind FiscalBox, with the facts that are not about HTTP. Numbers and forms of IDs are from
 * FiscalBox's public documentation.
 */
public enum Provider {
    ANOR("anor", 187, IdForm.UUID, "a12fc00f-5af5-65b8-adf8-74bff44680ee", "anor(?:bank)?|анор(?:банк)?"),
    CLICK("click", 64, IdForm.NUMBER_OR_OBJECT_ID, "2354512461", "click|клик"),
    PAYME("payme", 141, IdForm.OBJECT_ID, "63b5282a6f47f572807fd53e", "payme|пейми|пайми"),
    UZUM("uzum", 161, IdForm.UUID, "7e577908-6851-4a8d-ac1d-bdd17002f96b", "uzum(?:bank)?|узум(?:банк)?"),
    UZQR("uzqr", Provider.NO_NUMBER, IdForm.WORD, "PAY12345678901234567", "uz[ -]?qr|one_qr|pay_id");

    private static final int NO_NUMBER = 0;

    /** The form of a provider's payment IDs. Case is ignored when they are compared. */
    private enum IdForm {
        /** Compared without hyphens. */
        UUID(
                "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
                "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
                "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
        OBJECT_ID("[0-9a-fA-F]{24}", "[0-9a-fA-F]{24}", "(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24}"),
        /** The documentation of Click has examples of both. */
        NUMBER_OR_OBJECT_ID(
                "[0-9]{1,20}|[0-9a-fA-F]{24}", "[0-9]{8,20}|[0-9a-fA-F]{24}", "(?=[0-9]*[a-fA-F])[0-9a-fA-F]{24}"),
        /** The documentation has only an example. */
        WORD("[0-9A-Za-z][0-9A-Za-z_-]{0,63}", "[Pp][Aa][Yy][0-9]{6,61}", "[Pp][Aa][Yy][0-9]{6,61}");

        private final Pattern whole;
        private final String labelled;
        private final String alone;

        IdForm(String whole, String labelled, String alone) {
            this.whole = Pattern.compile(whole);
            this.labelled = labelled;
            this.alone = alone;
        }
    }

    /** A text with the provider that it belongs to. */
    record Qualified(Provider provider, String text) {}

    private final String code;
    private final int number;
    private final IdForm form;
    private final String exampleId;
    private final String names;

    /** @param names a regular expression for how people write the provider, in lower case */
    Provider(String code, int number, IdForm form, String exampleId, String names) {
        this.code = code;
        this.number = number;
        this.form = form;
        this.exampleId = exampleId;
        this.names = names;
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

    /** A regular expression for how people write the provider in messages, in lower case. */
    public String names() {
        return names;
    }

    /**
     * A regular expression for IDs in a text that are known by their form alone. It matches a part of the IDs only: the
     * others are numbers or words.
     */
    public String idAlone() {
        return form.alone;
    }

    /** A regular expression for IDs in a text behind the name of the provider or the words “payment ID”. */
    public String idBehindLabel() {
        return form.labelled;
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
        return form.whole.matcher(text).matches();
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
