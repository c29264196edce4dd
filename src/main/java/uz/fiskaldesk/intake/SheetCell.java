package uz.fiskaldesk.intake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A cell of a sheet.
 *
 * @param text the contents as in a CSV file; a date in ISO 8601, with a time only if it has one
 * @param unit letters and signs that the format adds to a number, such as {@code сум}, {@code $} or {@code %}; blank
 *     for none
 */
record SheetCell(Kind kind, String text, String unit) {
    enum Kind {
        TEXT,
        NUMBER,
        /** A formula without a stored result because no spreadsheet has computed it yet. */
        NOT_COMPUTED
    }

    /** Further decimals are rounding errors of binary numbers. */
    private static final int CERTAIN_DECIMALS = 6;

    /** The number of significant digits that spreadsheets keep. */
    private static final int CERTAIN_DIGITS = 15;

    /** Longer numbers are no amounts, and their plain form could exhaust the memory. */
    private static final int LONGEST_NUMBER = 60;

    static SheetCell ofText(String text) {
        return new SheetCell(Kind.TEXT, text, "");
    }

    /** @param text a number with a decimal point and possibly an exponent; anything else is treated as text */
    static SheetCell ofNumber(String text, String unit) {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                BigDecimal number = new BigDecimal(text);
                boolean small = Math.abs((long) number.scale()) <= LONGEST_NUMBER;
                BigDecimal certain = small ? number.setScale(CERTAIN_DECIMALS, RoundingMode.HALF_UP) : number;
                return new SheetCell(Kind.NUMBER, JsonRows.number(certain), unit);
            }
        } catch (NumberFormatException notANumber) {
            // Treated as text.
        }
        return ofText(text);
    }

    /** Whether a spreadsheet has rounded this number: long rounded numbers end in zeros. */
    boolean lostDigits() {
        return kind == Kind.NUMBER && text.matches("\\d{15,}0+(?:\\..*)?|.*E.*");
    }

    /** Returns the number in the notation of spreadsheets for rounded numbers. */
    String rounded() {
        BigDecimal number =
                new BigDecimal(text).round(new MathContext(CERTAIN_DIGITS)).stripTrailingZeros();
        String digits = number.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "E+" + (digits.length() - 1L - number.scale());
    }
}
