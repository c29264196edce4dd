package uz.fiskaldesk.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number format of an XLSX cell, parsed from the format code of its style (ECMA-376, part 1, 18.8.30 and 18.8.31).
 * Only the format distinguishes dates from amounts.
 *
 * @param date whether a year, month or day is shown
 * @param time whether an hour or second is shown
 * @param unit letters and signs shown next to the number
 */
record CellFormat(boolean date, boolean time, String unit) {
    static final CellFormat PLAIN = new CellFormat(false, false, "");

    /** Literal text: quoted, after a backslash, or a currency such as {@code [$сум-443]}. */
    private static final Pattern LITERAL =
            Pattern.compile("\"([^\"]*)\"|\\\\(.)|\\[\\$([^\\]-]*)[^\\]]*]", Pattern.DOTALL);

    /** Colours, conditions, locales, padding and fill characters. */
    private static final Pattern INVISIBLE = Pattern.compile("\\[(?!h+]|m+]|s+])[^\\]]*]|_.|\\*.", Pattern.DOTALL);

    /** Signs that need no quotes. */
    private static final Pattern SIGN = Pattern.compile("[%‰\\p{Sc}]");

    /** The section for positive numbers; further sections are for negative numbers, zero and text. */
    private static final Pattern FIRST_SECTION =
            Pattern.compile("(?:\"[^\"]*\"|\\\\.|\\[[^\\]]*]|[^;\"\\\\\\[])*+", Pattern.DOTALL);

    private static final int LONGEST_CODE = 255;

    /** Parses a format code defined in the workbook. */
    static CellFormat of(String code) {
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
        return new CellFormat(date, time, unit.toString().strip());
    }

    /** Returns a built-in format, including the date and time formats of East Asian locales. */
    static CellFormat builtIn(int id) {
        boolean both = id == 22;
        boolean date = both || isIn(id, 14, 17) || isIn(id, 27, 31) || id == 36 || isIn(id, 50, 58);
        boolean time = both || isIn(id, 18, 21) || isIn(id, 32, 35) || isIn(id, 45, 47);
        return new CellFormat(date, time, id == 9 || id == 10 ? "%" : "");
    }

    private static boolean isIn(int id, int first, int last) {
        return id >= first && id <= last;
    }

    boolean isDateOrTime() {
        return date || time;
    }
}
