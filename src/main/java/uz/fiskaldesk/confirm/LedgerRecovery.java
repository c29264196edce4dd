package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a ledger was recovered. Changes made after {@code asOf} may be missing, so every open payment is marked
 * as possibly booked.
 *
 * @param asOf the time of the last change that the recovered ledger contains
 * @param keptAs where the damaged file was kept; null if there was none
 */
public record LedgerRecovery(
        Kind kind, Instant asOf, @Nullable String keptAs) {
    /** The reason for the recovery. */
    public enum Kind {
        /** The file could not be read; the last good backup replaced it. */
        DAMAGED,
        /** The file was missing; the last good backup replaced it. */
        GONE,
        /** The file was missing or damaged, but SQLite's write-ahead log held the whole ledger; nothing is missing. */
        FROM_LOG,
        /** The end of SQLite's write-ahead log was unreadable; the file without it is intact. */
        LOG_CUT,
        /** A person asked for an older state. */
        ASKED_FOR,
        /** A person decided that a copy, or an older state, of the ledger continues here. */
        HERE,
        /** The database of a shared ledger was restored or copied by its administrator. */
        SHARED
    }
}
