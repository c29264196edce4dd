package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * The durable record of payments, attempts and acts. Every change is one short transaction, which is on disk when the
 * method returns. Transitions use optimistic locking: they start from the entry that the caller has read, and return
 * empty without any effect if the payment was changed in the meantime. Methods block. Safe for use by several threads and
 * processes.
 *
 * <p>Every method throws {@link LedgerException} if the ledger cannot be read or written.
 */
public interface Ledger extends AutoCloseable {
    /** The result of {@link #addAll} for a payment. */
    sealed interface BatchAddition {}

    /** The payment, or the one that has its receipt, is in the ledger and cannot be read; nothing was added. */
    record Unreadable(LedgerException failure) implements BatchAddition {}

    /** The result of {@link #add}. */
    sealed interface Addition extends BatchAddition {
        record Added(LedgerEntry entry) implements Addition {}

        /** The payment already exists; nothing was changed. */
        record Known(LedgerEntry entry) implements Addition {}

        /** Its receipt belongs to another payment; nothing was added. */
        record ReceiptTaken(TransactionId by) implements Addition {}
    }

    /**
     * A payment to add.
     *
     * @param receipt a receipt that comes with the payment and that nobody has checked; null if there is none
     * @param warnings recorded with the payment, as is that the receipt was refunded; if one of them is doubtful, nothing
     *     is sent until it is accepted with {@link #attach}
     */
    record NewPayment(Payment payment, @Nullable FiscalReceipt receipt, List<ReceiptWarning> warnings, Act act) {
        public NewPayment {
            warnings = List.copyOf(warnings);
        }
    }

    /** The result of {@link #attach}. */
    sealed interface Attachment {
        record Attached(LedgerEntry entry) implements Attachment {}

        /** The receipt is attached to another payment or may be booked for it; nothing was changed. */
        record ReceiptTaken(TransactionId by) implements Attachment {}

        /** The receipt was refunded, and {@link ReceiptWarning#REFUNDED} was not accepted; nothing was changed. */
        record Refunded() implements Attachment {}

        /** The payment was changed concurrently; nothing was changed by this call. */
        record ChangedConcurrently() implements Attachment {}
    }

    /**
     * How long the POS has to confirm a receipt that is known from it.
     *
     * @param until at most {@link RetryBackoff#FURTHEST} ahead
     * @param thenSend whether it is sent without a person then
     */
    record PosDeadline(Instant until, boolean thenSend) {}

    /** A new attempt and the payment, which is SENDING now. */
    record StartedAttempt(LedgerEntry entry, long attemptId) {}

    /**
     * @param till the name of the till that sends
     * @param address the address of FiscalBox; null if not known
     */
    record Destination(String till, @Nullable String address) {}

    /** The number of payments in a state whose last attempt had this outcome. */
    record FailureCount(PaymentState state, Outcome outcome, long payments) {}

    // ---- reading

    Optional<LedgerEntry> find(TransactionId id);

    /** Up to {@code limit} entries in the query's order; those after {@code after} if given. */
    List<LedgerEntry> page(LedgerQuery query, @Nullable LedgerEntry after, int limit);

    /** Streams all entries of the query without holding them all in memory. */
    void forEach(LedgerQuery query, Consumer<LedgerEntry> each);

    /** The number of matching payments per state, ignoring the query's states. States without payments are omitted. */
    Map<PaymentState, Long> counts(LedgerQuery query);

    /**
     * The number of matching payments that a person may send together with the receipts they have.
     *
     * @param payments see {@link LedgerEntry#canRetry} and {@link LedgerEntry#isReadyInDoubt}
     * @param awaitedFromPos how many of them the POS is expected to confirm, see {@link LedgerEntry#awaitsPos}
     */
    record Sendable(long payments, long awaitedFromPos) {
        public static final Sendable NONE = new Sendable(0, 0);
    }

    Sendable sendable(LedgerQuery query);

    /** The rejected and unknown payments without a conflict, counted by their last outcome. */
    List<FailureCount> failures();

    /** The time of the oldest matching payment. */
    Optional<Instant> oldest(LedgerQuery query);

    /** The payment's attempts, oldest first. */
    List<Attempt> attempts(LedgerEntry entry);

    /** The response with which FiscalBox confirmed the payment; empty if it is not stored. */
    Optional<String> confirmedResponse(LedgerEntry entry);

    /** The payment's acts, oldest first. */
    List<Act> acts(LedgerEntry entry);

    /**
     * Payments that are due for an automatic retry, oldest first. Includes those whose time is further ahead than
     * {@link RetryBackoff#FURTHEST}: it was set by a wrong clock.
     */
    List<LedgerEntry> due(Instant now, int limit);

    /** The time of the next automatic retry. */
    Optional<Instant> nextDue();

    /**
     * Makes all payments due whose last attempt failed because FiscalBox could not be reached. Others keep their time.
     *
     * @return the number of payments changed
     */
    int makeDueNow(Instant now);

    /**
     * A number that differs after any change by any thread or process. Its cost does not depend on the number of
     * payments, so it may be polled every second.
     */
    long changeCounter();

    /**
     * Registers a listener for changes by any process. Best effort: not every database can notify, so callers also have to
     * poll {@link #changeCounter}. The listener is called on a thread of the ledger and must not block.
     */
    void onChange(Runnable listener);

    // ---- transitions

    /** Adds a payment: PENDING, or READY if it comes with a receipt. */
    default Addition add(Payment payment, @Nullable FiscalReceipt receipt, Act act) {
        return add(payment, receipt, List.of(), act);
    }

    /** Adds a payment; the parameters are those of {@link NewPayment}. */
    default Addition add(Payment payment, @Nullable FiscalReceipt receipt, List<ReceiptWarning> warnings, Act act) {
        return switch (addAll(List.of(new NewPayment(payment, receipt, warnings, act)))
                .getFirst()) {
            case Addition addition -> addition;
            case Unreadable unreadable -> throw unreadable.failure();
        };
    }

    /**
     * Adds payments in one transaction, in this order. Each has the same effect and result as if it were added alone; a
     * payment that occurs twice in the list is known the second time. One that cannot be read holds up no other. If the
     * ledger fails, none of them is added.
     *
     * <p>Other writers wait until the transaction ends, so a list should have no more than a few thousand payments.
     *
     * @return the results, in the order of the payments
     */
    List<BatchAddition> addAll(List<NewPayment> payments);

    /**
     * PENDING, READY, REJECTED or UNKNOWN → READY with this receipt.
     *
     * @param usedAgainBecause the reason for using a receipt of another payment; null does not allow that
     * @param acts recorded in the same transaction
     */
    default Attachment attach(
            LedgerEntry entry, FiscalReceipt receipt, @Nullable String usedAgainBecause, List<Act> acts) {
        return attach(entry, receipt, usedAgainBecause, acts, null);
    }

    /**
     * The same.
     *
     * @param deadline of the POS, which is expected to confirm the receipt; null if it is not. Ignored if the payment is in
     *     doubt
     */
    Attachment attach(
            LedgerEntry entry,
            FiscalReceipt receipt,
            @Nullable String usedAgainBecause,
            List<Act> acts,
            @Nullable PosDeadline deadline);

    /** READY → PENDING, removing the receipt; empty if the payment is in doubt. */
    Optional<LedgerEntry> detach(LedgerEntry entry, Act act);

    /** REJECTED → READY with the same receipt. */
    Optional<LedgerEntry> queueAgain(LedgerEntry entry, Act act);

    /**
     * READY or UNKNOWN → SENDING, owned by this process, with a new attempt.
     *
     * @param act recorded in the same transaction; null if there is none
     */
    Optional<StartedAttempt> claim(LedgerEntry entry, Destination from, Instant now, @Nullable Act act);

    /** The same without an address. */
    default Optional<StartedAttempt> claim(LedgerEntry entry, String till, Instant now, @Nullable Act act) {
        return claim(entry, new Destination(till, null), now, act);
    }

    /**
     * Records the outcome of an attempt of this process. SENDING → the state that {@link PaymentHistory} derives. Empty if the
     * attempt belongs to another process or already has its outcome.
     *
     * <p>An attempt that was recorded as interrupted in the meantime still gets its real outcome.
     *
     * @param nextTryAt the time of the next automatic retry; null if there is none
     */
    Optional<LedgerEntry> recordOutcome(long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt);

    /** The unique name under which this process owns its attempts. */
    String claimOwner();

    /**
     * Like {@link #recordOutcome}, for an attempt of another or an earlier process that could not record the outcome itself.
     *
     * @return false if this ledger has no such attempt
     */
    boolean recordOutcomeOf(String owner, long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt);

    /** PENDING, READY, REJECTED or UNKNOWN → SET_ASIDE. */
    Optional<LedgerEntry> setAside(LedgerEntry entry, Act act);

    /** SET_ASIDE → the state that {@link PaymentHistory} derives without that act. */
    Optional<LedgerEntry> restore(LedgerEntry entry, Act act);

    /** REJECTED or UNKNOWN → CONFIRMED by hand. */
    Optional<LedgerEntry> confirmByHand(LedgerEntry entry, Act act);

    /**
     * UNKNOWN in conflict → CONFIRMED by hand with the valid receipt.
     *
     * @param holds the valid receipt; empty is returned if it was never sent for this payment
     * @param acts recorded in the same transaction
     */
    Optional<LedgerEntry> resolve(LedgerEntry entry, FiscalReceipt holds, List<Act> acts);

    /** CONFIRMED by hand → the state that {@link PaymentHistory} derives without that act. */
    Optional<LedgerEntry> undoByHand(LedgerEntry entry, Act act);

    /**
     * SENDING → UNKNOWN for every attempt whose process is gone.
     *
     * @return the number of attempts found
     */
    int recoverInterrupted(Instant now);

    // ---- refunds

    /**
     * Records that FiscalBox has refunded a receipt. It is not attached without a person's consent from now on, and a
     * payment that has it and is not confirmed needs acceptance.
     *
     * @param noticedBy who noticed it
     * @return false if that is recorded already
     */
    boolean recordRefund(FiscalReceipt receipt, String noticedBy, Instant at);

    boolean isRefunded(FiscalReceipt receipt);

    // ---- receipts without a payment

    /**
     * Keeps a receipt for some weeks, so that it can be proposed for a payment; a known one is not changed.
     *
     * @param at when it passed
     */
    void keep(PassedReceipt receipt, Instant at);

    /** The kept receipts that were issued in this time, the newest first, without those that were refunded or that a payment has. */
    List<PassedReceipt> unassignedReceipts(Instant from, Instant to, int limit);

    // ---- rejections that mean "already fiscalised"

    List<AlreadyFiscalisedRule> alreadyFiscalisedRules();

    /** Adds a rule and records the act; false if there is one with this code and pattern already. */
    boolean add(AlreadyFiscalisedRule rule);

    /**
     * Removes a rule and records the act; false if there is no such rule.
     *
     * @param rule the code and pattern, with who removes it and when
     */
    boolean remove(AlreadyFiscalisedRule rule);

    // ---- history of the ledger as a whole

    /** Records an act that concerns no single payment. */
    void record(Act act);

    /**
     * The same, unless another act of its kind has been recorded since.
     *
     * @param last the last act of this kind that the caller has read; null if there was none
     * @return false if there is a later one; nothing is recorded then
     */
    boolean recordAfter(@Nullable Act last, Act act);

    /** The acts that concern no single payment, oldest first. */
    List<Act> acts();

    /** The head of the hash chain over the history, in hexadecimal; empty if there is no history. See {@link LedgerAudit}. */
    String historyHead();

    /**
     * The payments that {@link #page}, {@link #forEach} and {@link #due} have left out since the ledger was opened, because
     * a column has a value that the program never writes: the ID of each with the reason.
     */
    List<String> leftOut();

    @Override
    void close();
}
