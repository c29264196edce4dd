package uz.fiskaldesk.support;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes texts in exported spreadsheets. Spreadsheets execute a text that starts like a formula, even one from a
 * customer's note. A leading apostrophe prevents this; an import removes it again. See OWASP, "CSV Injection".
 */
public final class CellText {
    private static final String FORMULA_SIGNS = "=+-@";

    private static final int LONGEST_QUOTE = 120;

    private static final Pattern LATER_PART = Pattern.compile("(?<=[;\t\r\n])[^;\t\r\n]+");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

    private CellText() {}

    /**
     * Returns the text, with an apostrophe before each part that a spreadsheet could execute. Integers are unchanged. Parts
     * are separated by semicolons, tabs and line ends: Excel divides a CSV file by the list separator of the system, which is
     * a semicolon in Uzbekistan, and does so within quotes, too.
     */
    public static String escaped(String text) {
        String parts = LATER_PART
                .matcher(text)
                .replaceAll(
                        part -> Matcher.quoteReplacement((beginsLikeAFormula(part.group()) ? "'" : "") + part.group()));
        return beginsLikeAFormula(text) ? "'" + parts : parts;
    }

    /** A text of a file as messages quote it: short, and without control characters. */
    public static String quoted(String text) {
        String shortened = text.length() <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE / 2)) + "…";
        return shortened.codePoints().anyMatch(CellText::isUnsafe)
                ? shortened
                        .codePoints()
                        .map(c -> isUnsafe(c) ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : shortened;
    }

    /** Characters that end a line, control a terminal or change the direction of the text. */
    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** Reverses {@link #escaped}. */
    public static String unescaped(String text) {
        String parts =
                LATER_PART.matcher(text).replaceAll(part -> Matcher.quoteReplacement(withoutApostrophe(part.group())));
        return withoutApostrophe(parts);
    }

    private static String withoutApostrophe(String text) {
        return text.startsWith("'") && beginsLikeAFormula(text.substring(1)) ? text.substring(1) : text;
    }

    /**
     * Spreadsheets ignore whitespace before a formula and accept full-width signs. Invisible characters are ignored
     * here as well, and so are apostrophes, which makes the escaping reversible.
     */
    private static boolean beginsLikeAFormula(String text) {
        if (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        int first = text.codePoints()
                .dropWhile(c -> c == '\'' || isInvisible(c))
                .findFirst()
                .orElse(0);
        String sign = Normalizer.normalize(Character.toString(first), Normalizer.Form.NFKC);
        return FORMULA_SIGNS.indexOf(sign.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK -> true;
            // Letters without a visible glyph.
            default -> c == 0x115f || c == 0x1160 || c == 0x2800 || c == 0x3164 || c == 0xffa0;
        };
    }
}
