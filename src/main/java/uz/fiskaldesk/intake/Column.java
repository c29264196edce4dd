package uz.fiskaldesk.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.BrokenFileException.Reason;

/**
 * What a column of a file means. Case, blanks, hyphens and underscores of its name do not count, so {@code paymentId}
 * of an exported JSON is the same as {@code payment_id}.
 *
 * @param tiyin whether an amount is in tiyin, as in {@code amountTiyin} of exported JSON; otherwise it is in sums
 */
record Column(PaymentField field, boolean tiyin) {
    private static final String TIYIN = "amounttiyin";

    static Optional<Column> named(String name) {
        String folded = fold(name);
        if (folded.equals(TIYIN)) {
            return Optional.of(new Column(PaymentField.AMOUNT, true));
        }
        for (PaymentField field : PaymentField.values()) {
            if (fold(field.column()).equals(folded)) {
                return Optional.of(new Column(field, false));
            }
        }
        return Optional.empty();
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /**
     * The columns of a table by its first row; null for those that mean nothing here.
     *
     * @throws BrokenFileException where the transaction id has no column, or a fact has two
     */
    static List<@Nullable Column> header(List<String> names, RowSink sink) throws BrokenFileException {
        List<@Nullable Column> columns = new ArrayList<>();
        for (String name : names) {
            Column column = named(name).orElse(null);
            if (column != null && columns.contains(column)) {
                throw new BrokenFileException(
                        Reason.COLUMN_TWICE, column.field().column());
            }
            if (column == null && !name.isBlank()) {
                sink.ignored(name.strip());
            }
            columns.add(column);
        }
        if (!columns.contains(new Column(PaymentField.TRANSACTION_ID, false))) {
            throw new BrokenFileException(Reason.NO_ID_COLUMN, "");
        }
        return columns;
    }
}
