package uz.fiskaldesk.intake;

/** Takes the rows of a file, one after the other. */
interface RowSink {
    /** @param line of a text file, the row of a sheet, or the place of an element in a JSON array, from 1 */
    void row(long line, PaymentFields fields);

    /** A row that is no row. */
    void broken(long line, FieldProblem why);

    /** The file has a column that means nothing here. */
    void ignored(String column);
}
