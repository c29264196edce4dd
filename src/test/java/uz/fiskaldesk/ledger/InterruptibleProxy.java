package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A TCP proxy between a till and the database server that a test can interrupt. */
final class InterruptibleProxy implements AutoCloseable {
    /** How the proxy behaves. */
    enum State {
        WHOLE,
        /** Closes all connections and refuses new ones. */
        CUT,
        /** Drops all data without closing the connections. */
        SILENT,
        /** Forwards the next COMMIT and closes the connections when the server answers. */
        CUT_AFTER_COMMIT
    }

    private final ServerSocket door;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;

    InterruptibleProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** The URL of the server through this proxy. */
    String through(String url) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/");
    }

    void set(State next) {
        state = next;
        if (next == State.CUT) {
            sockets.forEach(InterruptibleProxy::closeQuietly);
        }
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (state == State.CUT) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                AtomicBoolean committing = new AtomicBoolean();
                Thread.ofVirtual()
                        .start(() -> forward(client, server, bytes -> {
                            if (state == State.CUT_AFTER_COMMIT && bytes.contains("COMMIT")) {
                                committing.set(true);
                            }
                        }));
                Thread.ofVirtual()
                        .start(() -> forward(server, client, _ -> {
                            if (committing.get()) {
                                // The server has answered, so it has committed; the answer is dropped.
                                set(State.CUT);
                            }
                        }));
            } catch (IOException closing) {
                // The accept loop checks whether the proxy was closed.
            }
        }
    }

    private void forward(Socket from, Socket to, Consumer<String> look) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                look.accept(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                if (state != State.SILENT) {
                    out.write(bytes, 0, length);
                }
            }
        } catch (IOException cut) {
            // Closing both sockets is what a cut means.
        } finally {
            sockets.remove(from);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // Expected.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(InterruptibleProxy::closeQuietly);
    }
}
