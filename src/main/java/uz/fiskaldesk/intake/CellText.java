package uz.fiskaldesk.intake;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Texts in cells of exported files. A spreadsheet runs a text that begins like a formula, also one that came in a
 * customer's note; an apostrophe before it makes it a plain text, and is taken away when the file is imported again.
 * Source of the list of characters: OWASP, "CSV Injection".
 */
public final class CellText {
    private static final String BEGINNINGS = "=+-@";

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

    private CellText() {}

    /** The text with an apostrophe where a spreadsheet could run it; whole numbers stay as they are. */
    public static String defused(String text) {
        return beginsLikeAFormula(text) ? "'" + text : text;
    }

    /** What {@link #defused} was given. */
    static String plain(String text) {
        return text.startsWith("'") && beginsLikeAFormula(text.substring(1)) ? text.substring(1) : text;
    }

    /**
     * Spreadsheets pass over blanks before a formula, and take full-width signs for the plain ones. Characters that
     * nobody sees are passed over here as well, and so are apostrophes, which keeps both ways unambiguous.
     */
    private static boolean beginsLikeAFormula(String text) {
        if (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        int first = text.codePoints()
                .dropWhile(c -> c == '\'' || isUnseen(c))
                .findFirst()
                .orElse(0);
        String sign = Normalizer.normalize(Character.toString(first), Normalizer.Form.NFKC);
        return BEGINNINGS.indexOf(sign.charAt(0)) >= 0 && !NUMBER.matcher(text).matches();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK -> true;
            // Letters that are drawn as nothing.
            default -> c == 0x115f || c == 0x1160 || c == 0x2800 || c == 0x3164 || c == 0xffa0;
        };
    }
}
