package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What FiscalBox reports about its fiscal module besides its number and clock. Null where it reports nothing. The names in
 * FiscalBox's documentation of {@code GET /info/} are given in parentheses.
 *
 * @param unsentReceipts receipts not yet at the tax office ({@code receipt_count})
 * @param receiptCapacity how many receipts the module can keep ({@code receipt_max_count})
 * @param oldestUnsent when the oldest unsent receipt was issued ({@code first_unacknowledged_receipt_time})
 * @param shifts shifts in the module's memory ({@code zreport_count})
 * @param shiftCapacity how many shifts it can keep during its life ({@code zreport_max_count})
 * @param lastOperation the time of its last operation ({@code last_operation_time})
 * @param freeMemory persistent memory in bytes ({@code available_persistent_memory})
 * @param version of FiscalBox ({@code version_code})
 */
public record TillStatus(
        @Nullable Long unsentReceipts,
        @Nullable Long receiptCapacity,
        @Nullable Instant oldestUnsent,
        @Nullable Long shifts,
        @Nullable Long shiftCapacity,
        @Nullable Instant lastOperation,
        @Nullable Long freeMemory,
        @Nullable String version) {
    /** Nothing was reported. */
    public static final TillStatus UNKNOWN = new TillStatus(null, null, null, null, null, null, null, null);
}
