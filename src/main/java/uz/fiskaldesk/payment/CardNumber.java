package uz.fiskaldesk.payment;

import java.util.Optional;
import java.util.regex.Pattern;

/** Masks card numbers: at most the first six and the last four digits are stored. */
public final class CardNumber {
    private static final Pattern CARD = Pattern.compile("(?=\\**[0-9])[0-9*]{12,19}|\\*{0,4}[0-9]{4}");

    private CardNumber() {}

    /** The card number without separators and with a masked middle; empty if the text is not a card number. */
    public static Optional<String> masked(String text) {
        String compact = text.replaceAll("[\\s\\u00a0-]", "").replaceAll("[xX•]", "*");
        if (!CARD.matcher(compact).matches()) {
            return Optional.empty();
        }
        if (compact.length() < 12) {
            return Optional.of(compact);
        }
        int hidden = compact.length() - 10;
        return Optional.of(compact.substring(0, 6) + "*".repeat(hidden) + compact.substring(compact.length() - 4));
    }

    /** Formats in groups of four: {@code 8600 14** **** 3145}. */
    public static String grouped(String card) {
        return card.length() < 12 ? card : card.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
