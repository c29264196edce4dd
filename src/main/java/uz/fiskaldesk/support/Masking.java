package uz.fiskaldesk.support;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks customers' phone and card numbers in log output, and credentials in URLs wherever these are shown. */
public final class Masking {
    /** Excludes digits inside an identifier and the value of a receipt URL's parameter. */
    private static final String STARTS = "(?<![0-9A-Za-z-])(?<![?&][a-z]=)";

    private static final String ENDS = "(?![0-9A-Za-z-])";
    /** A space or hyphen; in a text that a person wrote also a no-break space. */
    private static final String GAP = "[ \\u00a0-]";

    private static final Pattern PHONE = Pattern.compile(STARTS
            + "(\\+?998[ \\u00a0(-]{0,2}\\d{2})[ \\u00a0)-]{0,2}\\d{3}" + GAP + "?\\d{2}" + GAP + "?(\\d{2})" + ENDS);

    /** A phone without the country code, as people write it; without gaps it could be any number. */
    private static final Pattern LOCAL_PHONE = Pattern.compile(
            STARTS + "(\\(?\\d{2})(?:\\)" + GAP + "?|" + GAP + ")\\d{3}" + GAP + "\\d{2}" + GAP + "(\\d{2})" + ENDS);

    private static final Pattern CARD =
            Pattern.compile(STARTS + "(\\d{4})" + GAP + "?[0-9*]{4}" + GAP + "?[0-9*]{4}" + GAP + "?(\\d{4})" + ENDS);

    /** Matches up to the last {@code @} of a URL because a password may contain any character. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^\\s\"'<>]*@");

    private static final Pattern PARAMETER = Pattern.compile("([?&])([^=&\\s\"'<>]+)=([^&\\s\"'<>]*)");
    private static final Pattern SECRET = Pattern.compile("pass|secret|token");
    private static final String HIDDEN = "***";

    private Masking() {}

    /** Masks user names and passwords in URLs: {@code //***@host}, {@code ?password=***}. */
    public static String secrets(String text) {
        String masked = text;
        if (masked.indexOf('@') >= 0) {
            masked = USER_INFO.matcher(masked).replaceAll(Matcher.quoteReplacement(HIDDEN) + "@");
        }
        if (masked.indexOf('=') >= 0) {
            masked = PARAMETER
                    .matcher(masked)
                    .replaceAll(parameter -> Matcher.quoteReplacement(
                            isSecret(parameter.group(2))
                                    ? parameter.group(1) + parameter.group(2) + "=" + HIDDEN
                                    : parameter.group()));
        }
        return masked;
    }

    private static boolean isSecret(String name) {
        String decoded;
        try {
            decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            decoded = name;
        }
        return SECRET.matcher(decoded.toLowerCase(Locale.ROOT)).find();
    }

    /** Masks phone numbers, card numbers and credentials for the log. */
    public static String mask(String text) {
        String withoutCards = CARD.matcher(secrets(text)).replaceAll("$1 **** **** $2");
        String withoutPhones = PHONE.matcher(withoutCards).replaceAll("$1*****$2");
        return LOCAL_PHONE.matcher(withoutPhones).replaceAll("$1*****$2");
    }

    /** Masks a text that is known to be a phone number, of whatever country. */
    public static String phone(String digits) {
        String masked = mask(digits);
        return masked.equals(digits) ? "*****" + digits.substring(Math.max(0, digits.length() - 2)) : masked;
    }
}
