package uz.fiskaldesk.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a cell of XLSX shows its number, by the format code of its style (ECMA-376, part 1, 18.8.30 and 18.8.31): only
 * this tells a moment from an amount.
 *
 * @param date whether a year, a month or a day is shown
 * @param time whether an hour or a second is shown
 * @param unit letters and signs beside the number
 */
record NumberLook(boolean date, boolean time, String unit) {
    static final NumberLook PLAIN = new NumberLook(false, false, "");

    /** What a code shows as it stands: quoted, after a backslash, or as a currency such as {@code [$сум-443]}. */
    private static final Pattern LITERAL =
            Pattern.compile("\"([^\"]*)\"|\\\\(.)|\\[\\$([^\\]-]*)[^\\]]*]", Pattern.DOTALL);

    /** Colours, conditions and locales; blanks as wide as a character; a character that fills the cell. */
    private static final Pattern INVISIBLE = Pattern.compile("\\[(?!h+]|m+]|s+])[^\\]]*]|_.|\\*.", Pattern.DOTALL);

    /** Signs that may stand in a code without quotes. */
    private static final Pattern SIGN = Pattern.compile("[%‰\\p{Sc}]");

    /** How numbers above zero are shown; further sections are for those below, for zero and for texts. */
    private static final Pattern FIRST_SECTION =
            Pattern.compile("(?:\"[^\"]*\"|\\\\.|\\[[^\\]]*]|[^;\"\\\\\\[])*+", Pattern.DOTALL);

    private static final int LONGEST_CODE = 255;

    /** Of a code that the workbook brings with it. */
    static NumberLook of(String code) {
        if (code.length() > LONGEST_CODE || code.equalsIgnoreCase("General")) {
            return PLAIN;
        }
        StringBuilder unit = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        Matcher section = FIRST_SECTION.matcher(code);
        Matcher literal = LITERAL.matcher(section.lookingAt() ? section.group() : code);
        while (literal.find()) {
            literal.appendReplacement(rest, "");
            for (int group = 1; group <= literal.groupCount(); group++) {
                unit.append(literal.group(group) == null ? "" : literal.group(group) + " ");
            }
        }
        literal.appendTail(rest);
        String visible = INVISIBLE.matcher(rest).replaceAll("");
        SIGN.matcher(visible).results().forEach(sign -> unit.append(sign.group()));
        boolean time = visible.matches("(?i).*[hs].*");
        boolean date = visible.matches("(?i).*[yd].*") || (!time && visible.matches("(?i).*m.*"));
        return new NumberLook(date, time, unit.toString().strip());
    }

    /** Of the formats that have a number only; those of East Asia among them show dates and times likewise. */
    static NumberLook builtIn(int id) {
        boolean both = id == 22;
        boolean date = both || isIn(id, 14, 17) || isIn(id, 27, 31) || id == 36 || isIn(id, 50, 58);
        boolean time = both || isIn(id, 18, 21) || isIn(id, 32, 35) || isIn(id, 45, 47);
        return new NumberLook(date, time, id == 9 || id == 10 ? "%" : "");
    }

    private static boolean isIn(int id, int first, int last) {
        return id >= first && id <= last;
    }

    boolean isMoment() {
        return date || time;
    }
}
