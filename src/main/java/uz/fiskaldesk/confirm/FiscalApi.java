package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.TransactionId;

/** The port to FiscalBox. Thread-safe. */
public interface FiscalApi {
    /**
     * Tells FiscalBox which receipt belongs to a payment. Sends exactly one request and never retries. Blocks until the
     * answer arrives or the timeout expires. Network failures are reported as outcomes, not as exceptions.
     *
     * @param maySend asked when the connection is open, immediately before the request is sent; if it is false, nothing is
     *     sent
     */
    Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend);

    /** The address of FiscalBox, without credentials. It is recorded with each attempt. */
    default String address() {
        return "";
    }

    /** Queries the terminal ID, the clock and the status of the fiscal module. Blocks like {@link #confirm}. */
    TillInfo info();

    /**
     * Asks FiscalBox to upload its stored receipts to the tax office; while it has not done so for too long, it rejects
     * payments. Idempotent. Blocks like {@link #confirm}.
     */
    Submission sendReceipts();

    /** Queries the receipt that the till has printed last. Blocks like {@link #confirm}. */
    LastReceipt lastReceipt();

    /**
     * Prints the till's last receipt again. Not idempotent: each call prints, and if the result is not
     * {@link Submission.Done}, it may have been printed all the same. Blocks like {@link #confirm}.
     */
    Submission printLastReceipt();

    /** The result of a request that FiscalBox does something. */
    sealed interface Submission {
        /** FiscalBox has done it. */
        record Done(Answer answer) implements Submission {}

        /** FiscalBox answered with an error. */
        record Refused(Answer answer) implements Submission {}

        /** FiscalBox could not be reached, or something else answered. */
        record Down(Outcome why) implements Submission {}
    }

    /** The result of {@link #info}. */
    sealed interface TillInfo {
        /**
         * @param terminalId the number of this till's fiscal module
         * @param clock the time of FiscalBox's clock; null if it could not be read
         * @param status what else it reports
         */
        record Up(String terminalId, @Nullable Instant clock, TillStatus status) implements TillInfo {
            /** A till that reports nothing else. */
            public Up(String terminalId, @Nullable Instant clock) {
                this(terminalId, clock, TillStatus.UNKNOWN);
            }
        }

        /** FiscalBox answered with an error. */
        record Trouble(Answer answer) implements TillInfo {}

        /** FiscalBox could not be reached, or something else answered. */
        record Down(Outcome why) implements TillInfo {}
    }
}
