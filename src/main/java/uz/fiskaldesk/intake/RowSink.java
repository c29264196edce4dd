package uz.fiskaldesk.intake;

import java.util.List;
import java.util.Set;
import uz.fiskaldesk.intake.ImportFileException.Reason;

/** Receives the rows of a file in order. */
interface RowSink {
    /** Other providers than Anor have no other ID than the payment ID. */
    Set<PaymentField> ID_OF_PROVIDER = Set.of(PaymentField.PROVIDER, PaymentField.PAYMENT_ID);

    /** @param line the line of a text file, the row of a sheet, or the position in a JSON array, from 1 */
    void row(long line, PaymentFields fields);

    /** Called for a row that could not be parsed. */
    void broken(long line, FieldProblem why);

    /** Called for a column without a meaning. */
    void ignored(String column);

    /**
     * Called with the fields that the header of a table has.
     *
     * @throws ImportFileException if this sink needs others
     */
    default void requireFields(Set<PaymentField> fields) throws ImportFileException {
        if (!fields.contains(PaymentField.TRANSACTION_ID) && !fields.containsAll(ID_OF_PROVIDER)) {
            throw new ImportFileException(Reason.NO_ID_COLUMN, "");
        }
    }

    /** Whether {@link #cells} is called instead of {@link #row}. */
    default boolean wantsCells() {
        return false;
    }

    /** Called for the header and each row of a table, or each property set of a JSON object, as written. */
    default void cells(List<String> names, List<String> cells) {}
}
