package uz.fiskaldesk.payment;

import java.util.Optional;
import java.util.regex.Pattern;

/** A customer's phone, kept as digits with the country's 998 in front where it is an Uzbek number. */
public final class PhoneNumber {
    private static final Pattern LOOKS_LIKE_A_PHONE = Pattern.compile("\\+?[0-9*()\\s\\u00a0.-]{4,24}");
    private static final int UZBEK_DIGITS = 12;

    private PhoneNumber() {}

    /** The digits of a phone number (asterisks of a masked one stay); empty where the text is no phone. */
    public static Optional<String> digits(String text) {
        String trimmed = text.strip();
        if (!LOOKS_LIKE_A_PHONE.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        String digits = trimmed.replaceAll("[^0-9*]", "");
        boolean tellsNothing = digits.chars().allMatch(c -> c == '*');
        if (tellsNothing || digits.length() < 4 || digits.length() > 15) {
            return Optional.empty();
        }
        return Optional.of(digits.length() == 9 ? "998" + digits : digits);
    }

    /** As people write it: {@code +998 94 653 21 40}; any other length just with the plus. */
    public static String formatted(String digits) {
        if (digits.length() != UZBEK_DIGITS || !digits.startsWith("998")) {
            return digits.length() > 9 ? "+" + digits : digits;
        }
        return "+998 " + digits.substring(3, 5) + " " + digits.substring(5, 8) + " " + digits.substring(8, 10) + " "
                + digits.substring(10);
    }
}
