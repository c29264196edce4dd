package uz.fiskaldesk.intake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A cell of a sheet.
 *
 * @param text what is in it, as it would stand in a CSV file: a moment in ISO 8601, with a time only where it has one
 * @param unit letters and signs that its look adds to a number, such as {@code сум}, {@code $} or {@code %}; blank for none
 */
record SheetCell(Kind kind, String text, String unit) {
    enum Kind {
        TEXT,
        NUMBER,
        /** A formula whose result is not in the file, because no spreadsheet has computed it yet. */
        NOT_COMPUTED
    }

    /** Fractions of a tiyin that a spreadsheet's binary numbers leave behind. */
    private static final int CERTAIN_DECIMALS = 6;

    /** Spreadsheets keep fifteen digits of a number. */
    private static final int CERTAIN_DIGITS = 15;

    /** A longer number is no amount, and writing it out would fill the memory. */
    private static final int LONGEST_NUMBER = 60;

    static SheetCell ofText(String text) {
        return new SheetCell(Kind.TEXT, text, "");
    }

    /** @param text a number in XML, with a point and perhaps an exponent; anything else is a text */
    static SheetCell ofNumber(String text, String unit) {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                BigDecimal number = new BigDecimal(text);
                boolean small = Math.abs((long) number.scale()) <= LONGEST_NUMBER;
                BigDecimal certain = small ? number.setScale(CERTAIN_DECIMALS, RoundingMode.HALF_UP) : number;
                return new SheetCell(Kind.NUMBER, JsonRows.number(certain), unit);
            }
        } catch (NumberFormatException notANumber) {
            // Below.
        }
        return ofText(text);
    }

    /** Whether this is a number of which a spreadsheet has not kept all digits: long ones end in zeros. */
    boolean lostDigits() {
        return kind == Kind.NUMBER && text.matches("\\d{15,}0+(?:\\..*)?|.*E.*");
    }

    /** The number as spreadsheets show one that is too long for them. */
    String rounded() {
        BigDecimal number =
                new BigDecimal(text).round(new MathContext(CERTAIN_DIGITS)).stripTrailingZeros();
        String digits = number.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "E+" + (digits.length() - 1L - number.scale());
    }
}
