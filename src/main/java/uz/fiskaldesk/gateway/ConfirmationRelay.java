package uz.fiskaldesk.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AttemptsUnderWay;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Translations;

/**
 * Passes the confirmations of a POS on to FiscalBox, each recorded in the ledger: a pair of payment and receipt is sent
 * once, a second request waits for the outcome of the first, and what is confirmed is answered from the ledger. Blocking.
 * Thread-safe.
 */
final class ConfirmationRelay {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationRelay.class);

    private final Ledger ledger;
    private final ConfirmationWorkflow confirmation;
    private final PosApi api;
    private final Operator pos;
    private final Translations texts;
    private final Duration answerTimeout;
    private final Consumer<Note> notes;
    private final AttemptsUnderWay underWay;

    ConfirmationRelay(Gateway.Services services, Consumer<Note> notes) {
        this.ledger = services.ledger();
        this.confirmation = services.confirmation();
        this.api = services.api();
        this.pos = services.pos();
        this.texts = services.texts();
        this.answerTimeout = services.timeouts().answer();
        this.notes = notes;
        this.underWay = new AttemptsUnderWay(ledger);
    }

    /**
     * Handles a request.
     *
     * @param request sent to FiscalBox if nothing speaks against it
     */
    PosAnswer confirm(PosConfirmation pair, ForwardedRequest request) throws InterruptedException {
        try {
            return confirmOrWait(pair, request);
        } catch (LedgerException e) {
            LOG.error("the ledger could not be used for {}", pair.transactionId(), e);
            Outcome outcome = request.outcome();
            // An outcome that could not be recorded is kept and recorded later.
            return outcome == null ? noted(pair, "LEDGER_FAILED", new PosAnswer.Empty(503)) : sent(outcome, request);
        }
    }

    private PosAnswer confirmOrWait(PosConfirmation pair, ForwardedRequest request) throws InterruptedException {
        LedgerEntry first = findOrAdd(pair);
        long deadline = System.nanoTime() + answerTimeout.toNanos();
        LedgerEntry entry = first;
        while (true) {
            PosAnswer answer = answer(first, entry, pair, request);
            if (answer != null) {
                return answer;
            }
            Optional<LedgerEntry> changed = underWay.awaitChange(entry, deadline);
            if (changed.isEmpty()) {
                return noted(pair, "STILL_SENDING", new PosAnswer.Empty(504));
            }
            entry = changed.get();
        }
    }

    private LedgerEntry findOrAdd(PosConfirmation pair) {
        return ledger.find(pair.transactionId()).orElseGet(() -> switch (ledger.add(
                Payment.of(pair.transactionId()), null, pos.act(Act.Kind.IMPORTED, null))) {
            case Ledger.Addition.Added added -> added.entry();
            case Ledger.Addition.Known known -> known.entry();
            case Ledger.Addition.ReceiptTaken _ ->
                throw new IllegalStateException("a payment without a receipt was added");
        });
    }

    /** The answer; null if the payment is being sent, or was changed concurrently. */
    private @Nullable PosAnswer answer(
            LedgerEntry first, LedgerEntry entry, PosConfirmation pair, ForwardedRequest request) {
        boolean same = entry.hasReceipt(pair.receipt());
        boolean joined = same && (first.state() == PaymentState.SENDING || entry.attempts() > first.attempts());
        Outcome last = entry.lastOutcome();
        return switch (entry.state()) {
            case CONFIRMED ->
                same
                        ? noted(pair, "ANSWERED_FROM_LEDGER", stored(entry))
                        : refused(pair, "OTHER_RECEIPT_CONFIRMED", "gateway.other-receipt-confirmed");
            case UNKNOWN -> refused(pair, "UNKNOWN_BEFORE", "gateway.unknown-before");
            case SET_ASIDE -> refused(pair, "SET_ASIDE", "gateway.set-aside");
            case REJECTED ->
                joined && last != null
                        ? noted(pair, "JOINED_REJECTED", PosAnswer.rejected(last.answer()))
                        : attempt(entry, pair, request);
            case READY -> {
                if (entry.inDoubt()) {
                    yield refused(pair, "UNKNOWN_BEFORE", "gateway.unknown-before");
                }
                if (!same) {
                    yield refused(pair, "OTHER_RECEIPT_ATTACHED", "gateway.other-receipt-attached");
                }
                yield joined && last instanceof Outcome.NotSent
                        ? noted(pair, "JOINED_NOT_SENT", new PosAnswer.Empty(502))
                        : attempt(entry, pair, request);
            }
            case PENDING ->
                entry.inDoubt()
                        ? refused(pair, "UNKNOWN_BEFORE", "gateway.unknown-before")
                        : attempt(entry, pair, request);
            case SENDING -> null;
        };
    }

    private @Nullable PosAnswer attempt(LedgerEntry entry, PosConfirmation pair, ForwardedRequest request) {
        FiscalReceipt receipt = pair.receipt();
        if (entry.hasReceipt(receipt) && !entry.needsAcceptance()) {
            return send(entry, request);
        }
        if (pair.isDoubtful()) {
            return refused(pair, "NEEDS_PERSON", "gateway.needs-person");
        }
        // A rejected receipt is certainly not booked, so that the POS may replace it as a cashier may.
        ConfirmationWorkflow.Consent consent =
                new ConfirmationWorkflow.Consent(List.of(), entry.state() == PaymentState.REJECTED, null);
        return switch (confirmation.attach(entry, receipt, consent)) {
            case ConfirmationWorkflow.Attached.Done done -> send(done.entry(), request);
            case ConfirmationWorkflow.Attached.Refunded _ -> refused(pair, "REFUNDED", "gateway.refunded");
            case ConfirmationWorkflow.Attached.NeedsConsent _ -> refused(pair, "NEEDS_PERSON", "gateway.needs-person");
            case ConfirmationWorkflow.Attached.ReceiptTaken _ ->
                refused(pair, "RECEIPT_TAKEN", "gateway.receipt-taken");
            case ConfirmationWorkflow.Attached.NotAllowed _ -> null;
        };
    }

    private @Nullable PosAnswer send(LedgerEntry entry, ForwardedRequest request) {
        ConfirmationWorkflow.Sent result = api.forwarding(request, () -> confirmation.sendForPos(entry));
        underWay.hasEnded();
        return switch (result) {
            case ConfirmationWorkflow.Sent.Done done -> {
                notes.accept(note(entry.transactionId().toString(), result(done.outcome()), entry.receipt()));
                yield sent(done.outcome(), request);
            }
            case ConfirmationWorkflow.Sent.NotAllowed _ -> null;
        };
    }

    private static PosAnswer sent(Outcome outcome, ForwardedRequest request) {
        ForwardedRequest.Response response = request.response();
        if (response != null) {
            return new PosAnswer.Forwarded(response);
        }
        return new PosAnswer.Empty(outcome instanceof Outcome.NotSent ? 502 : 504);
    }

    static String result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed _ -> "CONFIRMED";
            case Outcome.Rejected _ -> "REJECTED";
            case Outcome.NotSent _ -> "NOT_SENT";
            case Outcome.Unknown _ -> "UNKNOWN";
        };
    }

    private PosAnswer stored(LedgerEntry entry) {
        return ledger.confirmedResponse(entry).map(PosAnswer.Envelope::new).orElseGet(() -> PosAnswer.confirmed(entry));
    }

    private PosAnswer refused(PosConfirmation pair, String result, String key) {
        return noted(pair, result, PosAnswer.refused(texts.get(key)));
    }

    private PosAnswer noted(PosConfirmation pair, String result, PosAnswer answer) {
        notes.accept(note(pair.transactionId().toString(), result, pair.receipt()));
        return answer;
    }

    private Note note(String transactionId, String result, @Nullable FiscalReceipt receipt) {
        return Note.of(
                pos.clock().instant(),
                Note.Kind.CONFIRM,
                transactionId,
                result,
                receipt == null ? null : receipt.url());
    }
}
