package uz.fiskaldesk.desk.common;

/** A page of the right side of the window, or of the whole window. Escape returns from any other page to {@link #RECEIPT}. */
public enum Page {
    RECEIPT,
    KEYED_RECEIPT,
    PHONE,
    ADD,
    HISTORY,
    SHIFT,
    REASON,
    DROPPED,
    IMPORTED,
    COLUMNS,
    STATEMENT,
    SAMPLES,
    TILL,
    UPDATE,
    SETTINGS,
    START,
    PIN,
    HELP,
    CLOSING;

    /** Whether the page takes the whole width of the window, without the list. */
    public boolean isFull() {
        return this == SETTINGS || this == HELP || this == START;
    }
}
