package uz.fiskaldesk.payment;

import java.util.Optional;
import java.util.regex.Pattern;

/** Normalises phone numbers to digits, with the country code 998 for Uzbek numbers. */
public final class PhoneNumber {
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9*()\\s\\u00a0.-]{4,24}");
    private static final Pattern SEPARATORS = Pattern.compile("[^0-9*]");
    private static final int UZBEK_DIGITS = 12;

    private PhoneNumber() {}

    /** The digits of a phone number, with the asterisks of a masked one; empty if the text is not a phone number. */
    public static Optional<String> digits(String text) {
        String trimmed = text.strip();
        if (!PHONE.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        String digits = SEPARATORS.matcher(trimmed).replaceAll("");
        boolean fullyMasked = digits.chars().allMatch(c -> c == '*');
        if (fullyMasked || digits.length() < 4 || digits.length() > 15) {
            return Optional.empty();
        }
        return Optional.of(digits.length() == 9 ? "998" + digits : digits);
    }

    /** Formats Uzbek numbers as {@code +998 94 653 21 40}; other full numbers only get a plus sign. */
    public static String formatted(String digits) {
        if (digits.length() != UZBEK_DIGITS || !digits.startsWith("998")) {
            return digits.length() > 9 ? "+" + digits : digits;
        }
        return "+998 " + digits.substring(3, 5) + " " + digits.substring(5, 8) + " " + digits.substring(8, 10) + " "
                + digits.substring(10);
    }
}
