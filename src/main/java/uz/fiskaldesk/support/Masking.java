package uz.fiskaldesk.support;

import java.util.regex.Pattern;

/** Hides customers' phones and cards in what goes to a log. Links, ids and times stay readable. */
public final class Masking {
    /** Not within an id, and not the value of a receipt link's parameter. */
    private static final String STARTS = "(?<![0-9A-Za-z-])(?<![?&][a-z]=)";

    private static final String ENDS = "(?![0-9A-Za-z-])";
    private static final Pattern PHONE =
            Pattern.compile(STARTS + "(\\+?998[ (-]{0,2}\\d{2})[ )-]{0,2}\\d{3}[ -]?\\d{2}[ -]?(\\d{2})" + ENDS);
    private static final Pattern CARD =
            Pattern.compile(STARTS + "(\\d{4})[ -]?[0-9*]{4}[ -]?[0-9*]{4}[ -]?(\\d{4})" + ENDS);

    private Masking() {}

    public static String mask(String text) {
        String withoutCards = CARD.matcher(text).replaceAll("$1 **** **** $2");
        return PHONE.matcher(withoutCards).replaceAll("$1*****$2");
    }
}
