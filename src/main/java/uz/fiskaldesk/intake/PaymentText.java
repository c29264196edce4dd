package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.fiskaldesk.payment.CardNumber;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Providers;

/**
 * Finds the fields of a payment in a text message, a chat or a bank slip, in Russian, Uzbek or English. Nothing is guessed: a
 * field has a value only if exactly one was found for certain; otherwise the values found are choices for a person. IDs are
 * parts of the text, unchanged. Immutable; never throws.
 */
public final class PaymentText {
    /** Longer texts are no messages; they are not searched. */
    static final int MAX_LENGTH = 8_192;

    /** Not part of any value; stands for what has been recognised, so that values on either side are not joined. */
    static final char DONE = '\u0001';

    /** Like {@link #DONE}, for a number with a label; the digits behind a space may belong to it. */
    static final char NUMBER_DONE = '\u0002';

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern OTHER_BLANK = Pattern.compile("[\\p{Zs}\\t]");

    private static final Pattern LINK = Pattern.compile("(?i)\\b(?:https?://|www\\.)\\S+");

    /** Numbers that identify something else. */
    private static final Pattern OTHER_ID = label(
            "(?:(?:инн|пинфл|stir|jshshir|pinfl|inn|терминал\\w*|terminal\\w*|мерчант\\w*|merchant\\w*|rrn)"
                    + "(?: *(?:id|no|raqami?|рақами?|номер|№))?"
                    + "|(?:чек|chek|receipt|invoice|договор|shartnoma|шартнома|заказ|order|buyurtma|буюртма)\\w* *(?:id|no|raqami?|рақами?|номер|№|#))",
            "(?=[A-Za-z/-]*[0-9])[0-9A-Za-z/-]{1,64}");

    private static final Pattern PHONE =
            Pattern.compile("(?<![0-9A-Za-z+*\u0001\u0002-])(?:\\+ ?998|998(?=[ (*-]|[0-9*]{9}(?![0-9*])))"
                    + "(?:[ .()-]{0,2}[0-9*]){9}(?![0-9A-Za-z*])");

    private static final Pattern LOCAL_PHONE = Pattern.compile(
            "(?<![0-9A-Za-z+*\u0001\u0002.,-])(?:\\([0-9]{2}\\) ?|[0-9]{2} )[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}(?![0-9A-Za-z*]|[ .,][0-9])");

    private static final Pattern LABELLED_PHONE = label(
            "(?:тел\\w*|phone\\w*|tel\\w*|мобил\\w*|mobil\\w*)(?: *(?:raqami?|рақами?|номер|no|number))?", "[0-9]{9}");

    /** The first digits of cards in use: Uzcard, Humo, Visa, Mastercard and others. */
    private static final String CARD_START = "(?:8600|9860|5614|6262|5440|4[0-9]{3}|5[1-5][0-9]{2})";

    private static final Pattern MASKED_CARD = Pattern.compile(
            "(?<![0-9A-Za-z*•\u0001\u0002])(?:" + CARD_START
                    + "[ -]?(?:[0-9]{2})?[ -]?)?(?:[*•]{1,12}|[*xXхХ•]{2,12})(?:[ -]?[*xXхХ•]{2,4}){0,4}[ -]?[0-9]{4}(?![0-9A-Za-z*])");

    private static final Pattern FULL_CARD =
            Pattern.compile("(?<![0-9A-Za-z\u0001\u0002-])" + CARD_START + "(?:[ -]?[0-9]{4}){3}(?![0-9A-Za-z-])");

    /** A label that a phone number does not have. */
    private static final Pattern ID_LABEL = Pattern.compile("(?i)(?:\\bid|ид|№|#) *[:=]? *\"?$");

    private final Map<PaymentField, Candidates> found = new EnumMap<>(PaymentField.class);

    /**
     * @param certain values that certainly belong to the field
     * @param possible values that may belong to it
     */
    record Candidates(Set<String> certain, Set<String> possible) {
        Candidates() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private PaymentText() {}

    /**
     * Searches a text.
     *
     * @param providers whose IDs are sought; IDs of others than Anor are found with the provider in front
     */
    public static PaymentText read(String text, Providers providers) {
        PaymentText result = new PaymentText();
        if (text.length() <= MAX_LENGTH) {
            result.search(
                    new Remaining(OTHER_BLANK
                            .matcher(INVISIBLE.matcher(text).replaceAll(""))
                            .replaceAll(" ")),
                    providers);
        }
        return result;
    }

    /** Matches a value behind a label; the value is the group {@code value}. */
    static Pattern label(String names, String value) {
        return Pattern.compile(
                "(?<![\\p{L}0-9])" + names + "\"? *[:=№#.-]{0,2} *\"?(?<value>" + value + ")(?![0-9A-Za-z*-])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** The order matters: each step removes what it has recognised, so that its digits are not taken for something else. */
    private void search(Remaining text, Providers providers) {
        IdText ids = new IdText(
                providers,
                text.text,
                candidates(PaymentField.TRANSACTION_ID),
                candidates(PaymentField.PAYMENT_ID).certain());
        ids.takeIds(text);
        text.take(LINK, _ -> {});
        ids.takePaymentIds(text);
        text.take(OTHER_ID, NUMBER_DONE, _ -> {});
        PaidAtText.take(text, candidates(PaymentField.PAID_AT));
        text.take(PHONE, phone -> addPhone(phone.group(), text.before(phone.start())));
        text.take(LABELLED_PHONE, phone -> add(PaymentField.PHONE, PhoneNumber.digits(phone.group("value"))));
        text.take(LOCAL_PHONE, phone -> add(PaymentField.PHONE, PhoneNumber.digits(phone.group())));
        text.take(FULL_CARD, card -> add(PaymentField.CARD, CardNumber.masked(card.group())));
        text.take(MASKED_CARD, card -> add(PaymentField.CARD, maskedCard(card.group())));
        AmountText.take(text, candidates(PaymentField.AMOUNT));
    }

    private void addPhone(String phone, String before) {
        boolean mayBeAnId = !phone.startsWith("+") && ID_LABEL.matcher(before).find();
        Candidates phones = candidates(PaymentField.PHONE);
        PhoneNumber.digits(phone).ifPresent((mayBeAnId ? phones.possible() : phones.certain())::add);
    }

    /** The mask as far as it can be stored; otherwise the last four digits. */
    private static Optional<String> maskedCard(String text) {
        String stars = text.replaceAll("[xXхХ•]", "*").replaceAll("[ .-]", "");
        Optional<String> whole = stars.length() >= 12 ? CardNumber.masked(stars) : Optional.empty();
        return whole.isPresent() ? whole : CardNumber.masked("*" + stars.substring(stars.length() - 4));
    }

    private void add(PaymentField field, Optional<String> value) {
        value.ifPresent(known -> candidates(field).certain().add(known));
    }

    private Candidates candidates(PaymentField field) {
        return found.computeIfAbsent(field, _ -> new Candidates());
    }

    /** The value of a field; blank if none or more than one was found. */
    public String value(PaymentField field) {
        Candidates candidates = found.getOrDefault(field, new Candidates());
        return candidates.certain().size() == 1
                ? candidates.certain().iterator().next()
                : "";
    }

    /** The values between which a person has to choose; empty if the field has a value or nothing was found. */
    public List<String> choices(PaymentField field) {
        if (!value(field).isEmpty()) {
            return List.of();
        }
        Candidates candidates = found.getOrDefault(field, new Candidates());
        List<String> choices = new ArrayList<>(candidates.certain());
        candidates.possible().stream().filter(each -> !choices.contains(each)).forEach(choices::add);
        return choices;
    }

    /** Whether the text looks like a message about a payment: it has a transaction ID, or two other fields. */
    public boolean isAboutPayment() {
        return hasSomething(PaymentField.TRANSACTION_ID)
                || found.keySet().stream().filter(this::hasSomething).count() >= 2;
    }

    private boolean hasSomething(PaymentField field) {
        return !value(field).isEmpty() || !choices(field).isEmpty();
    }

    /** The part of a text that has not been recognised yet. */
    static final class Remaining {
        private static final int CONTEXT = 40;

        private String text;

        private Remaining(String text) {
            this.text = text;
        }

        /** The end of the text before a position. */
        String before(int end) {
            return text.substring(Math.max(0, end - CONTEXT), end);
        }

        /** Passes each match to {@code use} and removes it. */
        void take(Pattern pattern, Consumer<Matcher> use) {
            take(pattern, DONE, use);
        }

        void take(Pattern pattern, char mark, Consumer<Matcher> use) {
            Matcher matcher = pattern.matcher(text);
            StringBuilder rest = new StringBuilder();
            while (matcher.find()) {
                use.accept(matcher);
                matcher.appendReplacement(rest, String.valueOf(mark));
            }
            text = matcher.appendTail(rest).toString();
        }
    }
}
