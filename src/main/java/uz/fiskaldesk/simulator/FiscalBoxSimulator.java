package uz.fiskaldesk.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * A FiscalBox on this computer's loopback address. It is written on bare sockets because an HTTP server library would
 * mend what has to be broken here: resets, answers that break off, answers that never come.
 *
 * <p>Each connection has a virtual thread of its own and may carry any number of requests. Thread-safe.
 */
public final class FiscalBoxSimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FiscalBoxSimulator.class);
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final Till till;
    private final Consumer<SeenRequest> listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fiscalbox-simulator-", 1).factory());

    private FiscalBoxSimulator(ServerSocket server, Till till, Consumer<SeenRequest> listener) {
        this.server = server;
        this.till = till;
        this.listener = listener;
    }

    /** Starts on any free port, with the system's clock and nobody listening. */
    public static FiscalBoxSimulator start(Scenario scenario) throws IOException {
        return start(scenario, 0, Clock.systemUTC(), _ -> {});
    }

    /**
     * Starts to answer, on threads of its own.
     *
     * @param port 0 for any free one
     * @param clock the till's clock, shown by {@code /info/}
     * @param listener hears of every request before it is answered, on the connection's thread
     * @throws IOException where the port is taken
     */
    public static FiscalBoxSimulator start(Scenario scenario, int port, Clock clock, Consumer<SeenRequest> listener)
            throws IOException {
        ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        FiscalBoxSimulator simulator = new FiscalBoxSimulator(server, new Till(scenario, clock), listener);
        simulator.threads.execute(simulator::accept);
        return simulator;
    }

    /** The base address, without trailing slash: {@code http://127.0.0.1:40123}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Every request so far, in the order of arrival, {@code /info/} and unknown paths included. */
    public List<SeenRequest> requests() {
        return till.requests();
    }

    /** The requests that were confirmations, valid or not. */
    public List<SeenRequest> confirmations() {
        return requests().stream().filter(SeenRequest::isConfirmation).toList();
    }

    /**
     * The receipt that was first taken for each transaction. Keys are as first sent, and found in any case. A second
     * receipt for the same transaction is not refused (FiscalBox documents no such refusal), but changes nothing here.
     */
    public Map<String, String> booked() {
        return till.booked();
    }

    /** Goes over to another scenario, from its start; what was seen and booked is kept. */
    public void play(Scenario scenario) {
        till.play(scenario);
    }

    /** Waits until another thread closes the simulator. */
    public void awaitClose() throws InterruptedException {
        closing.await();
    }

    /** Ends every connection at once, also those that hang, and waits for their threads to end. */
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
            // Nothing is left to wait for but a listener that does not return.
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
            threads.execute(() -> talk(socket));
        } catch (RejectedExecutionException _) {
            closeQuietly(socket);
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            RequestReader requests = new RequestReader(socket);
            ReplyWriter replies = new ReplyWriter(socket, closing);
            try {
                boolean more = true;
                while (more) {
                    WireRequest request = requests.next();
                    more = request != null && answer(request, replies) && !request.last();
                }
            } catch (ProtocolException e) {
                LOG.debug("Not a request: {}", e.getMessage());
                replies.send(new Answer.Page(400, "text/plain", e.getMessage() + "\n"), Duration.ZERO, "");
            }
        } catch (IOException e) {
            // The other side has gone, or the simulator is being closed.
            LOG.debug("A connection ended: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private boolean answer(WireRequest request, ReplyWriter replies) throws IOException, InterruptedException {
        Till.Decision decision = till.decide(request);
        tell(decision.seen());
        Behaviour behaviour = decision.behaviour();
        String transaction = Objects.requireNonNullElse(decision.seen().transactionId(), "");
        return replies.send(behaviour.answer(), behaviour.delay(), transaction);
    }

    private void tell(SeenRequest seen) {
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
