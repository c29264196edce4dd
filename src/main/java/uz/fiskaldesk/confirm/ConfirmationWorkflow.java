package uz.fiskaldesk.confirm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.UnrecordedOutcomes.UnrecordedOutcome;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Attaches receipts to payments and sends them to FiscalBox.
 *
 * <p>{@link #send} writes the attempt to the ledger, calls FiscalBox outside any transaction, and records the outcome in
 * another transaction. If the process dies between these steps, the ledger shows what was in flight. Methods block on
 * the ledger and the network. Thread-safe.
 */
public final class ConfirmationWorkflow {
    /**
     * What a person agreed to when attaching a receipt.
     *
     * @param acceptedWarnings the warnings that the person accepted
     * @param anotherReceipt the receipt may replace the one that is attached
     * @param usedAgainBecause the reason to use a receipt of another payment; null if that was not agreed to
     * @param supervisor who approved it with the PIN, recorded with each act; null if no approval was needed
     */
    public record Consent(
            List<ReceiptWarning> acceptedWarnings,
            boolean anotherReceipt,
            @Nullable String usedAgainBecause,
            @Nullable String supervisor) {
        public static final Consent NONE = new Consent(List.of(), false, null);

        public Consent {
            acceptedWarnings = List.copyOf(acceptedWarnings);
        }

        public Consent(
                List<ReceiptWarning> acceptedWarnings, boolean anotherReceipt, @Nullable String usedAgainBecause) {
            this(acceptedWarnings, anotherReceipt, usedAgainBecause, null);
        }

        /** Whether every doubtful warning was accepted. */
        boolean accepts(List<ReceiptWarning> warnings) {
            return warnings.stream().filter(ReceiptWarning::isDoubtful).allMatch(acceptedWarnings::contains);
        }

        /** The same consent, approved by a supervisor; null means that no approval was needed. */
        public Consent with(@Nullable String approvedBy) {
            return new Consent(acceptedWarnings, anotherReceipt, usedAgainBecause, approvedBy);
        }
    }

    /** The result of {@link #attach}. */
    public sealed interface Attached {
        record Done(LedgerEntry entry) implements Attached {}

        /** The payment has another receipt, or this one is doubtful: a person has to decide. */
        record NeedsConsent(LedgerEntry entry) implements Attached {}

        /** The receipt was refunded, and nobody has accepted {@link ReceiptWarning#REFUNDED}. */
        record Refunded(LedgerEntry entry) implements Attached {}

        /** The receipt belongs to another payment. */
        record ReceiptTaken(TransactionId by) implements Attached {}

        /** The payment takes no receipt in its state, or was changed concurrently. */
        record NotAllowed(LedgerEntry current) implements Attached {}
    }

    /** The result of {@link #send}. */
    public sealed interface Sent {
        record Done(LedgerEntry entry, Outcome outcome) implements Sent {}

        /** Nothing was sent: no receipt, finished, in flight, or changed concurrently. */
        record NotAllowed(LedgerEntry current) implements Sent {}
    }

    /** Recorded with what is sent without a person because the POS did not confirm it. */
    public static final String GATEWAY = "gateway";

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationWorkflow.class);

    private static final Outcome CLAIMED_TOO_LONG_AGO = new Outcome.NotSent(
            Outcome.NotSentReason.COULD_NOT_SEND,
            Answer.ofMessage("the program was suspended before the request was sent"),
            null);

    private final Ledger ledger;
    private final FiscalApi fiscalBox;
    private final RetryBackoff schedule;
    private final Operator operator;
    private final Clock clock;
    private final LongSupplier nanos;
    private final CircuitBreaker circuit;
    private final UnrecordedOutcomes kept;
    private final Set<UnrecordedOutcome> unrecorded = ConcurrentHashMap.newKeySet();
    private final Set<UnrecordedOutcome> leftOut = ConcurrentHashMap.newKeySet();

    /** Keeps outcomes that cannot be recorded in memory only. */
    public ConfirmationWorkflow(Ledger ledger, FiscalApi fiscalBox, RetryBackoff schedule, Operator operator) {
        this(ledger, fiscalBox, schedule, operator, UnrecordedOutcomes.NOWHERE);
    }

    /** @param kept stores outcomes that cannot be written to the ledger */
    public ConfirmationWorkflow(
            Ledger ledger, FiscalApi fiscalBox, RetryBackoff schedule, Operator operator, UnrecordedOutcomes kept) {
        this(ledger, fiscalBox, schedule, operator, kept, System::nanoTime);
    }

    /** @param nanos a monotonic clock such as {@link System#nanoTime} */
    ConfirmationWorkflow(
            Ledger ledger,
            FiscalApi fiscalBox,
            RetryBackoff schedule,
            Operator operator,
            UnrecordedOutcomes kept,
            LongSupplier nanos) {
        this.nanos = nanos;
        this.kept = kept;
        this.ledger = ledger;
        this.fiscalBox = fiscalBox;
        this.schedule = schedule;
        this.operator = operator;
        this.clock = operator.clock();
        this.circuit = new CircuitBreaker(schedule);
    }

    /** The circuit breaker, which sees the outcome of every attempt made here. */
    CircuitBreaker circuit() {
        return circuit;
    }

    /** Checks whether FiscalBox is available. */
    TillInfo probe() {
        TillInfo info;
        try {
            info = fiscalBox.info();
        } catch (RuntimeException | Error e) {
            // Without a result the circuit breaker would never probe again.
            LOG.error("unexpected failure while probing FiscalBox", e);
            info = new TillInfo.Trouble(Answer.ofMessage(e.toString()));
        }
        circuit.probed(info, clock.instant());
        return info;
    }

    /** Attaches a receipt to a payment. The payment becomes READY; nothing is sent. */
    public Attached attach(LedgerEntry entry, FiscalReceipt receipt, Consent consent) {
        if (!entry.takesReceipt()) {
            return new Attached.NotAllowed(entry);
        }
        boolean has = entry.hasReceipt(receipt);
        boolean needsAcceptance = has && entry.needsAcceptance() && !consent.accepts(entry.warnings());
        if (needsAcceptance || (entry.hasOtherReceiptThan(receipt) && !consent.anotherReceipt())) {
            return new Attached.NeedsConsent(entry);
        }
        if (has && entry.state() == PaymentState.READY && !entry.needsAcceptance()) {
            return new Attached.Done(entry);
        }
        return attached(
                entry, ledger.attach(entry, receipt, consent.usedAgainBecause(), acts(entry, receipt, consent)));
    }

    /**
     * Attaches a receipt that certainly belongs to a payment without one, because FiscalBox was told so. The payment becomes
     * READY; the POS is expected to confirm it.
     */
    public Attached attachCertain(LedgerEntry entry, FiscalReceipt receipt, Ledger.PosDeadline deadline) {
        if (entry.state() != PaymentState.PENDING) {
            return new Attached.NotAllowed(entry);
        }
        return attached(entry, ledger.attach(entry, receipt, null, acts(entry, receipt, Consent.NONE), deadline));
    }

    private Attached attached(LedgerEntry entry, Ledger.Attachment attachment) {
        return switch (attachment) {
            case Ledger.Attachment.Attached attached -> new Attached.Done(attached.entry());
            case Ledger.Attachment.ReceiptTaken taken -> new Attached.ReceiptTaken(taken.by());
            case Ledger.Attachment.Refunded _ -> new Attached.Refunded(entry);
            case Ledger.Attachment.ChangedConcurrently _ -> new Attached.NotAllowed(current(entry));
        };
    }

    private List<Act> acts(LedgerEntry entry, FiscalReceipt receipt, Consent consent) {
        Operator signer = operator.with(consent.supervisor());
        List<Act> acts = new ArrayList<>();
        if (!entry.needsAcceptance() || !entry.hasReceipt(receipt)) {
            acts.add(signer.act(Act.Kind.RECEIPT_ATTACHED, receipt.url()));
        }
        if (!consent.acceptedWarnings().isEmpty()) {
            acts.add(signer.act(
                    Act.Kind.WARNINGS_ACCEPTED,
                    consent.acceptedWarnings().stream()
                            .map(ReceiptWarning::code)
                            .collect(Collectors.joining(", "))));
        }
        FiscalReceipt before = entry.receipt();
        if (before != null && !entry.hasReceipt(receipt)) {
            Act.Kind kind = entry.inDoubt() ? Act.Kind.ANOTHER_RECEIPT : Act.Kind.RECEIPT_REPLACED;
            acts.add(signer.act(kind, before.url()));
        }
        if (consent.usedAgainBecause() != null) {
            acts.add(signer.act(Act.Kind.RECEIPT_USED_AGAIN, consent.usedAgainBecause()));
        }
        return acts;
    }

    /**
     * Sends a payment that is READY, REJECTED or UNKNOWN with the receipt that it has, at a person's request. Sends nothing
     * if two receipts are in conflict, or if nobody has accepted a doubtful one.
     */
    public Sent send(LedgerEntry entry) {
        return send(entry, operator);
    }

    /** The same at the request of the POS, which is expected. */
    public Sent sendForPos(LedgerEntry entry) {
        return send(entry, null);
    }

    /** The same without a person, because it is due. */
    Sent sendDue(LedgerEntry entry) {
        return send(entry, new Operator(operator.till(), GATEWAY, clock));
    }

    /** @param insteadOfPos who sends what the POS was expected to send; null if it is the POS */
    private Sent send(LedgerEntry entry, @Nullable Operator insteadOfPos) {
        if (entry.conflict() || entry.needsAcceptance()) {
            return new Sent.NotAllowed(entry);
        }
        return switch (entry.state()) {
            case READY ->
                attempt(
                        entry,
                        entry.awaitsPos() && insteadOfPos != null
                                ? insteadOfPos.act(Act.Kind.SENT_WITHOUT_POS, null)
                                : null);
            case UNKNOWN -> attempt(entry, operator.act(Act.Kind.RETRIED, null));
            case REJECTED ->
                ledger.queueAgain(entry, operator.act(Act.Kind.RETRIED, null))
                        .map(ready -> attempt(ready, null))
                        .orElseGet(() -> new Sent.NotAllowed(current(entry)));
            case PENDING, SENDING, CONFIRMED, SET_ASIDE -> new Sent.NotAllowed(entry);
        };
    }

    private Sent attempt(LedgerEntry entry, @Nullable Act act) {
        FiscalReceipt receipt = entry.receipt();
        if (receipt == null) {
            return new Sent.NotAllowed(entry);
        }
        ClaimAge age = new ClaimAge(clock, nanos);
        Optional<Ledger.StartedAttempt> begun =
                ledger.claim(entry, new Ledger.Destination(operator.till(), fiscalBox.address()), age.start(), act);
        if (begun.isEmpty()) {
            return new Sent.NotAllowed(current(entry));
        }
        Outcome outcome =
                age.isRecent() ? call(entry.transactionId(), receipt.url(), age::isRecent) : CLAIMED_TOO_LONG_AGO;
        circuit.attempted(outcome, clock.instant());
        return new Sent.Done(record(begun.get(), outcome), outcome);
    }

    private Outcome call(TransactionId id, String receiptUrl, BooleanSupplier maySend) {
        try {
            return fiscalBox.confirm(id, receiptUrl, maySend);
        } catch (RuntimeException | Error e) {
            // FiscalApi must not throw. If it does, the request may have been sent.
            LOG.error("unexpected failure while confirming {}", id, e);
            return new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, Answer.ofMessage(e.toString()));
        }
    }

    private LedgerEntry record(Ledger.StartedAttempt begun, Outcome outcome) {
        Instant now = clock.instant();
        Instant nextTryAt =
                outcome instanceof Outcome.NotSent notSent && !begun.entry().inDoubt()
                        ? now.plus(delay(begun.entry(), notSent))
                        : null;
        // The outcome has to be recorded even if this thread was interrupted while it waited for the answer, and an
        // interrupted thread cannot obtain a database connection.
        boolean interrupted = Thread.interrupted();
        try {
            return ledger.recordOutcome(begun.attemptId(), outcome, now, nextTryAt)
                    .orElseGet(() -> current(begun.entry()));
        } catch (RuntimeException | Error e) {
            // The row stays SENDING. recordUnrecorded tries again, in this process or after a restart.
            UnrecordedOutcome pending =
                    new UnrecordedOutcome(ledger.claimOwner(), begun.attemptId(), outcome, now, nextTryAt);
            unrecorded.add(pending);
            kept.keep(pending);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration delay(LedgerEntry entry, Outcome.NotSent notSent) {
        return schedule.delay(entry.failedSends() + 1, notSent.retryAfter());
    }

    /**
     * Records outcomes that could not be written to the ledger before, of this process and of earlier ones. Called
     * periodically.
     *
     * @throws LedgerException if the ledger still cannot be written
     */
    public void recordUnrecorded() {
        Set<UnrecordedOutcome> all = new LinkedHashSet<>(unrecorded);
        all.addAll(kept.all());
        all.removeAll(leftOut);
        EachPayment.count(all, this::recordBelatedly);
    }

    private boolean recordBelatedly(UnrecordedOutcome one) {
        boolean written;
        try {
            written = UnrecordedOutcomes.write(one, ledger);
        } catch (LedgerException e) {
            if (e.reason() == LedgerException.Reason.UNREADABLE_ROW) {
                leftOut.add(one);
            }
            throw e;
        }
        if (written) {
            LOG.info("recorded the outcome of attempt {} belatedly", one.attemptId());
            unrecorded.remove(one);
            kept.forget(one);
        } else {
            // Stays stored until that ledger is used again.
            leftOut.add(one);
        }
        return written;
    }

    private LedgerEntry current(LedgerEntry entry) {
        return ledger.find(entry.transactionId()).orElse(entry);
    }
}
