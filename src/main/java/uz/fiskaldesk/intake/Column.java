package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/**
 * The meaning of a column.
 *
 * @param tiyin whether an amount is in tiyin, as in {@code amountTiyin} of exported JSON, instead of sums
 */
record Column(PaymentField field, boolean tiyin) {
    /** Other providers than Anor have no other ID than the payment ID. */
    private static final Set<PaymentField> ID_OF_PROVIDER = EnumSet.of(PaymentField.PROVIDER, PaymentField.PAYMENT_ID);

    static Optional<Column> named(String name) {
        return ColumnNames.column(name);
    }

    /**
     * Maps the header of a table to columns; null for unknown columns.
     *
     * @throws ImportFileException if there is no column for the transaction ID, nor for both the provider and its payment
     *     ID, a field has two columns, or the only amount column has an unclear name
     */
    static List<@Nullable Column> header(List<String> names, RowSink sink) throws ImportFileException {
        List<@Nullable Column> columns = new ArrayList<>();
        Set<PaymentField> fields = EnumSet.noneOf(PaymentField.class);
        String unclear = null;
        for (String name : names) {
            Column column = named(name).orElse(null);
            columns.add(column);
            if (column != null && !fields.add(column.field())) {
                throw new ImportFileException(
                        Reason.COLUMN_TWICE, column.field().column());
            }
            if (column == null && !name.isBlank()) {
                sink.ignored(name.strip());
                unclear = unclear == null && ColumnNames.isUnclearAmount(name) ? name.strip() : unclear;
            }
        }
        if (!fields.contains(PaymentField.TRANSACTION_ID) && !fields.containsAll(ID_OF_PROVIDER)) {
            throw new ImportFileException(Reason.NO_ID_COLUMN, "");
        }
        if (unclear != null && !fields.contains(PaymentField.AMOUNT)) {
            throw new ImportFileException(Reason.UNCLEAR_AMOUNT, unclear);
        }
        return columns;
    }
}
