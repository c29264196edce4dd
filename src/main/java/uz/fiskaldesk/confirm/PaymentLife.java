package uz.fiskaldesk.confirm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Where a payment stands, by every attempt that was made and everything persons said: the one rule from which
 * {@link LedgerEntry#state} is derived whenever an act or an outcome is written, and by which a ledger is checked. Pure
 * and immutable.
 *
 * <p>A confirmation of any attempt wins over whatever else is known, however late it arrives and whatever was done in
 * the meantime. There is one exception: where another receipt may be booked as well, nobody but a person can tell which
 * one holds. That is a {@link #conflict}.
 *
 * @param receipt the identity of the receipt that is meant for the payment; null where there is none
 * @param queued whether a receipt or a person's word to send came since the last attempt
 * @param aside whether a person has set the payment aside
 * @param byHand whether a person has said that it is done, with {@code receipt}
 * @param doubted whether the list was brought back from a backup while the payment was open, so that attempts may be
 *     missing
 * @param attempts in the order in which they were begun
 */
public record PaymentLife(
        @Nullable String receipt,
        boolean queued,
        boolean aside,
        boolean byHand,
        boolean doubted,
        List<Tried> attempts) {
    /**
     * An attempt.
     *
     * @param receipt the identity of what was sent
     * @param outcome null while it is under way
     */
    public record Tried(long id, String receipt, @Nullable Outcome outcome) {
        boolean isConfirmed() {
            return outcome instanceof Outcome.Confirmed;
        }

        /** Whether FiscalBox may have booked this receipt although nothing says so. */
        boolean mayBeBooked() {
            return outcome == null || outcome instanceof Outcome.Unknown;
        }
    }

    /** A payment that was just added, with the receipt that came with it. */
    public static PaymentLife added(@Nullable String receipt) {
        return new PaymentLife(receipt, receipt != null, false, false, false, List.of());
    }

    public PaymentLife {
        attempts = List.copyOf(attempts);
    }

    // ---- where it stands

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

    /** What is not definite stays so: neither a refusal nor a failure to send says what became of an earlier attempt. */
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
     * Whether FiscalBox has confirmed one receipt and another one may be booked too: confirmed as well, or sent after
     * the first and not known to be refused. An earlier one without an answer is none: a person decided for the other.
     */
    public boolean conflict() {
        return !byHand && hasTwoReceipts();
    }

    private boolean hasTwoReceipts() {
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).isConfirmed()) {
                for (int j = 0; j < attempts.size(); j++) {
                    Tried other = attempts.get(j);
                    boolean booked = other.isConfirmed() || (j > i && other.mayBeBooked());
                    if (booked && !other.receipt().equals(attempts.get(i).receipt())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether FiscalBox has confirmed an attempt, so that nothing may be sent any more. */
    public boolean isConfirmedByFiscalBox() {
        return attempts.stream().anyMatch(Tried::isConfirmed);
    }

    /** Whether a receipt may be booked without FiscalBox having said so. */
    public boolean inDoubt() {
        boolean settled = isConfirmedByFiscalBox() && !hasTwoReceipts();
        return !settled
                && (doubted
                        || hasTwoReceipts()
                        || attempts.stream().anyMatch(tried -> tried.outcome() instanceof Outcome.Unknown));
    }

    /** Whether this receipt was sent before without a definite answer, and no other one was. */
    public boolean isRetryOf(String sent, long attempt) {
        List<Tried> open = attempts.stream()
                .filter(tried -> tried.id() != attempt && tried.mayBeBooked())
                .toList();
        return !doubted
                && !open.isEmpty()
                && open.stream().allMatch(tried -> tried.receipt().equals(sent));
    }

    // ---- what happens to it

    public PaymentLife attached(String identity) {
        return new PaymentLife(identity, true, aside, byHand, doubted, attempts);
    }

    public PaymentLife detached() {
        return new PaymentLife(null, false, aside, byHand, doubted, attempts);
    }

    /** A person's word to send what it has again. */
    public PaymentLife queuedAgain() {
        return new PaymentLife(receipt, true, aside, byHand, doubted, attempts);
    }

    public PaymentLife begun(long attempt, String identity) {
        List<Tried> more = new ArrayList<>(attempts);
        more.add(new Tried(attempt, identity, null));
        return new PaymentLife(receipt, false, aside, byHand, doubted, more);
    }

    /** An attempt has its outcome, be it late and after it was taken for interrupted. */
    public PaymentLife ended(long attempt, Outcome outcome) {
        List<Tried> known = attempts.stream()
                .map(tried -> tried.id() == attempt ? new Tried(attempt, tried.receipt(), outcome) : tried)
                .toList();
        boolean confirmed = outcome instanceof Outcome.Confirmed;
        PaymentLife after = new PaymentLife(receipt, queued && !confirmed, aside && !confirmed, byHand, doubted, known);
        boolean ofAnotherReceipt = confirmed
                && known.stream()
                        .anyMatch(tried ->
                                tried.id() == attempt && !tried.receipt().equals(receipt));
        return after.byHandWhile(!ofAnotherReceipt).withReceiptThatHolds();
    }

    /** A person's word stands as long as FiscalBox leaves the question open that it answers. */
    private PaymentLife byHandWhile(boolean notContradicted) {
        boolean open = !isConfirmedByFiscalBox() || (notContradicted && hasTwoReceipts());
        return new PaymentLife(receipt, queued, aside, byHand && open, doubted, attempts);
    }

    private PaymentLife withReceiptThatHolds() {
        return state() == PaymentState.CONFIRMED && !byHand
                ? new PaymentLife(holding().orElseThrow(), queued, aside, false, doubted, attempts)
                : this;
    }

    private Optional<String> holding() {
        return attempts.stream().filter(Tried::isConfirmed).map(Tried::receipt).findFirst();
    }

    public PaymentLife setAside() {
        return new PaymentLife(receipt, queued, true, byHand, doubted, attempts);
    }

    public PaymentLife restored() {
        return new PaymentLife(receipt, queued, false, byHand, doubted, attempts);
    }

    /** A person says that it is done with the receipt that it has. */
    public PaymentLife confirmedByHand() {
        return new PaymentLife(receipt, queued, aside, true, doubted, attempts);
    }

    /** A person says which receipt holds where there are two. */
    public PaymentLife resolved(String identity) {
        return new PaymentLife(identity, queued, aside, true, doubted, attempts);
    }

    public PaymentLife byHandUndone() {
        return new PaymentLife(receipt, queued, aside, false, doubted, attempts);
    }

    /** The list is back at an older state; the payment stays where it was, and nobody knows what is missing. */
    public PaymentLife backFromBackup() {
        return new PaymentLife(receipt, queued || state() == PaymentState.READY, aside, byHand, true, attempts);
    }
}
