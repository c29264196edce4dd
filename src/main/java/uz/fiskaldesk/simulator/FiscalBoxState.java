package uz.fiskaldesk.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The state and logic of the simulated FiscalBox, independent of sockets. Thread-safe. */
final class FiscalBoxState {
    private static final String INFO = "/info";
    private static final String LAST = "/order/last";
    private static final String PRINT = "/order/print";
    private static final String SEND_RECEIPTS = "/order/sendreceipt";

    /** {@code current_time} of {@code /info/}. */
    private static final DateTimeFormatter INFO_TIME = tashkentTime("yyyy-MM-dd HH:mm:ss");

    /** {@code c} of a receipt's URL. */
    private static final DateTimeFormatter URL_TIME = tashkentTime("yyyyMMddHHmmss");

    private final Clock clock;
    private final Instant startedAt;
    private final Sales sales;
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final SortedMap<String, String> booked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private ScenarioProgress progress;

    FiscalBoxState(Scenario scenario, Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.sales = new Sales(startedAt);
        this.progress = new ScenarioProgress(scenario);
    }

    /** A recorded request and how to handle it. */
    record Decision(RecordedRequest seen, Behaviour behaviour, String id) {}

    /** Chooses the behaviour, books the receipt and records the request, before any byte of the response is sent. */
    synchronized Decision decide(HttpRequest request) {
        Optional<Endpoint> endpoint = Endpoint.of(request.path());
        if (endpoint.isPresent()) {
            return request.method().equals("POST") ? confirm(endpoint.get(), request) : notAllowed(request);
        }
        return switch (request.path()) {
            case Sales.PAYMENT ->
                request.method().equals("POST")
                        ? record(request, page("payment", sales.payment()))
                        : notAllowed(request);
            case Sales.ORDER ->
                request.method().equals("POST")
                        ? record(
                                request,
                                page("order", sales.receipt(progress.scenario().terminalId(), clock.instant())))
                        : notAllowed(request);
            case INFO -> request.method().equals("GET") ? record(request, info()) : notAllowed(request);
            case LAST -> request.method().equals("GET") ? record(request, lastReceipt()) : notAllowed(request);
            case PRINT -> request.method().equals("GET") ? record(request, printed()) : notAllowed(request);
            case SEND_RECEIPTS ->
                request.method().equals("GET") ? record(request, receiptsSent()) : notAllowed(request);
            default -> record(request, page("404", new Response.Page(404, "text/plain", "404 page not found\n")));
        };
    }

    /** Switches to another scenario from its beginning. */
    synchronized void play(Scenario scenario) {
        progress = new ScenarioProgress(scenario);
    }

    synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized Map<String, String> booked() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(booked));
    }

    private Decision confirm(Endpoint endpoint, HttpRequest request) {
        Confirmation confirmation = Confirmation.read(endpoint, request.body());
        String transaction = confirmation.transactionId();
        String qrCode = confirmation.qrCode();
        if (confirmation.refusal() != null || transaction == null || qrCode == null) {
            String envelope = Envelope.error(7, confirmation.refusal());
            return record(request, confirmation, page("invalid", new Response.Page(200, "application/json", envelope)));
        }
        Behaviour behaviour = endpoint.adapted(progress.next(transaction));
        if (behaviour.booked()) {
            booked.putIfAbsent(transaction, qrCode);
        }
        return record(request, confirmation, behaviour);
    }

    private Behaviour info() {
        return switch (progress.scenario().info()) {
            case UP -> {
                ObjectNode data = Envelope.object();
                data.put("terminal_id", progress.scenario().terminalId());
                data.put("applet_version", "0300");
                data.put("current_time", INFO_TIME.format(clock.instant()));
                progress.scenario().infoFields().forEach((name, json) -> data.putRawValue(name, new RawValue(json)));
                yield page("info", new Response.Page(200, "application/json", Envelope.success(data)));
            }
            case NOT_INITIALISED -> {
                String envelope = Envelope.error(102, "FISCAL_MODULE_NOT_INITIALIZED");
                yield page("info", new Response.Page(200, "application/json", envelope));
            }
            case DOWN -> page("info", new Response.Reset());
        };
    }

    private Behaviour receiptsSent() {
        if (progress.scenario().info() != Scenario.InfoAnswer.UP) {
            return info();
        }
        ObjectNode data = Envelope.object();
        data.put("message", "All receipts have been sent");
        return page("send-receipts", new Response.Page(200, "application/json", Envelope.success(data)));
    }

    private Behaviour printed() {
        if (progress.scenario().info() != Scenario.InfoAnswer.UP) {
            return info();
        }
        ObjectNode data = Envelope.object();
        data.put("message", "OK");
        return page("print", new Response.Page(200, "application/json", Envelope.success(data)));
    }

    private Behaviour lastReceipt() {
        Scenario scenario = progress.scenario();
        ObjectNode data = Envelope.object();
        switch (scenario.lastReceiptIn()) {
            case RESULT, WRAPPED -> data.set("result", fields(scenario));
            case DATA -> data.setAll(fields(scenario));
            case NOWHERE -> {
                String envelope = Envelope.error(103, "Order not found");
                return page("last-receipt", new Response.Page(200, "application/json", envelope));
            }
        }
        scenario.lastReceiptFields().forEach((name, json) -> data.putRawValue(name, new RawValue(json)));
        String envelope = Envelope.success(data);
        String body = scenario.lastReceiptIn() == Scenario.LastReceiptIn.WRAPPED
                ? "{\"result\": " + envelope + "}"
                : envelope;
        return page("last-receipt", new Response.Page(200, "application/json", body));
    }

    private ObjectNode fields(Scenario scenario) {
        ObjectNode receipt = Envelope.object();
        receipt.put("TerminalID", scenario.terminalId());
        receipt.put("QRCodeURL", Objects.requireNonNullElseGet(scenario.lastReceipt(), () -> defaultReceipt(scenario)));
        return receipt;
    }

    /** The default last receipt: issued a minute before the simulator was started. */
    private String defaultReceipt(Scenario scenario) {
        String time = URL_TIME.format(startedAt.minus(Duration.ofMinutes(1)));
        return "https://ofd.soliq.uz/check?t=" + scenario.terminalId() + "&r=6013&c=" + time + "&s=025561534771";
    }

    private Decision notAllowed(HttpRequest request) {
        return record(request, Behaviour.httpError(405));
    }

    private Decision record(HttpRequest request, Behaviour behaviour) {
        return record(request, Confirmation.NONE, behaviour);
    }

    private Decision record(HttpRequest request, Confirmation confirmation, Behaviour behaviour) {
        RecordedRequest seen = new RecordedRequest(
                clock.instant(),
                request.method(),
                request.path(),
                confirmation.transactionId(),
                confirmation.qrCode(),
                request.body(),
                behaviour.name(),
                behaviour.booked());
        requests.add(seen);
        String id = confirmation.id();
        return new Decision(seen, behaviour, id == null ? "" : id);
    }

    private static DateTimeFormatter tashkentTime(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.ofHours(5));
    }

    private static Behaviour page(String name, ObjectNode data) {
        return page(name, new Response.Page(200, "application/json", Envelope.success(data)));
    }

    private static Behaviour page(String name, Response answer) {
        return new Behaviour(name, Duration.ZERO, false, answer);
    }
}
