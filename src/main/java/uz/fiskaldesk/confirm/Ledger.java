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
 * The durable record of payments, attempts and acts. Every change is one short transaction that is on disk when the
 * method returns. A transition starts from the entry that the caller saw: when somebody else was faster it returns
 * empty, and nothing has happened. Safe for use by several threads and processes.
 *
 * <p>Every method throws {@link LedgerException} when the ledger cannot be read or written.
 */
public interface Ledger extends AutoCloseable {
    /** What came of adding a payment. */
    sealed interface Addition {
        record Added(LedgerEntry entry) implements Addition {}

        /** It was there before; nothing was changed. */
        record Known(LedgerEntry entry) implements Addition {}

        /** The receipt that came with it serves another payment; nothing was added. */
        record ReceiptTaken(TransactionId by) implements Addition {}
    }

    /** What came of giving a payment its receipt. */
    sealed interface Attachment {
        record Attached(LedgerEntry entry) implements Attachment {}

        /** Another payment has this receipt, or may have it booked; nothing was changed. */
        record ReceiptTaken(TransactionId by) implements Attachment {}

        /** Somebody changed the payment in the meantime; nothing was changed. */
        record Overtaken() implements Attachment {}
    }

    /** An attempt that is on disk, and the payment that it makes SENDING. */
    record Begun(LedgerEntry entry, long attemptId) {}

    /**
     * @param till the till that sends
     * @param address where the request goes to; null where it is not known
     */
    record Sending(String till, @Nullable String address) {}

    // ---- reading

    Optional<LedgerEntry> find(TransactionId id);

    /** Up to {@code limit} entries in the query's order, after {@code after} where given. */
    List<LedgerEntry> page(LedgerQuery query, @Nullable LedgerEntry after, int limit);

    /** Every entry of the query, one at a time and never all in memory. */
    void forEach(LedgerQuery query, Consumer<LedgerEntry> each);

    /** How many payments match the query's words and times in each state; states without any are left out. */
    Map<PaymentState, Long> counts(LedgerQuery query);

    /** When the oldest payment in one of these states was made. */
    Optional<Instant> oldest(LedgerQuery query);

    /** The payment's attempts, oldest first. */
    List<Attempt> attempts(LedgerEntry entry);

    /** What persons did to the payment, oldest first. */
    List<Act> acts(LedgerEntry entry);

    /**
     * Payments to be sent again by themselves now, oldest first; also those whose moment is further ahead than
     * {@link RetrySchedule#FURTHEST}, for it was set while the clock was wrong.
     */
    List<LedgerEntry> due(Instant now, int limit);

    /** When the next payment is to be sent again by itself. */
    Optional<Instant> nextDue();

    /**
     * Makes due now what waits to be sent again only because FiscalBox could not be reached; what has to wait for another
     * reason stays as it is.
     *
     * @return how many there were
     */
    int connectionIsBack(Instant now);

    /**
     * A number that is another one after any change by any thread or process, and the same while there is none. Costs
     * the same however many payments there are, so it may be asked each second.
     */
    long changeMark();

    /**
     * Lets a listener know soon after any program changed something, where the database can tell; who must know asks
     * {@link #changeMark} from time to time all the same. Called on a thread of the ledger's own, which it must not hold.
     */
    void onChange(Runnable listener);

    // ---- transitions

    /** A new payment: PENDING, or READY with the receipt that came with it. */
    default Addition add(Payment payment, @Nullable FiscalReceipt receipt, Act act) {
        return add(payment, receipt, List.of(), act);
    }

    /**
     * The same with a receipt that nobody has looked at.
     *
     * @param warnings kept with the payment; where one of them is a doubt, nothing is sent before {@link #attach} is told
     *     that somebody has accepted it
     */
    Addition add(Payment payment, @Nullable FiscalReceipt receipt, List<ReceiptWarning> warnings, Act act);

    /**
     * PENDING, READY, REJECTED or UNKNOWN → READY with this receipt.
     *
     * @param usedAgainBecause a person's reason for using a receipt that another payment has; null refuses it
     * @param acts what the person did, all recorded with it
     */
    Attachment attach(LedgerEntry entry, FiscalReceipt receipt, @Nullable String usedAgainBecause, List<Act> acts);

    /** READY → PENDING, the receipt taken back; only while no attempt with it is in doubt. */
    Optional<LedgerEntry> detach(LedgerEntry entry, Act act);

    /** REJECTED → READY with the receipt it has. */
    Optional<LedgerEntry> ready(LedgerEntry entry, Act act);

    /**
     * READY or UNKNOWN → SENDING, owned by this process, with a new attempt on disk.
     *
     * @param from the till that sends and where to
     * @param act a person's word to send, where it was one
     */
    Optional<Begun> begin(LedgerEntry entry, Sending from, Instant now, @Nullable Act act);

    /** The same without an address. */
    default Optional<Begun> begin(LedgerEntry entry, String till, Instant now, @Nullable Act act) {
        return begin(entry, new Sending(till, null), now, act);
    }

    /**
     * SENDING → what the outcome says; empty when the attempt is not this process's, or has its outcome already.
     *
     * <p>An attempt that was taken for interrupted in the meantime still gets the outcome that it really had, and the
     * payment goes where {@link PaymentLife} says that it stands with it.
     *
     * @param nextTryAt when a payment that was not sent is tried again by itself
     */
    Optional<LedgerEntry> finish(long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt);

    /** The name by which this process owns the attempts that it begins; no other process ever has the same. */
    String owner();

    /**
     * The same as {@link #finish} for an attempt of another process, or of this one's life before: what it came to know
     * and could not write.
     *
     * @return false where this ledger has no such attempt
     */
    boolean finishFor(String owner, long attemptId, Outcome outcome, Instant now, @Nullable Instant nextTryAt);

    /** PENDING, READY, REJECTED or UNKNOWN → SET_ASIDE. */
    Optional<LedgerEntry> setAside(LedgerEntry entry, Act act);

    /** SET_ASIDE → where it stands by what is known now. */
    Optional<LedgerEntry> restore(LedgerEntry entry, Act act);

    /** REJECTED or UNKNOWN → CONFIRMED, marked as by hand. */
    Optional<LedgerEntry> confirmByHand(LedgerEntry entry, Act act);

    /**
     * UNKNOWN in conflict → CONFIRMED, marked as by hand, with the receipt that holds.
     *
     * @param holds one of the receipts that were sent for the payment; no other is taken
     * @param acts what the person did, all recorded with it
     */
    Optional<LedgerEntry> resolve(LedgerEntry entry, FiscalReceipt holds, List<Act> acts);

    /** CONFIRMED by hand → where it stands by what is known now. */
    Optional<LedgerEntry> undoByHand(LedgerEntry entry, Act act);

    /** SENDING → UNKNOWN for every attempt whose owner is gone; how many there were. */
    int recoverInterrupted(Instant now);

    // ---- refusals that mean "fiscalised already"

    List<FiscalisedAnswer> fiscalisedAnswers();

    /** False where the list has a rule of this code and pattern already. */
    boolean add(FiscalisedAnswer rule);

    /** False where the list has no such rule. */
    boolean removeFiscalisedAnswer(String code, String pattern);

    @Override
    void close();
}
