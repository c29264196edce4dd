package uz.fiskaldesk.payment;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ID by which a payment is confirmed: the one that its provider has assigned. It is stored and sent exactly as
 * received. IDs are equal if the providers are and the texts differ at most in case or, in a UUID, in hyphens.
 *
 * <p>Written as one text, an ID of another provider than Anor has a prefix: {@code click:2354512461}.
 */
public final class TransactionId {
    private final Provider provider;
    private final String text;
    private final String key;

    private TransactionId(Provider provider, String text) {
        this.provider = provider;
        this.text = text;
        this.key = provider.qualify(provider.canonical(text));
    }

    /** Parses an ID with its provider as a prefix, or an ID of Anor; empty if it is not one. */
    public static Optional<TransactionId> parse(String text) {
        return parse(Provider.split(text, Provider.ANOR));
    }

    /** Parses an ID of a provider, which may be its prefix; empty if it does not have that provider's form. */
    public static Optional<TransactionId> parse(Provider provider, String text) {
        return parse(Provider.split(text, provider)).filter(id -> id.provider == provider);
    }

    static Optional<TransactionId> parse(Provider.Qualified id) {
        return id.provider().isId(id.text())
                ? Optional.of(new TransactionId(id.provider(), id.text()))
                : Optional.empty();
    }

    /**
     * Parses a text that is known to be an ID, with its provider as a prefix or of Anor.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static TransactionId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a transaction ID: " + text));
    }

    /**
     * Parses a text that is known to be an ID of a provider, such as a column of the ledger.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static TransactionId of(Provider provider, String text) {
        return parse(provider, text)
                .orElseThrow(
                        () -> new IllegalArgumentException("not a transaction ID of " + provider.code() + ": " + text));
    }

    public Provider provider() {
        return provider;
    }

    /** The code of the provider of an ID that is written with it; null if the text is not an ID. */
    public static @Nullable String providerCode(@Nullable String text) {
        return text == null ? null : parse(text).map(id -> id.provider.code()).orElse(null);
    }

    /** The ID as received, without the provider. */
    public String text() {
        return text;
    }

    /** The canonical form used for comparison: lower case, a UUID without hyphens, another provider than Anor first. */
    public String key() {
        return key;
    }

    /** Whether a text from FiscalBox is this ID in any spelling. */
    public boolean isNamedBy(String other) {
        return provider.canonical(text).equals(provider.canonical(other.strip()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionId id && key.equals(id.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** The ID as received, with its provider as {@link #parse(String)} takes it. */
    @Override
    public String toString() {
        return provider.qualify(text);
    }
}
