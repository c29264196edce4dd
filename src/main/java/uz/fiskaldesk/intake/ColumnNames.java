package uz.fiskaldesk.intake;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises column names in English, Russian and both alphabets of Uzbek. Case, whitespace and punctuation are
 * ignored. Every other character counts, whatever its alphabet, so that no part of a name is ignored.
 */
final class ColumnNames {
    /** Longer names are not matched against the patterns below. */
    private static final int LONGEST = 100;

    /** Normalised names of all columns except the amount, whose name may include its unit. */
    private static final Map<String, PaymentField> NAMES = Map.ofEntries(
            entry("transactionid", PaymentField.TRANSACTION_ID),
            entry("idтранзакции", PaymentField.TRANSACTION_ID),
            entry("транзакцияid", PaymentField.TRANSACTION_ID),
            entry("tranzaksiyaid", PaymentField.TRANSACTION_ID),
            entry("tranzaksiyaidraqami", PaymentField.TRANSACTION_ID),
            entry("транзакцияidрақами", PaymentField.TRANSACTION_ID),
            entry("paymentid", PaymentField.PAYMENT_ID),
            entry("idплатежа", PaymentField.PAYMENT_ID),
            entry("tolovid", PaymentField.PAYMENT_ID),
            entry("tolovidraqami", PaymentField.PAYMENT_ID),
            entry("тўловid", PaymentField.PAYMENT_ID),
            entry("тўловidрақами", PaymentField.PAYMENT_ID),
            entry("phone", PaymentField.PHONE),
            entry("customerphone", PaymentField.PHONE),
            entry("телефон", PaymentField.PHONE),
            entry("номертелефона", PaymentField.PHONE),
            entry("телефонклиента", PaymentField.PHONE),
            entry("telefon", PaymentField.PHONE),
            entry("telefonraqami", PaymentField.PHONE),
            entry("mijoztelefoni", PaymentField.PHONE),
            entry("телефонрақами", PaymentField.PHONE),
            entry("мижозтелефони", PaymentField.PHONE),
            entry("card", PaymentField.CARD),
            entry("cardnumber", PaymentField.CARD),
            entry("карта", PaymentField.CARD),
            entry("номеркарты", PaymentField.CARD),
            entry("karta", PaymentField.CARD),
            entry("kartaraqami", PaymentField.CARD),
            entry("картарақами", PaymentField.CARD),
            entry("paidat", PaymentField.PAID_AT),
            entry("paymenttime", PaymentField.PAID_AT),
            entry("времяплатежа", PaymentField.PAID_AT),
            entry("времяоплаты", PaymentField.PAID_AT),
            entry("датаивремяплатежа", PaymentField.PAID_AT),
            entry("датаивремяоплаты", PaymentField.PAID_AT),
            entry("датаплатежа", PaymentField.PAID_AT),
            entry("датаоплаты", PaymentField.PAID_AT),
            entry("tolovvaqti", PaymentField.PAID_AT),
            entry("tolovsanasi", PaymentField.PAID_AT),
            entry("тўловвақти", PaymentField.PAID_AT),
            entry("тўловсанаси", PaymentField.PAID_AT),
            entry("note", PaymentField.NOTE),
            entry("примечание", PaymentField.NOTE),
            entry("комментарий", PaymentField.NOTE),
            entry("izoh", PaymentField.NOTE),
            entry("изоҳ", PaymentField.NOTE),
            entry("provider", PaymentField.PROVIDER),
            entry("paymentsystem", PaymentField.PROVIDER),
            entry("платежнаясистема", PaymentField.PROVIDER),
            entry("tolovtizimi", PaymentField.PROVIDER),
            entry("тўловтизими", PaymentField.PROVIDER),
            entry("receipt", PaymentField.RECEIPT),
            entry("receiptlink", PaymentField.RECEIPT),
            entry("receipturl", PaymentField.RECEIPT),
            entry("чек", PaymentField.RECEIPT),
            entry("ссылканачек", PaymentField.RECEIPT),
            entry("chek", PaymentField.RECEIPT),
            entry("chekhavolasi", PaymentField.RECEIPT),
            entry("чекҳаволаси", PaymentField.RECEIPT));

    private static final String AMOUNT = "(?:amount|summa(?:si)?|miqdori?|сумма(?:си)?|миқдори?)";

    /** Words next to an amount that do not indicate a unit. */
    private static final String FILLER = "(?:payment|paid|of|the|in|tolov|anor|оплаты|платежа|в|тўлов|анор)*";

    private static final String SUMS =
            "(?:uzs|sums?|soums?|soms?|som(?:da|larda)|sum(?:da|larda)|сум(?:а|ы|ов|ах)?|сом(?:а|ы|ов|ах)?|сўм(?:да|ларда)?)";

    private static final String TIYIN =
            "(?:uzs)?(?:t[iy]{2,4}n(?:s|da|larda)?|tiy|т[ийы]{2,4}н(?:а|ы|ов|ах|да|ларда)?|тий)(?:uzs)?";

    private static final Pattern AMOUNT_IN_UNIT = Pattern.compile(
            FILLER + "(?:" + unit("before") + AMOUNT + FILLER + "|" + AMOUNT + FILLER + unit("after") + "?)");

    private static final Pattern CONTAINS_AMOUNT = Pattern.compile(AMOUNT);

    private ColumnNames() {}

    /** @param tiyin the name of the group that matches if the unit is tiyin */
    private static String unit(String tiyin) {
        return "(?:(?:" + SUMS + "|(?<" + tiyin + ">" + TIYIN + "))" + FILLER + ")";
    }

    static Optional<Column> column(String name) {
        String normalised = normalise(name);
        PaymentField field = NAMES.get(normalised);
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
    private static String normalise(String name) {
        StringBuilder normalised = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('ё', 'е')
                .codePoints()
                .filter(c -> !isIgnored(c))
                .forEach(normalised::appendCodePoint);
        return normalised.toString();
    }

    /** Whether a character isIgnored words or, as in {@code soʻm}, is a sign within a word. */
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
