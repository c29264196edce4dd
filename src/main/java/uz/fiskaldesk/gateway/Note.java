package uz.fiskaldesk.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the gateway has noticed.
 *
 * @param transactionId null if it is not known
 * @param result what happened, in a form for programs
 * @param receipt the link of the receipt; null if there is none
 * @param phone the customer's phone; null if it is not known
 * @param card the customer's card; null if it is not known
 */
public record Note(
        Instant at,
        Kind kind,
        @Nullable String transactionId,
        String result,
        @Nullable String receipt,
        @Nullable String phone,
        @Nullable String card) {
    /** What a note is about. */
    public enum Kind {
        /** A customer has paid. */
        PAYMENT,
        /** FiscalBox has made a receipt. */
        RECEIPT,
        /** A confirmation was sent, answered from the ledger or refused. */
        CONFIRM,
        /** A receipt was refunded. */
        REFUND,
        /** A confirmation was passed on unchanged and unrecorded, because it names no payment or no receipt. */
        PASSED
    }

    static Note of(Instant at, Kind kind, @Nullable String transactionId, String result, @Nullable String receipt) {
        return new Note(at, kind, transactionId, result, receipt, null, null);
    }
}
