package uz.fiskaldesk.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.support.PeriodicTask;

/**
 * Accepts connections, by default on the loopback address, each on a virtual thread of its own, and handles their requests
 * one after the other. Pipelined requests can be handled together, see {@link ClientConnection#answerLater}.
 */
public final class LoopbackServer implements AutoCloseable {
    /** Handles the requests of all connections. Thread-safe. */
    public interface Handler {
        /**
         * Answers the request and reads its body.
         *
         * @return whether the connection can be used for another request
         * @throws IOException if the client has gone
         */
        boolean handle(RequestHead request, ClientConnection client) throws IOException, InterruptedException;

        /** The response to a request that is not valid; the connection is closed then. */
        default Response refusal(BadMessageException refused) {
            return Response.empty(refused.status());
        }
    }

    /**
     * @param connections more have to wait
     * @param idle how long a client may be silent between two requests, and within one if {@code request} is null
     * @param request from the first byte of a request to its last; null for no limit
     * @param response how long a client may leave a response unread; null for no limit
     * @param drain how long a client whose request was refused may go on sending
     */
    public record Limits(
            int connections,
            Duration idle,
            @Nullable Duration request,
            @Nullable Duration response,
            Duration drain) {}

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int BACKLOG = 200;

    /** How long exchanges may take to end when the server is closed, and then to record an unknown outcome. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** After a failure, which lasts for a while where too many files are open. */
    static final Duration ACCEPT_PAUSE = Duration.ofMillis(500);

    private final ServerSocket listening;
    private final Access access;
    private final Limits limits;
    private final Handler handler;
    private final Set<Socket> idle = ConcurrentHashMap.newKeySet();
    private final Map<Socket, ClientConnection> connections = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final ExecutorService threads;
    private final PeriodicTask stuckConnections;
    private volatile boolean closing;

    private LoopbackServer(String name, ServerSocket listening, Access access, Limits limits, Handler handler) {
        this.listening = listening;
        this.access = access;
        this.limits = limits;
        this.handler = handler;
        this.places = new Semaphore(limits.connections());
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 1).factory());
        Duration second = Duration.ofSeconds(1);
        this.stuckConnections = new PeriodicTask(
                name + "-limits", second, second, this::abortStuck, e -> LOG.error("connections are not watched", e));
    }

    /** Starts to accept connections on the loopback address. */
    public static LoopbackServer start(String name, int port, Limits limits, Handler handler) throws IOException {
        return start(name, Access.LOOPBACK, port, limits, handler);
    }

    /**
     * Starts to accept connections.
     *
     * @param name the beginning of the names of its threads
     * @param port 0 for any free port
     * @throws IOException if the port is in use, or the address is not of this computer
     */
    public static LoopbackServer start(String name, Access access, int port, Limits limits, Handler handler)
            throws IOException {
        return start(name, access, new ServerSocket(port, BACKLOG, access.address()), limits, handler);
    }

    static LoopbackServer start(String name, Access access, ServerSocket listening, Limits limits, Handler handler) {
        LoopbackServer server = new LoopbackServer(name, listening, access, limits, handler);
        server.threads.execute(server::accept);
        if (limits.response() != null) {
            server.stuckConnections.start();
        }
        return server;
    }

    private void abortStuck() {
        long now = System.nanoTime();
        connections.values().stream().filter(client -> client.isStuck(now)).forEach(ClientConnection::abort);
    }

    public URI address() {
        return URI.create("http://" + access.host() + ":" + listening.getLocalPort());
    }

    private void accept() {
        while (!closing) {
            try {
                places.acquire();
                Socket socket = listening.accept();
                if (access.allows(socket.getInetAddress())) {
                    serve(socket);
                } else {
                    LOG.info("a connection of {} was refused", socket.getInetAddress());
                    places.release();
                    close(socket);
                }
            } catch (IOException e) {
                places.release();
                if (!closing) {
                    LOG.warn("a connection could not be accepted", e);
                    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        ClientConnection client = new ClientConnection(socket, limits);
        connections.put(socket, client);
        try {
            threads.execute(() -> {
                try {
                    handle(socket, client);
                } finally {
                    connections.remove(socket);
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            connections.remove(socket);
            places.release();
            close(socket);
        }
    }

    private void handle(Socket socket, ClientConnection client) {
        try (socket) {
            boolean more = true;
            while (more && !closing) {
                more = handleNext(socket, client);
            }
            client.writePending();
        } catch (IOException e) {
            LOG.debug("a connection of a client ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a request failed unexpectedly", e);
        }
    }

    private boolean handleNext(Socket socket, ClientConnection client) throws IOException, InterruptedException {
        RequestHead request;
        idle.add(socket);
        try {
            client.beginRequest();
            request = RequestHead.read(client.in(), access);
        } catch (BadMessageException e) {
            LOG.info("refused a request with {}: {}", e.status(), e.getMessage());
            client.answer(handler.refusal(e), true);
            client.drain(limits.drain());
            return false;
        } finally {
            idle.remove(socket);
        }
        return request != null && handler.handle(request, client);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection could not be closed: {}", e.getMessage());
        }
    }

    /** Accepts no more requests, lets those in progress end for a short time, and then ends them. */
    @Override
    public void close() {
        closing = true;
        stuckConnections.close();
        try {
            listening.close();
        } catch (IOException e) {
            LOG.warn("the port could not be closed", e);
        }
        threads.shutdown();
        idle.forEach(LoopbackServer::close);
        try {
            if (!threads.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                if (!threads.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("requests were still in progress when the server was closed");
                }
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            connections.keySet().forEach(LoopbackServer::close);
        }
    }
}
