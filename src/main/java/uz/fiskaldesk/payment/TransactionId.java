package uz.fiskaldesk.payment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ID that Anor assigns to a payment: a UUID. It is stored and sent exactly as received. Spellings that differ in case
 * or hyphens are equal.
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

    /** Parses an ID, ignoring surrounding white space; empty if the text is not a UUID. */
    public static Optional<TransactionId> parse(String text) {
        String trimmed = text.strip();
        return UUID_LIKE.matcher(trimmed).matches() ? Optional.of(new TransactionId(trimmed)) : Optional.empty();
    }

    /**
     * Parses a text that is known to be an ID, such as a column of the ledger.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static TransactionId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a transaction ID: " + text));
    }

    private static String keyOf(String text) {
        return text.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** The ID as received. */
    public String text() {
        return text;
    }

    /** The canonical form used for comparison: lower case, without hyphens. */
    public String key() {
        return key;
    }

    /** Whether a text from FiscalBox is this ID in any spelling. */
    public boolean isNamedBy(String other) {
        return key.equals(keyOf(other.strip()));
    }

    /** A short form for display: {@code a12f…80ee}. */
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
