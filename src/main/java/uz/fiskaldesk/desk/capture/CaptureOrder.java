package uz.fiskaldesk.desk.capture;

/**
 * The order in which captures were started. A text that had to be waited for must not replace what was captured since, which
 * the cashier may be about to send. Used on the JavaFX thread.
 */
final class CaptureOrder {
    private int started;
    private int captured;
    private int search;

    /** Starts a capture that has to wait for its text; returns its number. */
    int start() {
        return ++started;
    }

    /** Whether nothing was captured since this capture was started. */
    boolean isLatest(int capture) {
        return capture > captured;
    }

    /** Something is captured now. */
    void captured() {
        captured = ++started;
    }

    /** Starts to search payments for what is captured now; returns the number of the search. */
    int startSearch() {
        search = ++started;
        return search;
    }

    /** The result of a search in progress is not wanted any more. */
    void endSearch() {
        search = 0;
    }

    /** Whether the result of this search is wanted. */
    boolean isSearching(int number) {
        return number == search;
    }
}
