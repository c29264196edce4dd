package uz.fiskaldesk.intake;

/** The rows of a file of one kind. Reading it again gives the same rows. */
interface Rows {
    /** @throws BrokenFileException where the file as a whole makes no sense; rows before that place were handed on */
    void read(RowSink sink) throws BrokenFileException;
}
