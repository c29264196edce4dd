package uz.fiskaldesk.payment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A positive amount of money in tiyin; 100 tiyin are 1 soʻm. */
public record Amount(long tiyin) {
    /** More digits are assumed to be a typing error. */
    private static final int MAX_DIGITS = 12;

    private static final Pattern SUMS = Pattern.compile("[\\s\\u00a0\\u202f]*"
            + "(\\d{1,3}(?:[ \\u00a0\\u202f']\\d{3})+|\\d+)(?:[.,](\\d{1,2}))?"
            + "[\\s\\u00a0\\u202f]*");

    private static final Pattern SEPARATORS = Pattern.compile("\\D");

    public Amount {
        if (tiyin <= 0) {
            throw new IllegalArgumentException("amount must be positive: " + tiyin);
        }
    }

    /**
     * Parses an amount in soʻm, such as {@code 125000} or {@code 125 000,50}. Thousands may be separated by spaces or
     * apostrophes. A point or comma is a decimal separator and must be followed by one or two digits, so the ambiguous
     * {@code 125,000} is refused.
     */
    public static Optional<Amount> parseSums(String text) {
        Matcher matcher = SUMS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String sums = SEPARATORS.matcher(matcher.group(1)).replaceAll("");
        if (sums.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        long tiyin = Long.parseLong(sums) * 100 + Long.parseLong((fraction + "00").substring(0, 2));
        return tiyin > 0 ? Optional.of(new Amount(tiyin)) : Optional.empty();
    }

    /** Formats the amount in soʻm with no-break spaces between thousands. Tiyin are omitted if 00: {@code 125 000,50}. */
    public String inSums() {
        String sums = String.format(Locale.ROOT, "%,d", tiyin / 100).replace(',', '\u00a0');
        long rest = tiyin % 100;
        return rest == 0 ? sums : sums + "," + (rest < 10 ? "0" : "") + rest;
    }
}
