package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to FiscalBox. It is written to the ledger before the first byte is sent.
 *
 * @param finishedAt null while the request is in flight
 * @param receiptUrl the value sent as {@code qr_code}
 * @param till the name of the till that sent it
 * @param address the address it was sent to; null for attempts recorded before addresses were
 * @param outcome null while the request is in flight
 */
public record Attempt(
        long id,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String receiptUrl,
        String till,
        @Nullable String address,
        @Nullable Outcome outcome) {}
