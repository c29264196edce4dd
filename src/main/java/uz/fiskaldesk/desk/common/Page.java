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

    /** Whether something is typed, chosen or asked on the page that is lost when another one is opened. */
    public boolean isForm() {
        return switch (this) {
            case KEYED_RECEIPT, ADD, REASON, COLUMNS, SETTINGS, START, PIN, CLOSING -> true;
            case RECEIPT, PHONE, HISTORY, SHIFT, DROPPED, IMPORTED, STATEMENT, SAMPLES, TILL, UPDATE, HELP -> false;
        };
    }

    /** Whether the page takes the whole width of the window, without the list. */
    public boolean isFull() {
        return this == SETTINGS || this == HELP || this == START;
    }
}
