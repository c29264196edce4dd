package uz.fiskaldesk.intake;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong, or to be noted, about one fact of a payment.
 *
 * @param field null where it is the row as a whole
 * @param code a stable name: one of the constants here, or for a receipt the code of the refusal or warning
 */
public record FieldProblem(@Nullable PaymentField field, String code) {
    /** It has to be there and is not. */
    public static final String MISSING = "missing";
    /** The text is not what this field holds. */
    public static final String INVALID = "invalid";

    /** A date without a time: the hour would be made up. */
    public static final String NO_TIME = "no-time";
    /** A time without a date. */
    public static final String NO_DATE = "no-date";
    /** A date whose year has two digits. */
    public static final String SHORT_YEAR = "short-year";
    /** A date with slashes, of which nobody can tell whether the day or the month is first. */
    public static final String SLASHES = "slashes";
    /** A time that lies too far back or ahead. */
    public static final String WRONG_YEAR = "wrong-year";
    /** An id that a spreadsheet took for a number and rounded. */
    public static final String ROUNDED = "rounded";

    public static final String TOO_LONG = "too-long";
    /** It is there twice. */
    public static final String TWICE = "twice";
    /** The name that it stands under is not understood as a whole, so its unit is not known. */
    public static final String UNCLEAR = "unclear";
    /** A formula whose result is not in the file. */
    public static final String NOT_COMPUTED = "not-computed";
    /** The payment is known with another fact; the known one was kept. */
    public static final String DIFFERS = "differs";
    /** The receipt serves another payment. */
    public static final String RECEIPT_TAKEN = "receipt-taken";
    /** The row has more cells than the file has columns. */
    public static final String TOO_MANY_CELLS = "too-many-cells";
    /** The line or element is not a JSON object. */
    public static final String NOT_AN_OBJECT = "not-an-object";
}
