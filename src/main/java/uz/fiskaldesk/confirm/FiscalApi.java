package uz.fiskaldesk.confirm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.TransactionId;

/** FiscalBox, as the workflows need it. Safe for use by several threads. */
public interface FiscalApi {
    /**
     * Tells FiscalBox which receipt belongs to a payment: one request, never repeated here. Blocks until there is an
     * answer or the time for it is over, and throws nothing for whatever the network does.
     */
    Outcome confirm(TransactionId transaction, String receiptUrl);

    /** Where requests go to, as it is kept with each attempt; without any password. */
    default String address() {
        return "";
    }

    /** Asks FiscalBox who and how late it is. Blocks like {@link #confirm}. */
    TillInfo info();

    /**
     * Asks FiscalBox to send the receipts that it keeps to the tax office, which ends its being offline for too long.
     * Asking twice does no harm. Blocks like {@link #confirm}.
     */
    Submission sendReceipts();

    /** What FiscalBox answered to {@link #sendReceipts}. */
    sealed interface Submission {
        /** It did so. */
        record Done(Answer answer) implements Submission {}

        /** It answered that it cannot. */
        record Refused(Answer answer) implements Submission {}

        /** It could not be reached, or what answered is not FiscalBox. */
        record Down(Outcome why) implements Submission {}
    }

    /** What FiscalBox says of itself. */
    sealed interface TillInfo {
        /**
         * @param terminalId the number of this till's fiscal module
         * @param clock what its clock shows, where it could be read
         */
        record Up(String terminalId, @Nullable Instant clock) implements TillInfo {}

        /** It answered that it cannot work. */
        record Trouble(Answer answer) implements TillInfo {}

        /** It could not be reached, or what answered is not FiscalBox. */
        record Down(Outcome why) implements TillInfo {}
    }
}
