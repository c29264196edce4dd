package uz.fiskaldesk.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.AttemptsUnderWay;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.inbox.InboxJson.Reason;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.wording.Messages;

/**
 * Handles {@code POST /payments/{id}/receipt}: attaches a receipt and, if the client wants that, sends the payment and waits
 * for the outcome. A receipt that a person has to decide about is refused. A request that is repeated sends nothing a second
 * time: only a payment that is READY is sent, by a transition that one request alone can make. Blocking. Thread-safe.
 */
final class ReceiptRequests {
    /** What became of the confirmation. */
    enum Result {
        /** The receipt is attached; the client did not ask for the confirmation. */
        ATTACHED,
        CONFIRMED,
        REJECTED,
        UNKNOWN,
        NOT_SENT;

        /** What became of a payment that was sent. */
        static Result of(LedgerEntry entry) {
            return switch (entry.state()) {
                case CONFIRMED -> CONFIRMED;
                case REJECTED -> REJECTED;
                case UNKNOWN, SENDING -> UNKNOWN;
                case READY, PENDING, SET_ASIDE -> entry.inDoubt() ? UNKNOWN : NOT_SENT;
            };
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** 202 tells a client that looks at the status alone that the payment is not confirmed. */
        int status() {
            return this == ATTACHED || this == CONFIRMED ? 200 : 202;
        }
    }

    /** More requests than this must not wait for FiscalBox at the same time. */
    static final int MOST_SENDING = 16;

    private static final int MOST_TRIES = 5;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Inbox.Services services;
    private final Ledger ledger;
    private final ConfirmationWorkflow confirmation;
    private final Messages messages;
    private final InboxJson json;
    private final ReceiptChecks checks;
    private final AttemptsUnderWay underWay;
    private final Semaphore places = new Semaphore(MOST_SENDING);

    ReceiptRequests(Inbox.Services services, InboxJson json) {
        this.services = services;
        this.ledger = services.ledger();
        this.confirmation = services.confirmation();
        this.messages = services.messages();
        this.json = json;
        this.underWay = new AttemptsUnderWay(ledger);
        this.checks = new ReceiptChecks(services.pos().clock());
    }

    /**
     * Handles a request.
     *
     * @param terminalId the fiscal module of this till; null if it is not known
     */
    Response handle(LedgerEntry payment, byte[] body, boolean send, @Nullable String terminalId)
            throws RejectedException, InterruptedException {
        String text = receipt(body);
        return switch (services.receipts().read(text)) {
            case ReceiptReading.Refused refused ->
                refused(
                        422,
                        "not-a-receipt",
                        List.of(new Reason(refused.reason().code(), messages.refusal(refused.reason()))));
            case ReceiptReading.Accepted accepted -> {
                Binding bound = attach(payment, accepted, terminalId);
                yield switch (bound) {
                    case Binding.Refused refused -> refused.response();
                    case Binding.Done done -> send ? send(done.entry(), accepted.receipt()) : answer(done.entry());
                };
            }
        };
    }

    /** The result of attaching a receipt. */
    private sealed interface Binding {
        record Done(LedgerEntry entry) implements Binding {}

        record Refused(Response response) implements Binding {}
    }

    /** The text of the receipt; FiscalBox calls it {@code qr_code}. */
    private static String receipt(byte[] body) throws RejectedException {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new RejectedException(400, "not-json", "The body is not JSON.");
        }
        JsonNode receipt = node.has("receipt") ? node.path("receipt") : node.path("qr_code");
        if (!receipt.isString() || receipt.stringValue().isBlank()) {
            throw new RejectedException(
                    400, "receipt-missing", "The body needs the link of the receipt: {\"receipt\": \"…\"}.");
        }
        return receipt.stringValue();
    }

    private Binding attach(LedgerEntry first, ReceiptReading.Accepted reading, @Nullable String terminalId) {
        FiscalReceipt receipt = reading.receipt();
        LedgerEntry entry = first;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (entry.hasReceipt(receipt)) {
                return entry.needsAcceptance()
                        ? refused("needs-person", warnings(entry.warnings(), terminalId))
                        : new Binding.Done(entry);
            }
            if (entry.receipt() != null) {
                return refused("other-receipt", List.of());
            }
            if (!entry.takesReceipt()) {
                return refused("takes-no-receipt", List.of());
            }
            List<ReceiptWarning> doubts = doubts(reading, entry, terminalId);
            if (!doubts.isEmpty()) {
                return new Binding.Refused(refused(422, "needs-person", warnings(doubts, terminalId)));
            }
            switch (confirmation.attach(entry, receipt, ConfirmationWorkflow.Consent.NONE)) {
                case ConfirmationWorkflow.Attached.Done done -> {
                    return new Binding.Done(done.entry());
                }
                case ConfirmationWorkflow.Attached.NeedsConsent _ -> {
                    return refused("other-receipt", List.of());
                }
                case ConfirmationWorkflow.Attached.Refunded _ -> {
                    return new Binding.Refused(
                            refused(422, "needs-person", warnings(List.of(ReceiptWarning.REFUNDED), terminalId)));
                }
                case ConfirmationWorkflow.Attached.ReceiptTaken taken -> {
                    return refused(
                            "receipt-taken",
                            List.of(new Reason("transaction", taken.by().toString())));
                }
                case ConfirmationWorkflow.Attached.NotAllowed changed -> entry = changed.current();
            }
        }
        return refused("changed-meanwhile", List.of());
    }

    private List<ReceiptWarning> doubts(
            ReceiptReading.Accepted reading, LedgerEntry entry, @Nullable String terminalId) {
        return checks.warnings(reading, entry.payment().paidAt(), terminalId).stream()
                .filter(ReceiptWarning::needsAcceptance)
                .toList();
    }

    private List<Reason> warnings(List<ReceiptWarning> warnings, @Nullable String terminalId) {
        return warnings.stream()
                .map(warning -> new Reason(warning.code(), messages.warning(warning, terminalId)))
                .toList();
    }

    private Binding refused(String code, List<Reason> reasons) {
        return new Binding.Refused(refused(409, code, reasons));
    }

    private Response refused(int status, String code, List<Reason> reasons) {
        return InboxJson.error(status, code, messages.texts().get("inbox.refused." + code), reasons);
    }

    private Response send(LedgerEntry entry, FiscalReceipt receipt) throws RejectedException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new RejectedException(
                    429, "too-many-requests", "Too many confirmations wait for FiscalBox.", "Retry-After: 5");
        }
        try {
            return sent(entry, receipt);
        } finally {
            places.release();
        }
    }

    private Response sent(LedgerEntry first, FiscalReceipt receipt) throws InterruptedException {
        long deadline = System.nanoTime() + services.answerTimeout().toNanos();
        LedgerEntry entry = first;
        boolean joined = false;
        while (true) {
            if (!entry.hasReceipt(receipt)) {
                return refused(409, "changed-meanwhile", List.of());
            }
            if (entry.state() == PaymentState.SENDING) {
                joined = true;
            } else if (entry.state() == PaymentState.READY && !entry.inDoubt() && !entry.needsAcceptance() && !joined) {
                if (send(entry) instanceof ConfirmationWorkflow.Sent.Done done) {
                    return answer(done.entry(), Result.of(done.entry()));
                }
            } else {
                return answer(entry, Result.of(entry));
            }
            Optional<LedgerEntry> changed = underWay.awaitChange(entry, deadline);
            if (changed.isEmpty()) {
                return answer(entry, Result.UNKNOWN);
            }
            entry = changed.get();
        }
    }

    private ConfirmationWorkflow.Sent send(LedgerEntry entry) {
        ConfirmationWorkflow.Sent result = confirmation.send(entry);
        underWay.hasEnded();
        return result;
    }

    /** A payment that is confirmed already, or that a person handles, is not merely attached. */
    private Response answer(LedgerEntry entry) {
        return answer(
                entry,
                switch (entry.state()) {
                    case PENDING, READY -> Result.ATTACHED;
                    case SENDING, CONFIRMED, REJECTED, UNKNOWN, SET_ASIDE -> Result.of(entry);
                });
    }

    private Response answer(LedgerEntry entry, Result result) {
        services.listener().receipt(entry, result.code());
        ObjectNode payment = json.payment(entry);
        payment.put("result", result.code());
        return InboxJson.json(result.status(), payment);
    }

    /** Ends the waiting for outcomes of others, so that the server can be closed. */
    void stopWaiting() {
        underWay.stopWaiting();
    }
}
