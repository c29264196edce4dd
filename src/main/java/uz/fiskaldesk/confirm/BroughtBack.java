package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was found wrong with a ledger file and what it was replaced by. Whatever happened between {@code asOf} and the
 * damage may be missing, so every open payment is marked: it may be booked already.
 *
 * @param asOf the moment that the ledger is back at
 * @param keptAs where the damaged file lies now; null where there was none
 */
public record BroughtBack(Kind kind, Instant asOf, @Nullable String keptAs) {
    /** What was wrong. */
    public enum Kind {
        /** The file could not be read; the last good backup took its place. */
        DAMAGED,
        /** There was no file any more; the last good backup took its place. */
        GONE,
        /** There was no file any more, or it was damaged; SQLite's log held all of the list, so nothing is missing. */
        FROM_LOG,
        /** The end of SQLite's log could not be read; the file without it is whole. */
        LOG_CUT,
        /** Nothing: a person asked for an older state. */
        ASKED_FOR,
        /** A person said that a copy of the list, or an older state of it, goes on here. */
        HERE,
        /** The database of a shared list was brought back, or copied, by those who look after it. */
        SHARED
    }
}
