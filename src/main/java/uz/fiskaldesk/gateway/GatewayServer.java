package uz.fiskaldesk.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the connections of POS programs on the loopback address, each on a virtual thread of its own, and handles their
 * requests one after the other.
 */
final class GatewayServer implements AutoCloseable {
    /** Handles one request. */
    interface Handler {
        /**
         * Answers the request and reads its body.
         *
         * @return whether the connection can be used for another request
         * @throws IOException if the client has gone
         */
        boolean handle(RequestHead request, ClientConnection client) throws IOException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final int BACKLOG = 200;
    private static final int MOST_CONNECTIONS = 512;

    /** How long a client that was refused may go on sending. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** How long exchanges may take to end when the server is closed, and then to record an unknown outcome. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    private final ServerSocket listening;
    private final Handler handler;
    private final Set<Socket> idle = ConcurrentHashMap.newKeySet();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gateway-", 1).factory());
    private volatile boolean closing;

    private GatewayServer(ServerSocket listening, Handler handler) {
        this.listening = listening;
        this.handler = handler;
    }

    /**
     * Starts to accept connections.
     *
     * @param port 0 for any free port
     * @throws IOException if the port is in use
     */
    static GatewayServer start(int port, Handler handler) throws IOException {
        ServerSocket listening = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        GatewayServer server = new GatewayServer(listening, handler);
        server.threads.execute(server::accept);
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
        while (!closing) {
            try {
                places.acquire();
                serve(listening.accept());
            } catch (IOException e) {
                places.release();
                if (!closing) {
                    LOG.warn("a connection could not be accepted", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket socket) {
        connections.add(socket);
        try {
            threads.execute(() -> {
                try {
                    handle(socket);
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

    private void handle(Socket socket) {
        try (socket) {
            ClientConnection client = new ClientConnection(socket);
            boolean more = true;
            while (more && !closing) {
                more = handleNext(socket, client);
            }
        } catch (IOException e) {
            LOG.debug("a connection of a POS ended: {}", e.getMessage());
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
            request = RequestHead.read(client.in());
        } catch (BadMessageException e) {
            LOG.info("refused a request with {}: {}", e.status(), e.getMessage());
            client.answer(e.status(), true);
            client.drain(DRAIN);
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
        try {
            listening.close();
        } catch (IOException e) {
            LOG.warn("the port could not be closed", e);
        }
        threads.shutdown();
        idle.forEach(GatewayServer::close);
        try {
            if (!threads.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                if (!threads.awaitTermination(CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("requests were still in progress when the gateway was closed");
                }
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            connections.forEach(GatewayServer::close);
        }
    }
}
