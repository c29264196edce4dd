package uz.fiskaldesk.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What the simulated FiscalBox knows and decides; it knows nothing of sockets. Thread-safe. */
final class Till {
    static final String CONFIRM = "/payment/anor_confirm";

    private static final String INFO = "/info";
    private static final String LAST = "/order/last";
    private static final String SEND_RECEIPTS = "/order/sendreceipt";

    private final Clock clock;
    private final Instant startedAt;
    private final List<SeenRequest> requests = new ArrayList<>();
    private final SortedMap<String, String> booked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Turns turns;

    Till(Scenario scenario, Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.turns = new Turns(scenario);
    }

    /** What was decided about a request, and what the request was. */
    record Decision(SeenRequest seen, Behaviour behaviour) {}

    /** Decides what to do, books and keeps the request, in this order and before any byte is answered. */
    synchronized Decision decide(WireRequest request) {
        return switch (request.path()) {
            case CONFIRM -> request.method().equals("POST") ? confirm(request) : notAllowed(request);
            case INFO -> request.method().equals("GET") ? keep(request, info()) : notAllowed(request);
            case LAST -> request.method().equals("GET") ? keep(request, lastReceipt()) : notAllowed(request);
            case SEND_RECEIPTS -> request.method().equals("GET") ? keep(request, receiptsSent()) : notAllowed(request);
            default -> keep(request, page("404", new Answer.Page(404, "text/plain", "404 page not found\n")));
        };
    }

    /** Goes over to another scenario, from its start. */
    synchronized void play(Scenario scenario) {
        turns = new Turns(scenario);
    }

    synchronized List<SeenRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized Map<String, String> booked() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(booked));
    }

    private Decision confirm(WireRequest request) {
        Confirmation confirmation = Confirmation.read(request.body());
        String transaction = confirmation.transactionId();
        String qrCode = confirmation.qrCode();
        if (confirmation.refusal() != null || transaction == null || qrCode == null) {
            String envelope = Envelope.error(7, confirmation.refusal());
            return keep(request, confirmation, page("invalid", new Answer.Page(200, "application/json", envelope)));
        }
        Behaviour behaviour = turns.next(transaction);
        if (behaviour.booked()) {
            booked.putIfAbsent(transaction, qrCode);
        }
        return keep(request, confirmation, behaviour);
    }

    private Behaviour info() {
        return switch (turns.scenario().info()) {
            case UP -> {
                ObjectNode data = Envelope.object();
                data.put("terminal_id", turns.scenario().terminalId());
                data.put("applet_version", "0300");
                data.put("current_time", Tashkent.asInfo(clock.instant()));
                yield page("info", new Answer.Page(200, "application/json", Envelope.success(data)));
            }
            case NOT_INITIALISED -> {
                String envelope = Envelope.error(102, "FISCAL_MODULE_NOT_INITIALIZED");
                yield page("info", new Answer.Page(200, "application/json", envelope));
            }
            case DOWN -> page("info", new Answer.Reset());
        };
    }

    private Behaviour receiptsSent() {
        if (turns.scenario().info() != Scenario.InfoAnswer.UP) {
            return info();
        }
        ObjectNode data = Envelope.object();
        data.put("message", "All receipts have been sent");
        return page("send-receipts", new Answer.Page(200, "application/json", Envelope.success(data)));
    }

    private Behaviour lastReceipt() {
        Scenario scenario = turns.scenario();
        ObjectNode data = Envelope.object();
        switch (scenario.lastReceiptIn()) {
            case RESULT -> data.set("result", fields(scenario));
            case DATA -> data = fields(scenario);
            case NOWHERE -> {
                String envelope = Envelope.error(103, "Order not found");
                return page("last-receipt", new Answer.Page(200, "application/json", envelope));
            }
        }
        return page("last-receipt", new Answer.Page(200, "application/json", Envelope.success(data)));
    }

    private ObjectNode fields(Scenario scenario) {
        ObjectNode receipt = Envelope.object();
        receipt.put("TerminalID", scenario.terminalId());
        receipt.put("QRCodeURL", Objects.requireNonNullElseGet(scenario.lastReceipt(), () -> madeUp(scenario)));
        return receipt;
    }

    /** A till that is given no last receipt issued one a minute before the simulator was started. */
    private String madeUp(Scenario scenario) {
        String time = Tashkent.asInUrl(startedAt.minus(Duration.ofMinutes(1)));
        return "https://ofd.soliq.uz/check?t=" + scenario.terminalId() + "&r=6013&c=" + time + "&s=025561534771";
    }

    private Decision notAllowed(WireRequest request) {
        return keep(request, Behaviour.httpError(405));
    }

    private Decision keep(WireRequest request, Behaviour behaviour) {
        return keep(request, new Confirmation(null, null, null), behaviour);
    }

    private Decision keep(WireRequest request, Confirmation confirmation, Behaviour behaviour) {
        SeenRequest seen = new SeenRequest(
                clock.instant(),
                request.method(),
                request.path(),
                confirmation.transactionId(),
                confirmation.qrCode(),
                request.body(),
                behaviour.name(),
                behaviour.booked());
        requests.add(seen);
        return new Decision(seen, behaviour);
    }

    private static Behaviour page(String name, Answer answer) {
        return new Behaviour(name, Duration.ZERO, false, answer);
    }
}
