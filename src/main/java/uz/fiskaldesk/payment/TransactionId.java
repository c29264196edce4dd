package uz.fiskaldesk.payment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id that Anor gave a payment: a UUID. It is kept and sent exactly as it was received; two spellings of one UUID
 * (upper case, without hyphens) are the same transaction.
 */
public final class TransactionId {
    private static final Pattern UUID_LIKE = Pattern.compile(
            "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final String text;
    private final String key;

    private TransactionId(String text) {
        this.text = text;
        this.key = keyOf(text);
    }

    /** The id in {@code text}, blanks around it dropped; empty where the text is not UUID-like. */
    public static Optional<TransactionId> parse(String text) {
        String trimmed = text.strip();
        return UUID_LIKE.matcher(trimmed).matches() ? Optional.of(new TransactionId(trimmed)) : Optional.empty();
    }

    /** The id in a text that is known to be one, such as a column of the ledger. */
    public static TransactionId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a transaction id: " + text));
    }

    private static String keyOf(String text) {
        return text.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** The id as it was received. */
    public String text() {
        return text;
    }

    /** The one spelling by which ids are compared: lower case, no hyphens. */
    public String key() {
        return key;
    }

    /** Whether a text from FiscalBox names this transaction; case does not matter. */
    public boolean isNamedBy(String other) {
        return key.equals(keyOf(other.strip()));
    }

    /** The id shortened for a narrow column: {@code a12f…80ee}. */
    public String abbreviated() {
        return text.substring(0, 4) + "…" + text.substring(text.length() - 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionId id && key.equals(id.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
