package uz.fiskaldesk.fiscalbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What arrived for a request that got a status line.
 *
 * @param body as much as arrived, at most the limit, read as UTF-8
 * @param end how the body ended
 * @param retryAfter what a Retry-After header asks for
 * @param date what the other side's clock showed, by its Date header
 */
record HttpAnswer(
        int status,
        String body,
        End end,
        @Nullable Duration retryAfter,
        @Nullable Instant date) {
    enum End {
        /** The whole body is here. */
        COMPLETE,
        /** It was cut off at the limit of what is read. */
        TOO_LARGE,
        /** The connection broke while it came. */
        BROKEN_OFF,
        /** It did not come to an end in time. */
        TIMED_OUT
    }
}
