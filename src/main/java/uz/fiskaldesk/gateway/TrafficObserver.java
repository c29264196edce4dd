package uz.fiskaldesk.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Matching;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.fiscalbox.AnswerData;
import uz.fiskaldesk.fiscalbox.PaymentCall;
import uz.fiskaldesk.gateway.Note.Kind;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.GatewaySettings.AmountUnit;

/**
 * Records in the ledger the payments, receipts and refunds that have passed the gateway. Works on a thread of its own,
 * in the order in which the exchanges ended, so that neither a slow ledger nor an error disturbs an exchange.
 * Thread-safe.
 */
final class TrafficObserver implements AutoCloseable {
    private static final String RECEIPT = "/order/create";
    private static final String REFUND = "/order/refuse";
    private static final Set<String> OTHER_CALLS = Set.of(RECEIPT, REFUND, PaymentCall.UZQR_INVOICE);

    /** Of the content of a request and of a response, in bytes. */
    static final int CONTENT_LIMIT = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(TrafficObserver.class);
    private static final int MOST_WAITING = 200;
    /** How long the end of a response, or a confirmation, waits at most for what has passed before to be noted. */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(2);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** Invoices of UzQR whose payment is awaited. */
    private static final int MOST_INVOICES = 500;

    /** The sum of two such amounts does not overflow. */
    private static final long MOST_TIYIN = 100_000_000_000_000L;

    private static final String INVOICE_ID = "invoice_id";

    /**
     * A complete exchange with decoded contents.
     *     */
    record Exchange(String method, String path, ContentCoding request, int status, ContentCoding response) {}

    private final Ledger ledger;
    private final Matching matching;
    private final ConfirmationWorkflow confirmation;
    private final ReceiptReader receipts;
    private final Providers providers;
    private final Operator pos;
    private final GatewaySettings settings;
    private final Consumer<Note> notes;

    /** The amounts of UzQR's last invoices, by their IDs; used by the observer's thread only. */
    private final Map<String, Amount> invoices = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Amount> eldest) {
            return size() > MOST_INVOICES;
        }
    };

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("gateway-observer").factory());

    TrafficObserver(Gateway.Services services, Consumer<Note> notes) {
        this.ledger = services.ledger();
        this.matching = new Matching(ledger);
        this.confirmation = services.confirmation();
        this.receipts = services.receipts();
        this.providers = services.providers();
        this.pos = services.pos();
        this.settings = services.settings();
        this.notes = notes;
    }

    static boolean isObserved(String method, String path) {
        return PaymentCall.of(method, path).isPresent() || (method.equals("POST") && OTHER_CALLS.contains(path));
    }

    /** Notes an exchange soon. */
    void passed(Exchange exchange) {
        Instant at = pos.clock().instant();
        try {
            thread.execute(() -> note(exchange, at));
        } catch (RejectedExecutionException e) {
            LOG.error("an exchange with {} is not noted: too many wait, or the gateway is closing", exchange.path());
        }
    }

    /** Waits for a short time until what has passed before is noted. */
    void settle() throws InterruptedException {
        CountDownLatch noted = new CountDownLatch(1);
        try {
            thread.execute(noted::countDown);
            if (!noted.await(SETTLING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("what has passed is not noted yet");
            }
        } catch (RejectedExecutionException e) {
            LOG.warn("what has passed is not noted yet", e);
        }
    }

    private void note(Exchange exchange, Instant at) {
        try {
            Optional<JsonNode> data = AnswerData.ofSuccess(
                    exchange.status(),
                    exchange.response().headers(),
                    exchange.response().content());
            if (data.isEmpty()) {
                return;
            }
            JsonNode request = PosConfirmation.json(exchange.request().content());
            Optional<PaymentCall> call = PaymentCall.of(exchange.method(), exchange.path());
            if (call.isPresent()) {
                payment(call.get(), request, data.get(), at);
                return;
            }
            switch (exchange.path()) {
                case PaymentCall.UZQR_INVOICE -> invoice(request, data.get());
                case RECEIPT -> receipt(request, data.get(), at);
                default -> refund(request, at);
            }
        } catch (RuntimeException e) {
            LOG.error("an exchange with {} could not be noted", exchange.path(), e);
        }
    }

    private void payment(PaymentCall call, JsonNode request, JsonNode data, Instant at) {
        Optional<Payment> paid = call.paid(data);
        if (paid.isEmpty() || !providers.contains(call.provider())) {
            return;
        }
        Payment known = paid.get();
        Amount amount =
                call == PaymentCall.UZQR ? invoices.get(text(data.path(INVOICE_ID))) : amount(request.path("amount"));
        Payment payment =
                new Payment(known.transactionId(), known.paymentId(), amount, known.phone(), known.card(), at, null);
        boolean added = ledger.add(payment, null, pos.act(Act.Kind.IMPORTED, null)) instanceof Ledger.Addition.Added;
        notes.accept(new Note(
                at,
                Kind.PAYMENT,
                known.transactionId().toString(),
                added ? "ADDED" : "KNOWN",
                null,
                known.phone(),
                known.card()));
    }

    /** Remembers the amount of an invoice, which the answer about its payment does not repeat. */
    private void invoice(JsonNode request, JsonNode data) {
        String id = text(data.path(INVOICE_ID));
        Amount amount = Amount.parseSums(text(request.path("amount"))).orElse(null);
        if (!id.isEmpty() && amount != null) {
            invoices.put(id, amount);
        }
    }

    /** The amount if its unit is known and it is a whole number of tiyin; else null. */
    private @Nullable Amount amount(JsonNode node) {
        AmountUnit unit = settings.amountUnit();
        if (unit == null || !node.isNumber()) {
            return null;
        }
        try {
            BigDecimal number = node.decimalValue();
            long tiyin = (unit == AmountUnit.SUM ? number.movePointRight(2) : number).longValueExact();
            return tiyin > 0 ? new Amount(tiyin) : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private void receipt(JsonNode request, JsonNode data, Instant at) {
        if (!(receipts.read(text(data.path("qr_url"))) instanceof ReceiptReading.Accepted accepted)) {
            return;
        }
        FiscalReceipt receipt = accepted.receipt();
        LedgerEntry payment = paymentOf(request.path("extra_info"), at);
        if (payment == null) {
            keep(receipt, request, at);
            notes.accept(Note.of(at, Kind.RECEIPT, null, "NO_CERTAIN_PAYMENT", receipt.url()));
            return;
        }
        String result = accepted.warnings().stream().anyMatch(ReceiptWarning::isDoubtful)
                ? "DOUBTFUL"
                : attach(payment, receipt);
        notes.accept(Note.of(at, Kind.RECEIPT, payment.transactionId().toString(), result, receipt.url()));
    }

    /** Keeps a receipt that may be for one of the payments; one that was paid in cash alone is not. */
    private void keep(FiscalReceipt receipt, JsonNode request, Instant at) {
        Amount card = tiyin(request.path("received_card"));
        boolean isCash = card == null && request.path("received_card").isNumber();
        if (!isCash) {
            Amount cash = tiyin(request.path("received_cash"));
            Amount total = card == null || cash == null ? card : new Amount(card.tiyin() + cash.tiyin());
            ledger.keep(new PassedReceipt(receipt, card, total), at);
        }
    }

    /** An amount of an order; null if it is not a positive number that an amount may be. */
    private static @Nullable Amount tiyin(JsonNode node) {
        long tiyin = node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : 0;
        return tiyin > 0 && tiyin <= MOST_TIYIN ? new Amount(tiyin) : null;
    }

    /**
     * The payment that a receipt is certainly for; null if there is none. A payment of Anor has two IDs and is known from
     * before; the ID of another provider identifies its payment, which is added if it is new.
     */
    private @Nullable LedgerEntry paymentOf(JsonNode extra, Instant at) {
        String named = text(extra.path("qr_payment_id"));
        String number = text(extra.path("qr_payment_provider"));
        Provider provider =
                number.isEmpty() ? Provider.ANOR : providers.ofNumber(number).orElse(null);
        if (named.isEmpty() || provider == null) {
            return null;
        }
        return provider == Provider.ANOR
                ? matching.named(new LastReceipt.PaymentName(provider, named)).orElse(null)
                : TransactionId.parse(provider, named)
                        .map(id -> ledger.find(id).orElseGet(() -> add(id, extra, at)))
                        .orElse(null);
    }

    private LedgerEntry add(TransactionId id, JsonNode extra, Instant at) {
        String phone = PhoneNumber.digits(text(extra.path("phone_number"))).orElse(null);
        Payment payment = new Payment(id, null, null, phone, null, at, null);
        return switch (ledger.add(payment, null, pos.act(Act.Kind.IMPORTED, null))) {
            case Ledger.Addition.Added added -> {
                notes.accept(new Note(at, Kind.PAYMENT, id.toString(), "ADDED", null, phone, null));
                yield added.entry();
            }
            case Ledger.Addition.Known known -> known.entry();
            case Ledger.Addition.ReceiptTaken _ ->
                throw new IllegalStateException("a payment without a receipt was added");
        };
    }

    private String attach(LedgerEntry payment, FiscalReceipt receipt) {
        if (payment.hasReceipt(receipt)) {
            return "KNOWN";
        }
        if (payment.receipt() != null) {
            return "HAS_ANOTHER_RECEIPT";
        }
        return switch (confirmation.attachCertain(payment, receipt, deadline())) {
            case ConfirmationWorkflow.Attached.Done _ -> "ATTACHED";
            case ConfirmationWorkflow.Attached.Refunded _ -> "REFUNDED";
            case ConfirmationWorkflow.Attached.NeedsConsent _ -> "NEEDS_PERSON";
            case ConfirmationWorkflow.Attached.ReceiptTaken _ -> "RECEIPT_TAKEN";
            case ConfirmationWorkflow.Attached.NotAllowed _ -> "CHANGED_MEANWHILE";
        };
    }

    private Ledger.PosDeadline deadline() {
        Duration patience = Duration.ofMinutes(settings.finishAfterMinutes());
        return new Ledger.PosDeadline(
                pos.clock().instant().plus(patience), settings.finish() == GatewaySettings.Finish.AUTO);
    }

    private void refund(JsonNode request, Instant at) {
        if (receipts.read(text(request.path("qr_code"))) instanceof ReceiptReading.Accepted accepted) {
            boolean recorded = ledger.recordRefund(accepted.receipt(), pos.cashier(), at);
            notes.accept(Note.of(
                    at,
                    Kind.REFUND,
                    null,
                    recorded ? "RECORDED" : "KNOWN",
                    accepted.receipt().url()));
        }
    }

    /** A text or a number as text; blank for anything else. */
    private static String text(JsonNode node) {
        return node.isString() || node.isNumber() ? node.asString().strip() : "";
    }

    /** Notes what has passed, within a short time. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("{} exchanges were not noted", thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
