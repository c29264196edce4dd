package uz.fiskaldesk.gateway;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;

/**
 * A FiscalBox that makes payments and receipts, fails in every documented way, and knows the truth: which receipt belongs to
 * which payment, and what was sent to it. Thread-safe.
 */
final class MonthFiscalBox implements AutoCloseable {
    /** How a call fails. An address that cannot be reached is simulated apart. */
    enum Fault {
        REFUSED,
        REJECTED,
        DECLINED,
        PROVIDER_ERROR,
        BAD_REQUEST,
        NOT_FOUND,
        TOO_MANY_REQUESTS,
        UPSTREAM_TIMEOUT,
        OTHER_TRANSACTION,
        NO_ANSWER,
        RESET,
        CLOSED,
        SERVER_ERROR,
        HTML,
        EMPTY,
        TRUNCATED,
        REDIRECT;

        /** Whether FiscalBox certainly has not done what it was asked for. */
        boolean isDefinite() {
            return compareTo(UPSTREAM_TIMEOUT) < 0;
        }
    }

    /** What FiscalBox knows of a payment. */
    static final class Truth {
        final String transactionId;
        final int paymentId;
        final String receipt;
        private final List<String> booked = new ArrayList<>();
        private int requestsAfterBooking;

        Truth(String transactionId, int paymentId, String receipt) {
            this.transactionId = transactionId;
            this.paymentId = paymentId;
            this.receipt = receipt;
        }

        /** The receipts that were bound to it, in order. */
        synchronized List<String> booked() {
            return List.copyOf(booked);
        }

        synchronized int requestsAfterBooking() {
            return requestsAfterBooking;
        }

        private synchronized void request() {
            if (!booked.isEmpty()) {
                requestsAfterBooking++;
            }
        }

        private synchronized void book(String link) {
            booked.add(link);
        }
    }

    private static final Pattern FIELD = Pattern.compile("\"(transaction_id|qr_code|digits|order)\": *\"([^\"]*)\"");
    private static final DateTimeFormatter ISSUED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneId.of("Asia/Tashkent"));
    private static final Duration HANGS = Duration.ofMillis(1500);

    private final int till;
    private final double faultRate;
    private final Clock clock;
    private final Random random;
    private final Map<String, Truth> byDigits = new LinkedHashMap<>();
    private final Map<String, Truth> byId = new LinkedHashMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final CountDownLatch closing = new CountDownLatch(1);
    private long calls;
    private int sales;
    private ScriptedUpstream server;

    MonthFiscalBox(int till, double faultRate, Clock clock, long seed) throws IOException {
        this.till = till;
        this.faultRate = faultRate;
        this.clock = clock;
        this.random = new Random(seed);
        this.server = ScriptedUpstream.start(this::play);
    }

    FiscalBoxAddress address() {
        return server.address();
    }

    /** Closes the port while something runs, if this call is to be refused. */
    void maybeAway(Call call) throws IOException, InterruptedException {
        boolean away;
        synchronized (this) {
            away = random.nextDouble() < faultRate / Fault.values().length;
            if (away) {
                calls++;
                faults.merge(Fault.REFUSED, 1, Integer::sum);
            }
        }
        int port = server.port();
        if (away) {
            server.close();
        }
        try {
            call.run();
        } finally {
            if (away) {
                server = ScriptedUpstream.start(port, this::play);
            }
        }
    }

    /** Something that calls this FiscalBox. */
    interface Call {
        void run() throws IOException, InterruptedException;
    }

    private void play(ScriptedUpstream.Peer peer) throws IOException, InterruptedException {
        String request = peer.request();
        if (request.isEmpty()) {
            return;
        }
        String path = request.split(" ", 3)[1];
        if (path.equals("/info/")) {
            peer.answer(success("{\"terminal_id\":\"" + terminal() + "\"}"));
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(request);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        Fault fault = draw(path);
        switch (path) {
            case "/payment/anor" -> {
                if (fault == null) {
                    Truth truth = pay(fields.getOrDefault("digits", ""));
                    peer.answer(success("{\"transaction_id\":\"" + truth.transactionId + "\",\"payment_id\":"
                            + truth.paymentId + ",\"payment_status\":2,\"phone_number\":\"998946532140\"}"));
                }
            }
            case "/order/create/" -> {
                if (fault == null) {
                    peer.answer(success("{\"qr_url\":\"" + truth(fields.getOrDefault("order", "")).receipt + "\"}"));
                }
            }
            default -> confirm(peer, fields, fault);
        }
        if (fault != null) {
            fail(peer, fault, fields.getOrDefault("transaction_id", ""));
        }
    }

    private void confirm(ScriptedUpstream.Peer peer, Map<String, String> fields, @Nullable Fault fault)
            throws IOException {
        Truth truth = truth(fields.getOrDefault("transaction_id", ""));
        truth.request();
        boolean booked;
        synchronized (this) {
            booked = fault == null || (!fault.isDefinite() && random.nextBoolean());
        }
        if (booked) {
            truth.book(fields.getOrDefault("qr_code", ""));
        }
        if (fault == null) {
            peer.answer(success("{\"message\":\"Fiscalization completed successfully\",\"error_code\":0,\"payment_id\":"
                    + truth.paymentId + ",\"transaction_id\":\"" + truth.transactionId + "\"}"));
        }
    }

    private void fail(ScriptedUpstream.Peer peer, Fault fault, String transaction)
            throws IOException, InterruptedException {
        switch (fault) {
            case REFUSED, RESET -> peer.reset();
            case REJECTED -> peer.answer(error("{\"code\":106,\"message\":\"rad etildi\",\"data\":null}"));
            case DECLINED -> peer.answer(error("null"));
            case PROVIDER_ERROR -> peer.answer(success("{\"error_code\":31,\"message\":\"xato\"}"));
            case BAD_REQUEST ->
                respond(peer, "400 Bad Request", "", error("{\"code\":7,\"message\":\"blank\",\"data\":null}"));
            case NOT_FOUND -> respond(peer, "404 Not Found", "", "");
            case TOO_MANY_REQUESTS -> respond(peer, "429 Too Many Requests", "Retry-After: 1\r\n", "");
            case UPSTREAM_TIMEOUT -> peer.answer(error("{\"code\":2,\"message\":\"Read timed out\",\"data\":null}"));
            case OTHER_TRANSACTION ->
                peer.answer(success("{\"error_code\":0,\"transaction_id\":\""
                        + UUID.nameUUIDFromBytes(transaction.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + "\"}"));
            case NO_ANSWER -> {
                boolean _ = closing.await(HANGS.toMillis(), TimeUnit.MILLISECONDS);
            }
            case CLOSED -> {}
            case SERVER_ERROR -> respond(peer, "500 Internal Server Error", "", "oops");
            case HTML -> respond(peer, "200 OK", "", "<html>maintenance</html>");
            case EMPTY -> respond(peer, "200 OK", "", "");
            case TRUNCATED -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{\"data\":{\"mess");
            case REDIRECT -> respond(peer, "302 Found", "Location: https://example.org/\r\n", "");
        }
    }

    private static void respond(ScriptedUpstream.Peer peer, String status, String fields, String body)
            throws IOException {
        peer.send("HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static String success(String data) {
        return "{\"data\":" + data + ",\"error\":null,\"is_success\":true}";
    }

    private static String error(String error) {
        return "{\"data\":null,\"error\":" + error + ",\"is_success\":false}";
    }

    /** The fault of this call; null if it succeeds. */
    private synchronized @Nullable Fault draw(String path) {
        calls++;
        if (random.nextDouble() >= faultRate) {
            return null;
        }
        Fault[] all = Fault.values();
        Fault fault = all[1 + random.nextInt(all.length - 1)];
        if (fault == Fault.OTHER_TRANSACTION && !path.startsWith("/payment/anor_confirm")) {
            fault = Fault.REJECTED;
        }
        faults.merge(fault, 1, Integer::sum);
        return fault;
    }

    private String terminal() {
        return "UZ%012d".formatted(170703100000L + till);
    }

    /** A second request with the same digits of a customer is about the same payment. */
    private synchronized Truth pay(String digits) {
        return byDigits.computeIfAbsent(digits, _ -> {
            int n = ++sales;
            String id = new UUID(((long) till << 32) | 0x4000L, 0x8000000000000000L | n).toString();
            String receipt = "https://ofd.soliq.uz/check?t=" + terminal() + "&r=" + n + "&c="
                    + ISSUED.format(clock.instant()) + "&s=%012d".formatted(100_000_000_000L + n);
            Truth truth = new Truth(id, 600_000 + n, receipt);
            byId.put(id, truth);
            return truth;
        });
    }

    private synchronized Truth truth(String transactionId) {
        Truth known = byId.get(transactionId);
        if (known == null) {
            throw new IllegalStateException("no payment " + transactionId);
        }
        return known;
    }

    synchronized List<Truth> payments() {
        return List.copyOf(byId.values());
    }

    synchronized long calls() {
        return calls;
    }

    synchronized Map<Fault, Integer> faults() {
        return Map.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
    }
}
