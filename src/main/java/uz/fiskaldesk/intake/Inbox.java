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
 * Lets a program on this computer, such as the POS, put payments on the list: {@code POST /payments} with the token,
 * and one payment or an array of them as an import has them. It listens on the loopback address only, and turns away
 * whatever a browser could have been talked into sending.
 *
 * <p>Answers: 200 every payment is in the ledger; 422 some were refused, the rows say why; 4xx the request as a whole is
 * wrong; 503 the ledger cannot be written, send it again later. Sending the same payment twice is harmless.
 */
public final class Inbox implements AutoCloseable {
    /** The name that the acts of the inbox are signed with. */
    public static final String WHO = "inbox";

    public static final int DEFAULT_PORT = 8791;
    public static final String PATH = "/payments";

    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** With parameters or without; {@code application/jsonx} is another type. */
    private static final Pattern JSON_TYPE = Pattern.compile("(?i)\\s*application/json\\s*(?:;[^,]*)?");

    private static final int BACKLOG = 50;

    /** A request was turned away; never leaves this class. */
    private static final class TurnedAwayException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String why;

        /** @param why goes into the answer */
        TurnedAwayException(int status, String why) {
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
     * Opens the inbox.
     *
     * @param payments whose operator is called {@link #WHO}
     * @param port 0 for any free one
     * @param listener hears what became of every payment, on a thread of the inbox
     * @throws IOException where the port is taken
     */
    public static Inbox start(Import payments, InboxToken token, int port, Consumer<RowReport> listener)
            throws IOException {
        boundSlowClients();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        Inbox inbox = new Inbox(payments, token, listener, server);
        server.setExecutor(inbox.threads);
        server.createContext("/", inbox::handle);
        server.start();
        return inbox;
    }

    /** The server has these limits only as system properties; it reads them when it is first used, in seconds. */
    private static void boundSlowClients() {
        for (String limit : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "20");
            }
        }
    }

    /** Where payments are to be posted to. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                admit(exchange);
                take(exchange, body(exchange));
            } catch (TurnedAwayException e) {
                LOG.info("turned away {}: {}", e.status, e.why);
                exchange.getResponseHeaders().set("Connection", "close");
                answer(exchange, e.status, RowJson.error(e.why));
                closeWithoutReading(exchange);
            } catch (LedgerException e) {
                LOG.error("the ledger took no payment from the inbox", e);
                exchange.getResponseHeaders().set("Retry-After", "30");
                answer(exchange, 503, RowJson.error("The ledger cannot be written now."));
            }
        } catch (RuntimeException e) {
            LOG.error("a request to the inbox failed", e);
            throw e;
        }
    }

    /** Judges a request by its head alone: of one that may not come in, the body is not read. */
    private void admit(HttpExchange exchange) throws TurnedAwayException {
        // Another name in Host means that a page in a browser reached us through a name of its own (DNS rebinding).
        String host = header(exchange, "Host");
        boolean elsewhere = exchange.getRequestURI().getRawAuthority() != null;
        if (elsewhere || host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw new TurnedAwayException(403, "The Host is not this computer.");
        }
        if (header(exchange, "Origin") != null) {
            throw new TurnedAwayException(403, "Requests of web pages are not taken.");
        }
        if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
            throw new TurnedAwayException(404, "There is only " + PATH + " here.");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new TurnedAwayException(405, "Payments are taken by POST only.");
        }
        if (!token.isIn(header(exchange, "Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw new TurnedAwayException(401, "The token is missing or wrong.");
        }
        String type = header(exchange, "Content-Type");
        if (type == null || !JSON_TYPE.matcher(type).matches()) {
            throw new TurnedAwayException(415, "The Content-Type has to be application/json.");
        }
    }

    private static byte[] body(HttpExchange exchange) throws TurnedAwayException, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new TurnedAwayException(413, "The request is larger than " + (MOST_BYTES >> 20) + " MB.");
        }
        return body;
    }

    /** A header by which is judged; of two, one program takes the first and another the last. */
    private static @Nullable String header(HttpExchange exchange, String name) throws TurnedAwayException {
        List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new TurnedAwayException(400, "The header " + name + " is there twice.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /**
     * Closes the connection, which the server by itself does only after it has waited for the rest of the body. In an
     * interrupted thread the next read from the channel closes it (java.nio.channels.InterruptibleChannel).
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

    private void take(HttpExchange exchange, byte[] body) throws TurnedAwayException, IOException {
        List<Row> rows = new ArrayList<>();
        try {
            new JsonRows(TextFile.of(() -> new ByteArrayInputStream(body))).read(new Collecting(rows));
        } catch (BrokenFileException e) {
            throw new TurnedAwayException(400, "The body is not JSON.");
        }
        if (rows.isEmpty()) {
            throw new TurnedAwayException(400, "The body has no payments.");
        }
        List<RowReport> reports = new ArrayList<>();
        for (Row row : rows) {
            RowReport report = row.fields() == null
                    ? new RowReport(row.line(), RowReport.Result.REFUSED, null, row.problems())
                    : payments.take(row.line(), row.fields(), null);
            reports.add(report);
            listener.accept(report);
        }
        boolean allIn = reports.stream().noneMatch(report -> report.result() == RowReport.Result.REFUSED);
        answer(exchange, allIn ? 200 : 422, RowJson.of(reports));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Lets the requests under way finish for a second, then closes. */
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
            // Other programs may well send more than is needed here.
        }
    }
}
