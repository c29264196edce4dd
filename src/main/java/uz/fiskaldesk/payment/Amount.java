package uz.fiskaldesk.payment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sum of money, in tiyin (100 tiyin are 1 soʻm); always more than nothing. */
public record Amount(long tiyin) {
    /** A billion soʻm and more in one shop payment is a slip of the hand, not a sale. */
    private static final int MOST_DIGITS_OF_SUMS = 12;

    private static final Pattern SUMS = Pattern.compile("[\\s\\u00a0\\u202f]*"
            + "(\\d{1,3}(?:[ \\u00a0\\u202f']\\d{3})+|\\d+)(?:[.,](\\d{1,2}))?"
            + "[\\s\\u00a0\\u202f]*");

    public Amount {
        if (tiyin <= 0) {
            throw new IllegalArgumentException("an amount is more than nothing: " + tiyin);
        }
    }

    /**
     * Reads an amount written in sums: {@code 125000}, {@code 125 000,50}. Blanks may group thousands; a point or a
     * comma starts the tiyin and is followed by one or two digits, so that {@code 125,000} is refused and not guessed.
     */
    public static Optional<Amount> parseSums(String text) {
        Matcher matcher = SUMS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String sums = matcher.group(1).replaceAll("\\D", "");
        if (sums.length() > MOST_DIGITS_OF_SUMS) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        long tiyin = Long.parseLong(sums) * 100 + Long.parseLong((fraction + "00").substring(0, 2));
        return tiyin > 0 ? Optional.of(new Amount(tiyin)) : Optional.empty();
    }

    /** The amount in sums, thousands grouped by no-break spaces, tiyin only where they are not 00: {@code 125 000,50}. */
    public String inSums() {
        StringBuilder digits = new StringBuilder(Long.toString(tiyin / 100));
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, '\u00a0');
        }
        long rest = tiyin % 100;
        return rest == 0 ? digits.toString() : digits + "," + (rest < 10 ? "0" : "") + rest;
    }
}
