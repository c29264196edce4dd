package uz.fiskaldesk.intake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.fiskaldesk.payment.Amount;

/**
 * Finds the amount of a payment in a message. An amount is certain only with its unit and an unambiguous spelling; balances,
 * fees and bonuses are left out.
 */
final class AmountText {
    private static final String NUMBER = "[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]{1,2})?"
            + "|[0-9]{1,3}(?:,[0-9]{3})+\\.[0-9]{2}|[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]{2}"
            + "|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\\.[0-9]{3}){2,}"
            + "|[0-9]{1,3}[.,][0-9]{3}|[0-9]+(?:[.,][0-9]{1,2})?";

    private static final String UNIT = "(?:sum|summ|so['ʻʼ‘’`´]?m|сум(?:ов|а|ма)?|сўм|uzs|soums?|sums?)";
    private static final String TIYIN = "(?:tiyin|тийин\\w*|тиин\\w*)";

    /** What a number has that is not what was paid. */
    private static final String OTHER =
            "(?<other>(?:баланс|остаток|доступно|комисси|кешб|кэшб|бонус|скидк|ндс|лимит|balans|balance"
                    + "|qoldiq|қолдиқ|komissiya|комиссия|commission|fee|cashback|keshbek|кешбек|bonus|chegirma|чегирма|qqs|ққс|vat"
                    + "|available|limit)[\\p{L}]*(?: *\\([^)]{0,20}\\))?(?: *[\\p{L}]{1,12}){0,3} *[:=-]? *)?";

    private static final Pattern AMOUNT = Pattern.compile(
            OTHER + "(?<sign>(?:(?:заказ|order|buyurtma|буюртма|стол|stol|касса|kassa)\\p{L}* ?)?[№#] ?"
                    + "|(?<!\\p{L})(?:заказ|order|buyurtma|буюртма|стол|stol|касса|kassa|N)\\p{L}* ?)?(?<prefix>(?<![\\p{L}0-9])UZS ?)?"
                    + "(?<![0-9A-Za-z*•\u0001\u0002.,:/+-])-?(?<number>" + NUMBER + ")(?![0-9*•:/]|[.,-][0-9])"
                    + "(?: ?(?:(?<unit>" + UNIT + ")|(?<tiyin>" + TIYIN + "))(?![\\p{L}0-9]))?(?=(?<word> ?\\p{L}+)|)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A label without a unit behind the number. */
    private static final Pattern LABEL = Pattern.compile(
            "(?:сумма|сума|summa|amount|итого|jami|жами|оплачено|to['ʻʼ‘’`]langan|тўланган)[\\p{L}]*\"? *[:=-]? *\"?$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private AmountText() {}

    static void take(PaymentText.Remaining text, PaymentText.Candidates into) {
        text.take(AMOUNT, match -> {
            if (match.group("other") == null) {
                read(match, text.before(match.start("number")), into);
            }
        });
    }

    private static void read(Matcher match, String before, PaymentText.Candidates into) {
        boolean isTiyin = match.group("tiyin") != null;
        boolean hasUnit = match.group("unit") != null || match.group("prefix") != null;
        Optional<Amount> amount = amount(match.group("number"), isTiyin);
        if (amount.isEmpty()) {
            return;
        }
        String value = plain(amount.get());
        boolean isUnclear = match.group("sign") != null
                || before.endsWith(PaymentText.NUMBER_DONE + " ")
                || isDoubtful(match.group("number"));
        if ((hasUnit || isTiyin) && !isUnclear) {
            into.certain().add(value);
        } else if (hasUnit || isTiyin || (LABEL.matcher(before).find() && match.group("word") == null)) {
            into.possible().add(value);
        }
    }

    /** Whether a point or comma may separate thousands or a fraction: {@code 125.000}. */
    private static boolean isDoubtful(String number) {
        return number.matches("[0-9]{1,3}[.,][0-9]{3}");
    }

    private static Optional<Amount> amount(String number, boolean isTiyin) {
        String digits = normalize(number);
        if (!isTiyin) {
            return Amount.parseSums(digits);
        }
        return digits.matches("[0-9]{1,14}") && Long.parseLong(digits) > 0
                ? Optional.of(new Amount(Long.parseLong(digits)))
                : Optional.empty();
    }

    /** Removes the separators of thousands. */
    private static String normalize(String number) {
        String compact = number.replaceAll("[ ']", "");
        if (isDoubtful(compact) || compact.matches("[0-9]+([.,])[0-9]{3}(?:\\1[0-9]{3})+")) {
            return compact.replaceAll("[.,]", "");
        }
        if (compact.matches("[0-9]+(?:,[0-9]{3})+\\.[0-9]{2}")) {
            return compact.replace(",", "");
        }
        return compact.matches("[0-9]+(?:\\.[0-9]{3})+,[0-9]{2}") ? compact.replace(".", "") : compact;
    }

    private static String plain(Amount amount) {
        long rest = amount.tiyin() % 100;
        return amount.tiyin() / 100 + (rest == 0 ? "" : (rest < 10 ? ".0" : ".") + rest);
    }
}
