package uz.fiskaldesk.confirm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Derives the state of a payment from all its attempts and from what persons did. {@link LedgerEntry#state} is computed
 * by this rule whenever an act or an outcome is written, and ledgers are audited with it. Pure and immutable.
 *
 * <p>A confirmed attempt takes precedence over everything else, however late its answer arrives. There is one
 * exception: if another receipt may be booked as well, only a person can tell which one is valid. That is a
 * {@link #conflict}.
 *
 * @param receipt the identity of the attached receipt; null if there is none
 * @param queued whether a receipt was attached, or a retry requested, since the last attempt
 * @param aside whether a person has set the payment aside
 * @param byHand whether a person has declared it confirmed, with {@code receipt}
 * @param doubted whether the ledger was restored from a backup while the payment was open, so that attempts may be
 *     missing
 * @param attempts in the order in which they were begun
 */
public record PaymentHistory(
        @Nullable String receipt,
        boolean queued,
        boolean aside,
        boolean byHand,
        boolean doubted,
        List<AttemptResult> attempts) {
    /**
     * An attempt.
     *
     * @param receipt the identity of the receipt that was sent
     * @param outcome null while the request is in flight
     */
    public record AttemptResult(
            long id, String receipt, @Nullable Outcome outcome) {
        boolean isConfirmed() {
            return outcome instanceof Outcome.Confirmed;
        }

        /** Whether FiscalBox may have booked this receipt without confirming it. */
        boolean mayBeBooked() {
            return outcome == null || outcome instanceof Outcome.Unknown;
        }
    }

    /** A new payment, with the receipt that was added with it, if any. */
    public static PaymentHistory added(@Nullable String receipt) {
        return new PaymentHistory(receipt, receipt != null, false, false, false, List.of());
    }

    public PaymentHistory {
        attempts = List.copyOf(attempts);
    }

    // ---- state

    public PaymentState state() {
        if (attempts.stream().anyMatch(tried -> tried.outcome() == null)) {
            return PaymentState.SENDING;
        }
        if (byHand) {
            return PaymentState.CONFIRMED;
        }
        if (isConfirmedByFiscalBox()) {
            return conflict() ? PaymentState.UNKNOWN : PaymentState.CONFIRMED;
        }
        if (aside) {
            return PaymentState.SET_ASIDE;
        }
        if (receipt == null) {
            return PaymentState.PENDING;
        }
        return queued || attempts.isEmpty() ? PaymentState.READY : afterLastAttempt();
    }

    /** Neither a rejection nor a failure to send resolves an earlier unknown attempt. */
    private PaymentState afterLastAttempt() {
        return switch (attempts.getLast().outcome()) {
            case null -> PaymentState.SENDING;
            case Outcome.Confirmed _ -> PaymentState.CONFIRMED;
            case Outcome.Unknown _ -> PaymentState.UNKNOWN;
            case Outcome.Rejected _ -> inDoubt() ? PaymentState.UNKNOWN : PaymentState.REJECTED;
            case Outcome.NotSent _ -> inDoubt() ? PaymentState.UNKNOWN : PaymentState.READY;
        };
    }

    /**
     * Whether FiscalBox has confirmed one receipt and another may be booked too: confirmed as well, or sent later and not
     * known to be rejected. An earlier unanswered receipt does not count: a person decided to send the other one.
     */
    public boolean conflict() {
        return !byHand && hasTwoReceipts();
    }

    private boolean hasTwoReceipts() {
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).isConfirmed()) {
                for (int j = 0; j < attempts.size(); j++) {
                    AttemptResult other = attempts.get(j);
                    boolean booked = other.isConfirmed() || (j > i && other.mayBeBooked());
                    if (booked && !other.receipt().equals(attempts.get(i).receipt())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether FiscalBox has confirmed an attempt. Nothing may be sent after that. */
    public boolean isConfirmedByFiscalBox() {
        return attempts.stream().anyMatch(AttemptResult::isConfirmed);
    }

    /** Whether a receipt may be booked without a confirmation. */
    public boolean inDoubt() {
        boolean settled = isConfirmedByFiscalBox() && !hasTwoReceipts();
        return !settled
                && (doubted
                        || hasTwoReceipts()
                        || attempts.stream().anyMatch(tried -> tried.outcome() instanceof Outcome.Unknown));
    }

    /** The identities of the receipts that no other payment may use: the attached one, and those that may be booked. */
    public Set<String> heldReceipts() {
        Set<String> held = attempts.stream()
                .filter(tried -> tried.isConfirmed() || tried.mayBeBooked())
                .map(AttemptResult::receipt)
                .collect(Collectors.toCollection(HashSet::new));
        if (receipt != null) {
            held.add(receipt);
        }
        return held;
    }

    /**
     * Whether this receipt was sent before without a definite answer, and no other receipt was.
     *
     * @param attempt the attempt to leave out
     */
    public boolean isRetryOf(String sent, long attempt) {
        List<AttemptResult> open = attempts.stream()
                .filter(tried -> tried.id() != attempt && tried.mayBeBooked())
                .toList();
        return !doubted
                && !open.isEmpty()
                && open.stream().allMatch(tried -> tried.receipt().equals(sent));
    }

    // ---- changes

    public PaymentHistory attached(String identity) {
        return new PaymentHistory(identity, true, aside, byHand, doubted, attempts);
    }

    public PaymentHistory detached() {
        return new PaymentHistory(null, false, aside, byHand, doubted, attempts);
    }

    /** A person requests a retry with the attached receipt. */
    public PaymentHistory queuedAgain() {
        return new PaymentHistory(receipt, true, aside, byHand, doubted, attempts);
    }

    public PaymentHistory begun(long attempt, String identity) {
        List<AttemptResult> more = new ArrayList<>(attempts);
        more.add(new AttemptResult(attempt, identity, null));
        return new PaymentHistory(receipt, false, aside, byHand, doubted, more);
    }

    /** An attempt has got its outcome, possibly after it was recorded as interrupted. */
    public PaymentHistory ended(long attempt, Outcome outcome) {
        List<AttemptResult> known = attempts.stream()
                .map(tried -> tried.id() == attempt ? new AttemptResult(attempt, tried.receipt(), outcome) : tried)
                .toList();
        boolean confirmed = outcome instanceof Outcome.Confirmed;
        PaymentHistory after =
                new PaymentHistory(receipt, queued && !confirmed, aside && !confirmed, byHand, doubted, known);
        boolean ofAnotherReceipt = confirmed
                && known.stream()
                        .anyMatch(tried ->
                                tried.id() == attempt && !tried.receipt().equals(receipt));
        return after.withByHandIf(!ofAnotherReceipt).withConfirmedReceipt();
    }

    /** Keeps a confirmation by hand only as long as FiscalBox's answers do not settle or contradict it. */
    private PaymentHistory withByHandIf(boolean consistent) {
        boolean open = !isConfirmedByFiscalBox() || (consistent && hasTwoReceipts());
        return new PaymentHistory(receipt, queued, aside, byHand && open, doubted, attempts);
    }

    private PaymentHistory withConfirmedReceipt() {
        return state() == PaymentState.CONFIRMED && !byHand
                ? new PaymentHistory(confirmedReceipt().orElseThrow(), queued, aside, false, doubted, attempts)
                : this;
    }

    private Optional<String> confirmedReceipt() {
        return attempts.stream()
                .filter(AttemptResult::isConfirmed)
                .map(AttemptResult::receipt)
                .findFirst();
    }

    public PaymentHistory setAside() {
        return new PaymentHistory(receipt, queued, true, byHand, doubted, attempts);
    }

    public PaymentHistory restored() {
        return new PaymentHistory(receipt, queued, false, byHand, doubted, attempts);
    }

    /** A person declares it confirmed with the attached receipt. */
    public PaymentHistory confirmedByHand() {
        return new PaymentHistory(receipt, queued, aside, true, doubted, attempts);
    }

    /** A person decides which of two receipts is valid. */
    public PaymentHistory resolved(String identity) {
        return new PaymentHistory(identity, queued, aside, true, doubted, attempts);
    }

    public PaymentHistory byHandUndone() {
        return new PaymentHistory(receipt, queued, aside, false, doubted, attempts);
    }

    /** The ledger was restored from a backup: attempts may be missing, so the payment is in doubt. */
    public PaymentHistory backFromBackup() {
        return new PaymentHistory(receipt, queued || state() == PaymentState.READY, aside, byHand, true, attempts);
    }
}
