package uz.fiskaldesk.intake;

import org.jspecify.annotations.Nullable;

/**
 * A problem with, or a remark on, one field of a payment.
 *
 * @param field null if the whole row is affected
 * @param code a stable code: one of the constants here, or for a receipt the code of the refusal or warning
 */
public record FieldProblem(@Nullable PaymentField field, String code) {
    /** A required field is missing. */
    public static final String MISSING = "missing";
    /** The value is not valid for the field. */
    public static final String INVALID = "invalid";
    /** An ID that does not have the form of its provider's IDs. */
    public static final String WRONG_FORM = "wrong-form";
    /** An ID that has the form of another provider's IDs. */
    public static final String OTHER_PROVIDER = "other-provider";
    /** A provider that is not switched on in the settings. */
    public static final String SWITCHED_OFF = "switched-off";

    /** A date without a time. */
    public static final String NO_TIME = "no-time";
    /** A time without a date. */
    public static final String NO_DATE = "no-date";
    /** A date with a two-digit year. */
    public static final String SHORT_YEAR = "short-year";
    /** A date with slashes, whose order of day and month is ambiguous. */
    public static final String SLASHES = "slashes";
    /** A year too far in the past or future. */
    public static final String WRONG_YEAR = "wrong-year";
    /** An ID that a spreadsheet converted to a number and rounded. */
    public static final String ROUNDED = "rounded";

    /** The beginning of a transaction ID; its end was cut off. */
    public static final String CUT = "cut";

    public static final String TOO_LONG = "too-long";
    /** A field occurs twice. */
    public static final String TWICE = "twice";
    /** An earlier row of the statement has the same ID. */
    public static final String AGAIN = "again";
    /** The column name is not fully understood, so the unit is unknown. */
    public static final String UNCLEAR = "unclear";
    /** A formula without a stored result. */
    public static final String NOT_COMPUTED = "not-computed";
    /** The payment is already in the ledger with another value, which was kept. */
    public static final String DIFFERS = "differs";
    /** The receipt belongs to another payment. */
    public static final String RECEIPT_TAKEN = "receipt-taken";
    /** The payment, or the one that has its receipt, is already in the ledger and cannot be read there. */
    public static final String UNREADABLE = "unreadable";
    /** The row has more cells than the header. */
    public static final String TOO_MANY_CELLS = "too-many-cells";
    /** FiscalBox's answer does not say that the payment was made. */
    public static final String NOT_PAID = "not-paid";
    /** The line or element is not a JSON object. */
    public static final String NOT_AN_OBJECT = "not-an-object";
}
