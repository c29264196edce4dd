package uz.fiskaldesk.fiscalbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response, possibly incomplete.
 *
 * @param body the complete body as text; empty if {@code end} says that there is none
 * @param end how the body ended
 * @param retryAfter the value of the Retry-After header
 * @param date the value of the Date header
 * @param practice whether it carries the header of the FiscalBox simulator
 */
record HttpAnswer(
        int status,
        String body,
        End end,
        @Nullable Duration retryAfter,
        @Nullable Instant date,
        boolean practice) {
    /** How a body ended. Only {@link #COMPLETE} proves that no part of an envelope is missing. */
    enum End {
        /** The body was received completely. */
        COMPLETE,
        /** The body ended with the connection and no header gives its length, so it may be truncated. */
        UNPROVEN,
        /** The bytes could not be decoded: a content coding, or an unknown or wrong charset. */
        UNREADABLE,
        /** The body exceeded the size limit. */
        TOO_LARGE,
        /** The connection was lost during the body. */
        BROKEN_OFF,
        /** The body was not complete before the timeout. */
        TIMED_OUT;

        /** Whether there is text to parse. A truncated envelope is not valid JSON, so it is recognised as damaged. */
        boolean hasText() {
            return this == COMPLETE || this == UNPROVEN;
        }
    }
}
