package uz.fiskaldesk.payment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The providers that are switched on, at least one. No payments of the others are added; those on the list already can
 * be finished.
 */
public record Providers(List<Provider> on) {
    /** A shop that takes payments of Anor only. */
    public static final Providers DEFAULT = new Providers(List.of(Provider.ANOR));

    public Providers {
        on = on.stream().distinct().toList();
        if (on.isEmpty()) {
            throw new IllegalArgumentException("no provider is switched on");
        }
    }

    /** @throws IllegalArgumentException if one of the codes is not that of a provider, or there is none */
    public static Providers ofCodes(List<String> codes) {
        return new Providers(codes.stream()
                .map(code -> Provider.find(code)
                        .orElseThrow(() -> new IllegalArgumentException("unknown provider: " + code)))
                .toList());
    }

    public boolean contains(Provider provider) {
        return on.contains(provider);
    }

    /** The provider of a payment that names none: Anor, or the first one where Anor is off. */
    public Provider standard() {
        return contains(Provider.ANOR) ? Provider.ANOR : on.getFirst();
    }

    /** Whether people have to be told or asked which provider a payment is of. */
    public boolean areSeveral() {
        return on.size() > 1;
    }

    /** Whether people have to be told that a payment is of this provider. */
    public boolean mustName(Provider provider) {
        return areSeveral() || !contains(provider);
    }

    /** The provider of an ID: the one in its prefix, or the standard provider. The ID need not be valid. */
    public Provider of(String id) {
        return Provider.split(id, standard()).provider();
    }

    /** Parses an ID with its provider as a prefix, or of the standard provider; empty if it is not one. */
    public Optional<TransactionId> parse(String text) {
        return TransactionId.parse(Provider.split(text, standard()));
    }

    /**
     * Finds the only provider that a text may be an ID of, or that it names in front; empty if none or several may.
     * Short numbers and words, which may be anything, are IDs only with their provider in front.
     */
    public Optional<TransactionId> recognise(String text) {
        Optional<TransactionId> named = TransactionId.parse(text).filter(id -> text.indexOf(':') >= 0);
        if (named.isPresent()) {
            return named.filter(id -> contains(id.provider()));
        }
        List<TransactionId> possible = on.stream()
                .filter(provider -> text.strip().matches(provider.idBehindLabel()))
                .flatMap(provider -> TransactionId.parse(provider, text).stream())
                .toList();
        return possible.size() == 1 ? Optional.of(possible.getFirst()) : Optional.empty();
    }

    /** The provider with this number in {@code extra_info.qr_payment_provider}, if it is switched on. */
    public Optional<Provider> ofNumber(String number) {
        return Stream.of(Provider.values())
                .filter(provider -> provider.hasNumber(number))
                .filter(this::contains)
                .findFirst();
    }
}
