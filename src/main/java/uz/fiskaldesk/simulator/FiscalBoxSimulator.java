package uz.fiskaldesk.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulates a FiscalBox on the loopback address. It uses plain sockets because an HTTP server library would prevent the
 * faults to be simulated: resets, truncated responses, missing responses.
 *
 * <p>Each connection has its own virtual thread and may carry any number of requests. Thread-safe.
 */
public final class FiscalBoxSimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FiscalBoxSimulator.class);
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final FiscalBoxState state;
    private final Consumer<RecordedRequest> listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fiscalbox-simulator-", 1).factory());

    private FiscalBoxSimulator(ServerSocket server, FiscalBoxState state, Consumer<RecordedRequest> listener) {
        this.server = server;
        this.state = state;
        this.listener = listener;
    }

    /** Starts on any free port with the system clock and without a listener. */
    public static FiscalBoxSimulator start(Scenario scenario) throws IOException {
        return start(scenario, 0, Clock.systemUTC(), _ -> {});
    }

    /**
     * Starts the simulator on its own threads.
     *
     * @param port 0 for any free port
     * @param clock the simulated FiscalBox's clock, returned by {@code /info/}
     * @param listener called for each request before its response is sent, on the connection's thread
     * @throws IOException if the port is in use
     */
    public static FiscalBoxSimulator start(Scenario scenario, int port, Clock clock, Consumer<RecordedRequest> listener)
            throws IOException {
        ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        FiscalBoxSimulator simulator = new FiscalBoxSimulator(server, new FiscalBoxState(scenario, clock), listener);
        simulator.threads.execute(simulator::accept);
        return simulator;
    }

    /** Returns the base URL without a trailing slash: {@code http://127.0.0.1:40123}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Returns all requests so far in order of arrival, including {@code /info/} and unknown paths. */
    public List<RecordedRequest> requests() {
        return state.requests();
    }

    /** Returns the confirmation requests, valid or not. */
    public List<RecordedRequest> confirmations() {
        return requests().stream().filter(RecordedRequest::isConfirmation).toList();
    }

    /**
     * Returns the first receipt booked for each transaction. Keys have their original case, and lookups ignore case. A
     * second receipt for a transaction is not refused (FiscalBox documents no such error) and does not replace the
     * first.
     */
    public Map<String, String> booked() {
        return state.booked();
    }

    /** Switches to another scenario from its beginning. Recorded requests and booked receipts are kept. */
    public void play(Scenario scenario) {
        state.play(scenario);
    }

    /** Closes all connections immediately, including blocked ones, and waits for their threads to end. */
    @Override
    public void close() {
        closing.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.forEach(FiscalBoxSimulator::closeQuietly);
            threads.shutdownNow();
        }
        try {
            // Only a blocked listener can delay the threads now.
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The simulator is closed, but a listener is still busy");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                if (closing.getCount() > 0) {
                    LOG.warn("A connection could not be accepted", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        connections.add(socket);
        try {
            threads.execute(() -> handle(socket));
        } catch (RejectedExecutionException _) {
            closeQuietly(socket);
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            RequestReader requests = new RequestReader(socket);
            Connection connection = new Connection(socket, closing);
            try {
                boolean more = true;
                while (more) {
                    HttpRequest request = requests.next();
                    more = request != null && answer(request, connection) && !request.last();
                }
            } catch (ProtocolException e) {
                LOG.debug("Invalid request: {}", e.getMessage());
                new Response.Page(400, "text/plain", e.getMessage() + "\n").send(connection, "");
            }
        } catch (IOException e) {
            // The client has disconnected, or the simulator is being closed.
            LOG.debug("A connection ended: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private boolean answer(HttpRequest request, Connection connection) throws IOException, InterruptedException {
        FiscalBoxState.Decision decision = state.decide(request);
        notifyListener(decision.seen());
        Behaviour behaviour = decision.behaviour();
        connection.pause(behaviour.delay());
        return behaviour.answer().send(connection, decision.id());
    }

    private void notifyListener(RecordedRequest seen) {
        try {
            listener.accept(seen);
        } catch (RuntimeException e) {
            LOG.warn("The simulator's listener failed", e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection could not be closed: {}", e.getMessage());
        }
    }
}
