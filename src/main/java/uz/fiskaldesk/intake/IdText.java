package uz.fiskaldesk.intake;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Finds IDs of payments in a message. An ID belongs to a provider for certain if its form and the names of providers in
 * the message leave only one; otherwise it is a choice for each provider that it may belong to.
 */
final class IdText {
    private static final String VALUE = "[0-9A-Za-z_-]{1,64}";

    private static final Pattern PAYMENT_ID = PaymentText.label(
            "(?:payment[ _-]?(?:id|no|number)|pay[ _-]?id|(?:id|ид|айди) *(?:платежа|тўлов\\w*|to['ʻʼ‘’`]?lov\\w*)"
                    + "|(?:номер|№) *плат[её]жа|плат[её]ж *(?:id|№|#)"
                    + "|to['ʻʼ‘’`]?lov *(?:id|raqami|№)|тўлов *(?:id|рақами|№))",
            VALUE);

    /** What follows an amount, but no ID. */
    private static final String NO_AMOUNT = "(?![.,][0-9]| *(?:сум|сўм|so['ʻʼ‘’`]?m|sum|uzs|тийин|tiyin))";

    private final Providers providers;
    private final PaymentText.Candidates ids;
    private final Set<String> paymentIds;
    private final Set<Provider> named;
    private final String whole;

    /**
     * @param ids receives the IDs by which payments are confirmed, with their provider
     * @param paymentIds receives Anor's second IDs
     */
    IdText(Providers providers, String text, PaymentText.Candidates ids, Set<String> paymentIds) {
        this.providers = providers;
        this.ids = ids;
        this.paymentIds = paymentIds;
        this.named = namedIn(text);
        this.whole = text.strip();
    }

    private static Set<Provider> namedIn(String text) {
        Set<Provider> named = EnumSet.noneOf(Provider.class);
        for (Provider provider : Provider.values()) {
            if (pattern("(?<![\\p{L}0-9])(?:" + provider.names() + ")(?![\\p{L}0-9])")
                    .matcher(text)
                    .find()) {
                named.add(provider);
            }
        }
        return named;
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** Takes IDs with the name of their provider in front, and those that are known by their form. */
    void takeIds(PaymentText.Remaining text) {
        for (Provider provider : providers.on()) {
            text.take(
                    behindName(provider),
                    PaymentText.NUMBER_DONE,
                    id -> TransactionId.parse(provider, id.group("value")).ifPresent(this::addCertain));
        }
        text.take(idAlone(), id -> add(matching(id.group(), false)));
        if (ids.certain().isEmpty() && whole.matches(VALUE)) {
            // Nothing else was pasted, but a number may be anything.
            matching(whole, true).forEach(this::addPossible);
        }
    }

    /** UUIDs are taken even if they are of no provider here, because parts of them look like other fields. */
    private Pattern idAlone() {
        return Pattern.compile("(?<![0-9A-Za-z_-])(?:"
                + Stream.concat(Stream.of(Provider.ANOR), providers.on().stream())
                        .map(Provider::idAlone)
                        .distinct()
                        .collect(Collectors.joining("|"))
                + ")(?![0-9A-Za-z_-])");
    }

    private static Pattern behindName(Provider provider) {
        return pattern("(?<![\\p{L}0-9])(?:" + provider.names()
                + ")(?: *(?:pass|id|№|#|raqami?|рақами?|номер)){0,2}\"? *[:=№#]? *\"?" + "(?<value>"
                + provider.idBehindLabel() + ")(?![0-9A-Za-z*_-])" + NO_AMOUNT);
    }

    /** Takes the numbers behind the words “payment ID”: Anor's second ID, or the ID of another provider. */
    void takePaymentIds(PaymentText.Remaining text) {
        text.take(PAYMENT_ID, PaymentText.NUMBER_DONE, id -> {
            String value = id.group("value");
            // A word behind the label is none.
            if (value.chars().anyMatch(c -> c >= '0' && c <= '9')) {
                add(matching(value, true));
                if (providers.contains(Provider.ANOR)) {
                    paymentIds.add(value);
                }
            }
        });
        if (ids.certain().size() == 1
                && TransactionId.of(ids.certain().iterator().next()).provider() != Provider.ANOR) {
            paymentIds.clear();
        }
    }

    /** The IDs that a value may be, with a label or alone. */
    private List<TransactionId> matching(String value, boolean labelled) {
        return providers.on().stream()
                .filter(provider ->
                        isSure(provider) || value.matches(labelled ? provider.idBehindLabel() : provider.idAlone()))
                .flatMap(provider -> TransactionId.parse(provider, value).stream())
                .toList();
    }

    /** Whether the message can be about this provider only. */
    private boolean isSure(Provider provider) {
        return named.equals(Set.of(provider))
                || (named.isEmpty() && providers.on().equals(List.of(provider)));
    }

    private void add(List<TransactionId> candidates) {
        List<TransactionId> fitting = named.isEmpty()
                ? candidates
                : candidates.stream()
                        .filter(id -> named.contains(id.provider()))
                        .toList();
        if (fitting.size() == 1) {
            addCertain(fitting.getFirst());
        } else {
            (fitting.isEmpty() ? candidates : fitting).forEach(this::addPossible);
        }
    }

    private void addCertain(TransactionId id) {
        add(ids.certain(), id);
    }

    private void addPossible(TransactionId id) {
        add(ids.possible(), id);
    }

    /** IDs that differ in spelling only are one. */
    private static void add(Set<String> ids, TransactionId id) {
        if (ids.stream().map(TransactionId::of).noneMatch(id::equals)) {
            ids.add(id.toString());
        }
    }
}
