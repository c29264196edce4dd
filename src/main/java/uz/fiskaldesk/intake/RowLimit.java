package uz.fiskaldesk.intake;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Ends a text whose rows are longer than a payment can be, before a parser gathers one of them in memory. */
final class RowLimit extends FilterReader {
    /** In characters. A row of everything that is taken has about a thousand. */
    static final int LONGEST_ROW = 262_144;

    /** A row without end. */
    static final class RowTooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private long ofRow;

    RowLimit(Reader in) {
        super(in);
    }

    /** The row before is over; what was read ahead of the next one counts for it. */
    void nextRow() {
        ofRow = 0;
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
        ofRow += more;
        if (ofRow > LONGEST_ROW) {
            throw new RowTooLongException();
        }
    }

    /** Whether this is why something failed. */
    static boolean ended(@Nullable Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof RowTooLongException) {
                return true;
            }
        }
        return false;
    }
}
