package uz.fiskaldesk.intake;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.fiskaldesk.payment.Provider;

/**
 * Recognises column names in English, Russian and both alphabets of Uzbek. Case, whitespace and punctuation are
 * ignored. Every other character counts, whatever its alphabet, so that no part of a name is ignored.
 */
final class ColumnNames {
    /** Longer names are not matched against the patterns below. */
    private static final int LONGEST = 100;

    /** Normalised names of all columns except the amount, whose name may include its unit; separated by spaces. */
    private static final Map<PaymentField, String> NAMES = Map.ofEntries(
            entry(
                    PaymentField.TRANSACTION_ID,
                    "transactionid idтранзакции транзакцияid tranzaksiyaid tranzaksiyaidraqami "
                            + "транзакцияidрақами"),
            entry(PaymentField.PAYMENT_ID, "paymentid idплатежа tolovid tolovidraqami тўловid тўловidрақами"),
            entry(
                    PaymentField.PHONE,
                    "phone customerphone телефон номертелефона телефонклиента telefon telefonraqami "
                            + "mijoztelefoni телефонрақами мижозтелефони"),
            entry(PaymentField.CARD, "card cardnumber карта номеркарты karta kartaraqami картарақами"),
            entry(
                    PaymentField.PAID_AT,
                    "paidat paymenttime datetime dateandtime датаивремя датавремя датаивремяоперации "
                            + "sanavavaqt санававақт времяплатежа времяоплаты датаивремяплатежа датаивремяоплаты "
                            + "датаплатежа датаоплаты tolovvaqti tolovsanasi тўловвақти тўловсанаси"),
            entry(PaymentField.NOTE, "note примечание комментарий izoh изоҳ"),
            entry(PaymentField.PROVIDER, "provider paymentsystem платежнаясистема tolovtizimi тўловтизими"),
            entry(
                    PaymentField.RECEIPT,
                    "receipt receiptlink receipturl чек ссылканачек chek chekhavolasi чекҳаволаси"));

    private static final Map<String, PaymentField> FIELDS = fields();

    private static final String AMOUNT = "(?:amount|summa(?:si)?|miqdori?|сумма(?:си)?|миқдори?)";

    /** Words next to an amount that do not indicate a unit. */
    private static final String FILLER = "(?:payment|paid|of|the|in|tolov|оплаты|платежа|в|тўлов|анор|"
            + Stream.of(Provider.values()).map(Provider::code).collect(Collectors.joining("|")) + ")*";

    private static final String SUMS =
            "(?:uzs|sums?|soums?|soms?|som(?:da|larda)|sum(?:da|larda)|сум(?:а|ы|ов|ах)?|сом(?:а|ы|ов|ах)?|сўм(?:да|ларда)?)";

    private static final String TIYIN =
            "(?:uzs)?(?:t[iy]{2,4}n(?:s|da|larda)?|tiy|т[ийы]{2,4}н(?:а|ы|ов|ах|да|ларда)?|тий)(?:uzs)?";

    private static final Pattern AMOUNT_IN_UNIT = Pattern.compile(
            FILLER + "(?:" + unit("before") + AMOUNT + FILLER + "|" + AMOUNT + FILLER + unit("after") + "?)");

    private static final Pattern CONTAINS_AMOUNT = Pattern.compile(AMOUNT);

    private ColumnNames() {}

    private static Map<String, PaymentField> fields() {
        Map<String, PaymentField> fields = new HashMap<>();
        NAMES.forEach((field, names) -> {
            for (String name : names.split(" ", -1)) {
                fields.put(name, field);
            }
        });
        return Map.copyOf(fields);
    }

    /** @param tiyin the name of the group that matches if the unit is tiyin */
    private static String unit(String tiyin) {
        return "(?:(?:" + SUMS + "|(?<" + tiyin + ">" + TIYIN + "))" + FILLER + ")";
    }

    static Optional<Column> column(String name) {
        String normalised = normalise(name);
        PaymentField field = FIELDS.get(normalised);
        if (field != null) {
            return Optional.of(new Column(field, false));
        }
        if (normalised.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher amount = AMOUNT_IN_UNIT.matcher(normalised);
        return amount.matches()
                ? Optional.of(new Column(
                        PaymentField.AMOUNT, amount.group("before") != null || amount.group("after") != null))
                : Optional.empty();
    }

    /** Whether an unknown name seems to be an amount in an unknown unit or of an unknown kind. */
    static boolean isUnclearAmount(String name) {
        return CONTAINS_AMOUNT.matcher(normalise(name)).find() && column(name).isEmpty();
    }

    /** Normalises compatibility characters, and {@code ё} because it is often written {@code е}. */
    static String normalise(String name) {
        StringBuilder normalised = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('ё', 'е')
                .codePoints()
                .filter(c -> !isIgnored(c))
                .forEach(normalised::appendCodePoint);
        return normalised.toString();
    }

    /** Whether a character separates words or, as in {@code soʻm}, is a sign within a word. */
    private static boolean isIgnored(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.DASH_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL,
                    Character.NON_SPACING_MARK -> true;
            case Character.OTHER_PUNCTUATION -> ".,:;'\"/\\!?*".indexOf(c) >= 0;
            default -> false;
        };
    }
}
