package uz.fiskaldesk.desk.common;

/** What the right side of the window shows. Escape leads from each of the others back to the receipt. */
public enum Page {
    RECEIPT,
    KEYED_RECEIPT,
    ADD,
    HISTORY,
    REASON,
    IMPORTED,
    SAMPLES,
    SETTINGS,
    PIN,
    HELP
}
