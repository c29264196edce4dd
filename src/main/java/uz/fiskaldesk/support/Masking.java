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
    private static final Pattern PHONE =
            Pattern.compile(STARTS + "(\\+?998[ (-]{0,2}\\d{2})[ )-]{0,2}\\d{3}[ -]?\\d{2}[ -]?(\\d{2})" + ENDS);
    private static final Pattern CARD =
            Pattern.compile(STARTS + "(\\d{4})[ -]?[0-9*]{4}[ -]?[0-9*]{4}[ -]?(\\d{4})" + ENDS);

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
        return PHONE.matcher(withoutCards).replaceAll("$1*****$2");
    }
}
