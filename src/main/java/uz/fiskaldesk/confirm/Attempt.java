package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to FiscalBox. It is on disk before the first byte leaves.
 *
 * @param receiptUrl what was sent as {@code qr_code}
 * @param till the till that sent it
 * @param address where it went to; null where that is not known, as of attempts before it was kept
 * @param finishedAt null while under way
 * @param outcome null while under way
 */
public record Attempt(
        long id,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String receiptUrl,
        String till,
        @Nullable String address,
        @Nullable Outcome outcome) {}
