package uz.fiskaldesk.intake;

/** Receives the rows of a file in order. */
interface RowSink {
    /** @param line the line of a text file, the row of a sheet, or the position in a JSON array, from 1 */
    void row(long line, PaymentFields fields);

    /** Called for a row that could not be parsed. */
    void broken(long line, FieldProblem why);

    /** Called for an unknown column. */
    void ignored(String column);
}
