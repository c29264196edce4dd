package uz.fiskaldesk.support;

import java.util.regex.Pattern;

/** Hides customers' phones and cards in what goes to a log. Links, ids and times stay readable. */
public final class Masking {
    private static final Pattern PHONE =
            Pattern.compile("(?<![0-9A-Za-z=-])(\\+?998[ -]?\\d{2})[ -]?\\d{3}[ -]?\\d{2}[ -]?(\\d{2})(?![0-9-])");
    private static final Pattern CARD =
            Pattern.compile("(?<![0-9A-Za-z=-])(\\d{4})[ -]?[0-9*]{4}[ -]?[0-9*]{4}[ -]?(\\d{4})(?![0-9-])");

    private Masking() {}

    public static String mask(String text) {
        String withoutCards = CARD.matcher(text).replaceAll("$1 **** **** $2");
        return PHONE.matcher(withoutCards).replaceAll("$1*****$2");
    }
}
