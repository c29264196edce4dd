package uz.fiskaldesk.intake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;

/**
 * An HTTP server with which another program on this computer, such as the POS, adds payments: {@code POST /payments}
 * with the token, and one payment or an array in the format of an import. It listens on the loopback address only and
 * rejects every request that a web page could cause a browser to send.
 *
 * <p>Responses: 200 if all payments are in the ledger; 422 if some were refused, with the reasons; 4xx if the request
 * is invalid; 503 if the ledger cannot be written, in which case the request should be repeated later. Sending a
 * payment twice is harmless.
 */
public final class Inbox implements AutoCloseable {
    /** The name recorded with the acts of the inbox. */
    public static final String WHO = "inbox";

    public static final int DEFAULT_PORT = 8791;
    public static final String PATH = "/payments";

    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** With or without parameters, but not {@code application/jsonx}. */
    private static final Pattern JSON_TYPE = Pattern.compile("(?i)\\s*application/json\\s*(?:;[^,]*)?");

    private static final int BACKLOG = 50;

    /** Thrown when a request is rejected; never leaves this class. */
    private static final class RejectedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String why;

        /** @param why sent to the client */
        RejectedException(int status, String why) {
            super(why, null, false, false);
            this.status = status;
            this.why = why;
        }
    }

    private final Import payments;
    private final InboxToken token;
    private final Consumer<RowReport> listener;
    private final HttpServer server;
    private final Set<String> hosts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Inbox(Import payments, InboxToken token, Consumer<RowReport> listener, HttpServer server) {
        this.payments = payments;
        this.token = token;
        this.listener = listener;
        this.server = server;
        int port = server.getAddress().getPort();
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /**
     * Starts the server.
     *
     * @param payments whose operator's name is {@link #WHO}
     * @param port 0 for any free port
     * @param listener called with the result of every payment, on a thread of the inbox
     * @throws IOException if the port is in use
     */
    public static Inbox start(Import payments, InboxToken token, int port, Consumer<RowReport> listener)
            throws IOException {
        limitSlowClients();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        Inbox inbox = new Inbox(payments, token, listener, server);
        server.setExecutor(inbox.threads);
        server.createContext("/", inbox::handle);
        server.start();
        return inbox;
    }

    /**
     * Limits the duration of requests and responses, in seconds. The JDK's server offers this only as system
     * properties, which it reads when it is first used.
     */
    private static void limitSlowClients() {
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "20");
            }
        }
    }

    /** Returns the URL for posting payments. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                checkHead(exchange);
                take(exchange, body(exchange));
            } catch (RejectedException e) {
                LOG.info("Rejected with {}: {}", e.status, e.why);
                exchange.getResponseHeaders().set("Connection", "close");
                answer(exchange, e.status, RowJson.error(e.why));
                closeWithoutReading(exchange);
            } catch (LedgerException e) {
                LOG.error("Cannot write a payment of the inbox to the ledger", e);
                exchange.getResponseHeaders().set("Retry-After", "30");
                answer(exchange, 503, RowJson.error("The ledger cannot be written now."));
            }
        } catch (RuntimeException e) {
            LOG.error("Request to the inbox failed", e);
            throw e;
        }
    }

    /** Checks the request line and the headers; the body of a rejected request is not read. */
    private void checkHead(HttpExchange exchange) throws RejectedException {
        // Another host name means DNS rebinding: a web page reached this server through its own domain.
        String host = header(exchange, "Host");
        boolean elsewhere = exchange.getRequestURI().getRawAuthority() != null;
        if (elsewhere || host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw new RejectedException(403, "The Host is not this computer.");
        }
        if (header(exchange, "Origin") != null) {
            throw new RejectedException(403, "Requests of web pages are not taken.");
        }
        if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
            throw new RejectedException(404, "There is only " + PATH + " here.");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new RejectedException(405, "Payments are taken by POST only.");
        }
        if (!token.isIn(header(exchange, "Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw new RejectedException(401, "The token is missing or wrong.");
        }
        String type = header(exchange, "Content-Type");
        if (type == null || !JSON_TYPE.matcher(type).matches()) {
            throw new RejectedException(415, "The Content-Type has to be application/json.");
        }
    }

    private static byte[] body(HttpExchange exchange) throws RejectedException, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new RejectedException(413, "The request is larger than " + (MOST_BYTES >> 20) + " MB.");
        }
        return body;
    }

    /** Returns a header; rejects duplicates because programs differ in which one they use. */
    private static @Nullable String header(HttpExchange exchange, String name) throws RejectedException {
        List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new RejectedException(400, "The header " + name + " is there twice.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /**
     * Closes the connection immediately; the server itself would wait for the rest of the body. When a thread is
     * interrupted, its next channel operation closes the channel (java.nio.channels.InterruptibleChannel).
     */
    private static void closeWithoutReading(HttpExchange exchange) throws IOException {
        exchange.getResponseBody().flush();
        Thread.currentThread().interrupt();
        try {
            exchange.close();
        } finally {
            Thread.interrupted();
        }
    }

    private void take(HttpExchange exchange, byte[] body) throws RejectedException, IOException {
        List<Row> rows = new ArrayList<>();
        try {
            new JsonRows(TextFile.of(() -> new ByteArrayInputStream(body))).read(new Collecting(rows));
        } catch (ImportFileException e) {
            throw new RejectedException(400, "The body is not JSON.");
        }
        if (rows.isEmpty()) {
            throw new RejectedException(400, "The body has no payments.");
        }
        List<RowReport> reports = new ArrayList<>();
        for (Row row : rows) {
            RowReport report = row.fields() == null
                    ? new RowReport(row.line(), RowReport.Result.REFUSED, null, row.problems())
                    : payments.addPayment(row.line(), row.fields(), null);
            reports.add(report);
            listener.accept(report);
        }
        boolean allAccepted = reports.stream().noneMatch(report -> report.result() == RowReport.Result.REFUSED);
        answer(exchange, allAccepted ? 200 : 422, RowJson.of(reports));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Waits up to a second for active requests, then closes the server. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }

    private record Row(long line, @Nullable PaymentFields fields, List<FieldProblem> problems) {}

    private record Collecting(List<Row> rows) implements RowSink {
        @Override
        public void row(long line, PaymentFields fields) {
            rows.add(new Row(line, fields, List.of()));
        }

        @Override
        public void broken(long line, FieldProblem why) {
            rows.add(new Row(line, null, List.of(why)));
        }

        @Override
        public void ignored(String column) {
            // Clients may send additional fields.
        }
    }
}
