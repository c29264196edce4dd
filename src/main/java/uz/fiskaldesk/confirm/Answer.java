package uz.fiskaldesk.confirm;

import org.jspecify.annotations.Nullable;

/**
 * What came back from an attempt, as a person may want to read it later.
 *
 * @param httpStatus null where no status line arrived
 * @param code FiscalBox's error code as it was sent; numbers are reused between causes, so it is shown and never decides
 * @param message FiscalBox's message made readable, or what the network reported; data, never markup
 */
public record Answer(
        @Nullable Integer httpStatus,
        @Nullable String code,
        @Nullable String message) {
    public static final Answer NONE = new Answer(null, null, null);

    public static Answer saying(String message) {
        return new Answer(null, null, message);
    }
}
