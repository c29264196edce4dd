package uz.fiskaldesk.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.CardNumber;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;

/** The fields of a payment as text, entered by hand or read from a file. Immutable. */
public final class PaymentFields {
    static final int LONGEST_PAYMENT_ID = 64;
    static final int LONGEST_NOTE = 500;
    private static final int LONGEST_VALUE = 2_000;

    /** Numbers with so many digits that spreadsheets round them. */
    private static final Set<PaymentField> IDS =
            EnumSet.of(PaymentField.TRANSACTION_ID, PaymentField.PAYMENT_ID, PaymentField.PHONE, PaymentField.CARD);

    /** The notation of spreadsheets for long numbers, of which they keep 15 digits. */
    private static final Pattern ROUNDED_NUMBER =
            Pattern.compile("\\d(?:[.,]\\d+)?E\\+?\\d+", Pattern.CASE_INSENSITIVE);

    /** A UUID without its end, as left by a column that is too short for it or by a copied display. */
    private static final Pattern CUT_ID = Pattern.compile("[0-9a-fA-F]{8}-(?=.{0,26}$)[0-9a-fA-F-]*(?:…|\\.{3})?");

    private static final PaidAtParser.Reading DAY_ALONE = new PaidAtParser.Reading.Bad(FieldProblem.NO_TIME);

    /** The result of {@link #check}. */
    public sealed interface Checked {
        /** A valid payment. Its receipt, if any, is not validated yet. */
        record Good(Payment payment) implements Checked {}

        /** An invalid payment with at least one problem. */
        record Bad(List<FieldProblem> problems) implements Checked {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    private final Map<PaymentField, String> texts;

    private PaymentFields(Map<PaymentField, String> texts) {
        this.texts = texts;
    }

    /** Missing and blank fields mean unknown. */
    public static PaymentFields of(Map<PaymentField, String> texts) {
        Map<PaymentField, String> clean = new EnumMap<>(PaymentField.class);
        texts.forEach((field, text) -> {
            String cleaned = clean(text);
            if (!cleaned.isEmpty()) {
                clean.put(field, cleaned);
            }
        });
        return new PaymentFields(clean);
    }

    /** Replaces control characters with spaces, removes format characters, and strips whitespace. */
    private static String clean(String text) {
        // No format or control character is in this range, so nothing but blanks can be removed from most cells.
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text.strip();
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                clean.append(' ');
            } else if (Character.getType(c) != Character.FORMAT) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }

    /** Returns the text of a field; blank if there is none. */
    public String text(PaymentField field) {
        return texts.getOrDefault(field, "");
    }

    /** The text that identifies the payment, whether or not it is valid; blank if there is none. */
    String givenId() {
        return texts.getOrDefault(PaymentField.TRANSACTION_ID, text(PaymentField.PAYMENT_ID));
    }

    /** The first field whose text is longer than that of any valid value; such a row would only cost memory. */
    Optional<PaymentField> firstTooLong() {
        return texts.entrySet().stream()
                .filter(entry -> entry.getValue().length() > LONGEST_VALUE)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether all fields are blank. */
    public boolean isBlank() {
        return texts.isEmpty();
    }

    /**
     * Validates all fields and reports all problems at once, so that they can be corrected together.
     *
     * @param providers whose payments are accepted
     */
    public Checked check(Providers providers) {
        List<FieldProblem> problems = new ArrayList<>();
        List<FieldProblem> providerProblems = new ArrayList<>();
        Provider provider = provider(providers, providerProblems);
        TransactionId id = id(provider, providers, problems);
        Amount amount = read(PaymentField.AMOUNT, Amount::parseSums, problems);
        String paymentId = provider == Provider.ANOR
                ? read(
                        PaymentField.PAYMENT_ID,
                        text -> upTo(LONGEST_PAYMENT_ID, text),
                        _ -> FieldProblem.TOO_LONG,
                        problems)
                : null;
        String phone = read(PaymentField.PHONE, PhoneNumber::digits, problems);
        String card = read(PaymentField.CARD, CardNumber::masked, problems);
        Instant paidAt = paidAt(problems);
        String note = read(PaymentField.NOTE, text -> upTo(LONGEST_NOTE, text), _ -> FieldProblem.TOO_LONG, problems);
        problems.addAll(providerProblems);
        if (id == null || !problems.isEmpty()) {
            return new Checked.Bad(problems);
        }
        return new Checked.Good(new Payment(id, paymentId, amount, phone, card, paidAt, note));
    }

    /**
     * The values of a row of a statement, which may have no ID.
     *
     * @param wholeDay whether only the day of {@code paidAt} is known
     */
    record StatementValues(
            @Nullable TransactionId id,
            @Nullable String paymentId,
            @Nullable Amount amount,
            @Nullable Instant paidAt,
            boolean wholeDay,
            List<FieldProblem> problems) {}

    /** Validates what a statement says: an ID, or an amount with its time. */
    StatementValues statementValues(Providers providers) {
        List<FieldProblem> problems = new ArrayList<>();
        Provider provider = provider(providers, problems);
        boolean hasId = texts.containsKey(PaymentField.TRANSACTION_ID)
                || (provider != Provider.ANOR && texts.containsKey(PaymentField.PAYMENT_ID));
        TransactionId id = hasId ? id(provider, providers, problems) : null;
        String paymentId = read(
                PaymentField.PAYMENT_ID, text -> upTo(LONGEST_PAYMENT_ID, text), _ -> FieldProblem.TOO_LONG, problems);
        Amount amount = read(PaymentField.AMOUNT, Amount::parseSums, problems);
        boolean wholeDay = PaidAtParser.read(text(PaymentField.PAID_AT)).equals(DAY_ALONE);
        Instant paidAt =
                wholeDay ? PaidAtParser.startOfDay(text(PaymentField.PAID_AT)).orElse(null) : paidAt(problems);
        if (problems.isEmpty() && !hasId && paymentId == null && (amount == null || paidAt == null)) {
            problems.add(new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.MISSING));
        }
        return new StatementValues(id, paymentId, amount, paidAt, wholeDay, problems);
    }

    /**
     * The provider by its own field, else by the prefix of the ID, else the standard one, which is also assumed if the
     * field is not valid.
     */
    private Provider provider(Providers providers, List<FieldProblem> problems) {
        Provider stated = read(PaymentField.PROVIDER, Provider::find, problems);
        Provider provider = stated == null ? providers.of(text(PaymentField.TRANSACTION_ID)) : stated;
        if (!providers.contains(provider)) {
            problems.add(new FieldProblem(PaymentField.PROVIDER, FieldProblem.SWITCHED_OFF));
        }
        return provider;
    }

    /** Anor's payments are confirmed by their transaction ID; those of others by their payment ID, in either field. */
    private @Nullable TransactionId id(Provider provider, Providers providers, List<FieldProblem> problems) {
        boolean inPaymentId = provider != Provider.ANOR && texts.containsKey(PaymentField.PAYMENT_ID);
        PaymentField field = inPaymentId ? PaymentField.PAYMENT_ID : PaymentField.TRANSACTION_ID;
        if (!texts.containsKey(field)) {
            problems.add(new FieldProblem(field, FieldProblem.MISSING));
            return null;
        }
        return read(
                field, text -> TransactionId.parse(provider, text), text -> wrong(provider, providers, text), problems);
    }

    private static String wrong(Provider provider, Providers providers, String id) {
        if (providers.recognise(id).isPresent()) {
            return FieldProblem.OTHER_PROVIDER;
        }
        return provider == Provider.ANOR ? FieldProblem.INVALID : FieldProblem.WRONG_FORM;
    }

    private <T> @Nullable T read(
            PaymentField field, Function<String, Optional<T>> reader, List<FieldProblem> problems) {
        return read(field, reader, _ -> FieldProblem.INVALID, problems);
    }

    private <T> @Nullable T read(
            PaymentField field,
            Function<String, Optional<T>> reader,
            Function<String, String> wrong,
            List<FieldProblem> problems) {
        String text = texts.get(field);
        if (text == null) {
            return null;
        }
        if (IDS.contains(field) && ROUNDED_NUMBER.matcher(text).matches()) {
            problems.add(new FieldProblem(field, FieldProblem.ROUNDED));
            return null;
        }
        Optional<T> value = reader.apply(text);
        if (value.isEmpty()
                && field == PaymentField.TRANSACTION_ID
                && CUT_ID.matcher(text).matches()) {
            problems.add(new FieldProblem(field, FieldProblem.CUT));
        } else if (value.isEmpty()) {
            problems.add(new FieldProblem(field, wrong.apply(text)));
        }
        return value.orElse(null);
    }

    private @Nullable Instant paidAt(List<FieldProblem> problems) {
        String text = texts.get(PaymentField.PAID_AT);
        if (text == null) {
            return null;
        }
        return switch (PaidAtParser.read(text)) {
            case PaidAtParser.Reading.Good good -> good.instant();
            case PaidAtParser.Reading.Bad bad -> {
                problems.add(new FieldProblem(PaymentField.PAID_AT, bad.code()));
                yield null;
            }
        };
    }

    private static Optional<String> upTo(int longest, String text) {
        return text.length() <= longest ? Optional.of(text) : Optional.empty();
    }
}
