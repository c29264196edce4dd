package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * What a column of a file means.
 *
 * @param tiyin whether an amount is in tiyin, as in {@code amountTiyin} of exported JSON; otherwise it is in sums
 */
record Column(PaymentField field, boolean tiyin) {
    static Optional<Column> named(String name) {
        return ColumnNames.column(name);
    }

    /**
     * The columns of a table by its first row; null for those that mean nothing here.
     *
     * @throws BrokenFileException where the transaction id has no column, a fact has two, or the only amount is in a
     *     column whose name is not understood as a whole
     */
    static List<@Nullable Column> header(List<String> names, RowSink sink) throws BrokenFileException {
        List<@Nullable Column> columns = new ArrayList<>();
        Set<PaymentField> fields = EnumSet.noneOf(PaymentField.class);
        String unclear = null;
        for (String name : names) {
            Column column = named(name).orElse(null);
            columns.add(column);
            if (column != null && !fields.add(column.field())) {
                throw new BrokenFileException(
                        Reason.COLUMN_TWICE, column.field().column());
            }
            if (column == null && !name.isBlank()) {
                sink.ignored(name.strip());
                unclear = unclear == null && ColumnNames.isUnclearAmount(name) ? name.strip() : unclear;
            }
        }
        if (!fields.contains(PaymentField.TRANSACTION_ID)) {
            throw new BrokenFileException(Reason.NO_ID_COLUMN, "");
        }
        if (unclear != null && !fields.contains(PaymentField.AMOUNT)) {
            throw new BrokenFileException(Reason.UNCLEAR_AMOUNT, unclear);
        }
        return columns;
    }
}
