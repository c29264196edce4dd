package uz.fiskaldesk.desk.common;

/** A page of the right side of the window. Escape returns from any other page to {@link #RECEIPT}. */
public enum Page {
    RECEIPT,
    KEYED_RECEIPT,
    PHONE,
    ADD,
    HISTORY,
    SHIFT,
    REASON,
    IMPORTED,
    COLUMNS,
    STATEMENT,
    SAMPLES,
    TILL,
    UPDATE,
    SETTINGS,
    PIN,
    HELP,
    CLOSING
}
