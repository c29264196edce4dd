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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.KeptOutcomes.Kept;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * The way of a payment from its receipt to FiscalBox's answer.
 *
 * <p>{@link #send} writes the attempt to disk, calls FiscalBox outside any transaction, and writes the outcome in a
 * transaction of its own. Wherever the program dies between these steps, the ledger tells what was in flight. Blocks;
 * call it on a thread that may wait. Safe for use by several threads.
 */
public final class Confirmation {
    /**
     * What a person said to giving this receipt to this payment.
     *
     * @param anotherReceipt it may take the place of another receipt that the payment has
     * @param supervisor whose word it needed, and got; acts are signed with that name too
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

        /** Whether every doubt among these was accepted. */
        boolean accepts(List<ReceiptWarning> warnings) {
            return warnings.stream().filter(ReceiptWarning::isDoubt).allMatch(acceptedWarnings::contains);
        }

        public Consent with(@Nullable String word) {
            return new Consent(acceptedWarnings, anotherReceipt, usedAgainBecause, word);
        }
    }

    /** What came of {@link #attach}. */
    public sealed interface Attached {
        record Done(LedgerEntry entry) implements Attached {}

        /** The payment has another receipt, or there is a doubt about this one: needs a person's explicit decision. */
        record NeedsWord(LedgerEntry entry) implements Attached {}

        /** The receipt serves another payment. */
        record ReceiptTaken(TransactionId by) implements Attached {}

        /** The payment is in a state that takes no receipt, or somebody else was faster. */
        record NotNow(LedgerEntry current) implements Attached {}
    }

    /** What came of {@link #send}. */
    public sealed interface Sent {
        record Done(LedgerEntry entry, Outcome outcome) implements Sent {}

        /** There was nothing to send: no receipt, finished, under way, or somebody else was faster. */
        record NotNow(LedgerEntry current) implements Sent {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    private final Ledger ledger;
    private final FiscalApi fiscalBox;
    private final RetrySchedule schedule;
    private final Operator operator;
    private final Clock clock;
    private final Connection connection;
    private final KeptOutcomes kept;
    private final Set<Kept> unrecorded = ConcurrentHashMap.newKeySet();
    private final Set<Kept> ofOtherLedgers = ConcurrentHashMap.newKeySet();

    /** Without a place for outcomes beyond the end of the process. */
    public Confirmation(Ledger ledger, FiscalApi fiscalBox, RetrySchedule schedule, Operator operator) {
        this(ledger, fiscalBox, schedule, operator, KeptOutcomes.NOWHERE);
    }

    /** @param kept where outcomes go that the ledger cannot take */
    public Confirmation(
            Ledger ledger, FiscalApi fiscalBox, RetrySchedule schedule, Operator operator, KeptOutcomes kept) {
        this.kept = kept;
        this.ledger = ledger;
        this.fiscalBox = fiscalBox;
        this.schedule = schedule;
        this.operator = operator;
        this.clock = operator.clock();
        this.connection = new Connection(schedule);
    }

    /** What the attempts made here say of FiscalBox. */
    Connection connection() {
        return connection;
    }

    /** Asks FiscalBox whether it is there. Blocks. */
    TillInfo askWhetherThere() {
        TillInfo info;
        try {
            info = fiscalBox.info();
        } catch (RuntimeException | Error e) {
            // Without an answer no further question would be asked.
            LOG.error("asking FiscalBox failed unexpectedly", e);
            info = new TillInfo.Trouble(Answer.saying(e.toString()));
        }
        connection.answered(info, clock.instant());
        return info;
    }

    /** Gives a payment its receipt, so that it can be sent. */
    public Attached attach(LedgerEntry entry, FiscalReceipt receipt, Consent consent) {
        if (!entry.takesReceipt()) {
            return new Attached.NotNow(entry);
        }
        boolean has = entry.has(receipt);
        boolean isDoubted = has && entry.awaitsWord() && !consent.accepts(entry.warnings());
        if (isDoubted || (entry.hasAnotherThan(receipt) && !consent.anotherReceipt())) {
            return new Attached.NeedsWord(entry);
        }
        if (has && entry.state() == PaymentState.READY && !entry.awaitsWord()) {
            return new Attached.Done(entry);
        }
        return switch (ledger.attach(entry, receipt, consent.usedAgainBecause(), acts(entry, receipt, consent))) {
            case Ledger.Attachment.Attached attached -> new Attached.Done(attached.entry());
            case Ledger.Attachment.ReceiptTaken taken -> new Attached.ReceiptTaken(taken.by());
            case Ledger.Attachment.Overtaken _ -> new Attached.NotNow(current(entry));
        };
    }

    private List<Act> acts(LedgerEntry entry, FiscalReceipt receipt, Consent consent) {
        Operator signers = operator.with(consent.supervisor());
        List<Act> acts = new ArrayList<>();
        if (!entry.awaitsWord() || !entry.has(receipt)) {
            acts.add(signers.act(Act.Kind.RECEIPT_ATTACHED, receipt.url()));
        }
        if (!consent.acceptedWarnings().isEmpty()) {
            acts.add(signers.act(
                    Act.Kind.WARNINGS_ACCEPTED,
                    consent.acceptedWarnings().stream()
                            .map(ReceiptWarning::code)
                            .collect(Collectors.joining(", "))));
        }
        FiscalReceipt before = entry.receipt();
        if (before != null && !entry.has(receipt)) {
            Act.Kind kind = entry.inDoubt() ? Act.Kind.ANOTHER_RECEIPT : Act.Kind.RECEIPT_REPLACED;
            acts.add(signers.act(kind, before.url()));
        }
        if (consent.usedAgainBecause() != null) {
            acts.add(signers.act(Act.Kind.RECEIPT_USED_AGAIN, consent.usedAgainBecause()));
        }
        return acts;
    }

    /**
     * Sends a payment because a person said so: READY, or REJECTED and UNKNOWN again with the receipt they have. Where
     * two receipts are in conflict nothing is sent.
     */
    public Sent send(LedgerEntry entry) {
        if (entry.conflict()) {
            return new Sent.NotNow(entry);
        }
        return switch (entry.state()) {
            case READY -> attempt(entry, null);
            case UNKNOWN -> attempt(entry, operator.act(Act.Kind.RETRIED, null));
            case REJECTED ->
                ledger.ready(entry, operator.act(Act.Kind.RETRIED, null))
                        .map(ready -> attempt(ready, null))
                        .orElseGet(() -> new Sent.NotNow(current(entry)));
            case PENDING, SENDING, CONFIRMED, SET_ASIDE -> new Sent.NotNow(entry);
        };
    }

    private Sent attempt(LedgerEntry entry, @Nullable Act act) {
        FiscalReceipt receipt = entry.receipt();
        if (receipt == null) {
            return new Sent.NotNow(entry);
        }
        Optional<Ledger.Begun> begun =
                ledger.begin(entry, new Ledger.Sending(operator.till(), fiscalBox.address()), clock.instant(), act);
        if (begun.isEmpty()) {
            return new Sent.NotNow(current(entry));
        }
        Outcome outcome = call(entry.transactionId(), receipt.url());
        connection.heard(outcome, clock.instant());
        return new Sent.Done(record(begun.get(), outcome), outcome);
    }

    private Outcome call(TransactionId id, String receiptUrl) {
        try {
            return fiscalBox.confirm(id, receiptUrl);
        } catch (RuntimeException | Error e) {
            // The port promises not to throw. If it does, the request may have left all the same.
            LOG.error("confirming {} failed unexpectedly", id, e);
            return new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, Answer.saying(e.toString()));
        }
    }

    private LedgerEntry record(Ledger.Begun begun, Outcome outcome) {
        Instant now = clock.instant();
        Instant nextTryAt =
                outcome instanceof Outcome.NotSent notSent && !begun.entry().inDoubt()
                        ? now.plus(delay(begun.entry(), notSent))
                        : null;
        // Who is told to stop while waiting for the answer still has to write down what became of the request, and
        // the way to a database connection is closed to an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try {
            return ledger.finish(begun.attemptId(), outcome, now, nextTryAt).orElseGet(() -> current(begun.entry()));
        } catch (RuntimeException | Error e) {
            // The answer is known and the ledger is not ready for it. The row stays SENDING, which is the truth as far
            // as the ledger can tell; recordPending tries again, here or after a restart that finds it interrupted.
            Kept forLater = new Kept(ledger.owner(), begun.attemptId(), outcome, now, nextTryAt);
            unrecorded.add(forLater);
            kept.keep(forLater);
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
     * Writes outcomes that the ledger could not take when they came, be it to this process or to one that has ended;
     * called from time to time.
     */
    public void recordPending() {
        Set<Kept> all = new LinkedHashSet<>(unrecorded);
        all.addAll(kept.all());
        all.removeAll(ofOtherLedgers);
        for (Kept one : all) {
            if (KeptOutcomes.write(one, ledger)) {
                LOG.info("the outcome of attempt {} is written down now", one.attemptId());
                unrecorded.remove(one);
                kept.forget(one);
            } else {
                // It waits for the day when that ledger is used again.
                ofOtherLedgers.add(one);
            }
        }
    }

    private LedgerEntry current(LedgerEntry entry) {
        return ledger.find(entry.transactionId()).orElse(entry);
    }
}
