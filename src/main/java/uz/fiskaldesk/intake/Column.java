package uz.fiskaldesk.intake;

import java.util.Optional;

/**
 * The meaning of a column.
 *
 * @param tiyin whether an amount is in tiyin, as in {@code amountTiyin} of exported JSON, instead of sums
 */
public record Column(PaymentField field, boolean tiyin) {
    private static final String TIYIN = "_tiyin";

    /** Recognises the name of a column in a file. */
    static Optional<Column> named(String name) {
        return ColumnNames.column(name);
    }

    /** The stable name in mappings: that of the field, or {@code amount_tiyin}. */
    public String code() {
        return field.column() + (tiyin ? TIYIN : "");
    }

    /** The column with this {@link #code}. */
    public static Optional<Column> ofCode(String code) {
        for (PaymentField field : PaymentField.values()) {
            if (field.column().equals(code)) {
                return Optional.of(new Column(field, false));
            }
        }
        Column tiyin = new Column(PaymentField.AMOUNT, true);
        return tiyin.code().equals(code) ? Optional.of(tiyin) : Optional.empty();
    }
}
