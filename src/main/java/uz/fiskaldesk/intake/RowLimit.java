package uz.fiskaldesk.intake;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** A reader that fails when a row is longer than any payment, before a parser collects the row in memory. */
final class RowLimit extends FilterReader {
    /** In characters. A row with all fields has about a thousand. */
    static final int LONGEST_ROW = 262_144;

    /** Thrown when a row is too long. */
    static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private long rowLength;

    RowLimit(Reader in) {
        super(in);
    }

    /** Starts a new row. Characters that were read ahead count as part of the previous row. */
    void nextRow() {
        rowLength = 0;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        count(c < 0 ? 0 : 1);
        return c;
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        int count = super.read(chars, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int more) throws RowTooLongException {
        rowLength += more;
        if (rowLength > LONGEST_ROW) {
            throw new RowTooLongException();
        }
    }

    /** Whether this reader caused a failure. */
    static boolean causedBy(@Nullable Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof RowTooLongException) {
                return true;
            }
        }
        return false;
    }
}
