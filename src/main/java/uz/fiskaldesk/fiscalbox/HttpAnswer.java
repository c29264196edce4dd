package uz.fiskaldesk.fiscalbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What arrived for a request that got a status line.
 *
 * @param body the whole body as text; empty where {@code end} says that there is no whole text
 * @param end how the body ended
 * @param retryAfter what a Retry-After header asks for
 * @param date what the other side's clock showed, by its Date header
 * @param practice whether it carries the mark of the practice FiscalBox
 */
record HttpAnswer(
        int status,
        String body,
        End end,
        @Nullable Duration retryAfter,
        @Nullable Instant date,
        boolean practice) {
    HttpAnswer(int status, String body, End end, @Nullable Duration retryAfter, @Nullable Instant date) {
        this(status, body, end, retryAfter, date, false);
    }

    /** Only {@link #COMPLETE} proves that there is nothing else: the others may each hide the rest of an envelope. */
    enum End {
        /** The whole body is here. */
        COMPLETE,
        /** The body ended with the connection, and no header says how long it should be: it may have been cut. */
        UNPROVEN,
        /** The bytes are no text: a content coding, or a charset that is unknown or does not fit. */
        UNREADABLE,
        /** It was cut off at the limit of what is read. */
        TOO_LARGE,
        /** The connection broke while it came. */
        BROKEN_OFF,
        /** It did not come to an end in time. */
        TIMED_OUT;

        /** Whether there is a text that can be read; an envelope in it closes itself, so it is whole or broken. */
        boolean hasText() {
            return this == COMPLETE || this == UNPROVEN;
        }
    }
}
