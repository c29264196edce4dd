package uz.fiskaldesk.confirm;

import org.jspecify.annotations.Nullable;

/**
 * The details of FiscalBox's answer, or of the network failure, for display.
 *
 * @param httpStatus null if no status line was received
 * @param code FiscalBox's error code as sent; shown only, because FiscalBox reuses codes for different causes
 * @param message FiscalBox's message in readable form, or the network error; plain text, never markup
 */
public record Answer(
        @Nullable Integer httpStatus,
        @Nullable String code,
        @Nullable String message) {
    public static final Answer NONE = new Answer(null, null, null);

    /** An answer without status and code, such as a network error. */
    public static Answer ofMessage(String message) {
        return new Answer(null, null, message);
    }
}
