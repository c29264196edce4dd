package uz.fiskaldesk.intake;

/** Reads the rows of a file. Reading repeatedly returns the same rows. */
interface RowSource {
    /** @throws ImportFileException if the file is invalid; rows before the error were passed on */
    void read(RowSink sink) throws ImportFileException;
}
