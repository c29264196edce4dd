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

/** The network between a till and the database's server, which a test can break. */
final class CuttableWire implements AutoCloseable {
    /** What the wire does. */
    enum State {
        WHOLE,
        /** Connections are broken, and new ones are refused at once. */
        CUT,
        /** Bytes vanish on their way, and nobody says so. */
        SILENT,
        /** The next COMMIT arrives; before its answer does, the connection breaks. */
        CUT_AFTER_COMMIT
    }

    private final ServerSocket door;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;

    CuttableWire(int serverPort) {
        this.serverPort = serverPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    /** An address of the server, with this wire in between. */
    String through(String url) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/");
    }

    void become(State next) {
        state = next;
        if (next == State.CUT) {
            sockets.forEach(CuttableWire::quietly);
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
                        .start(() -> carry(client, server, bytes -> {
                            if (state == State.CUT_AFTER_COMMIT && bytes.contains("COMMIT")) {
                                committing.set(true);
                            }
                        }));
                Thread.ofVirtual()
                        .start(() -> carry(server, client, _ -> {
                            if (committing.get()) {
                                // The server answers, so it has done it; the answer goes nowhere.
                                become(State.CUT);
                            }
                        }));
            } catch (IOException closing) {
                // The loop looks whether that was meant.
            }
        }
    }

    private void carry(Socket from, Socket to, Consumer<String> look) {
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
            // Both ends are closed, which is what a cut is.
        } finally {
            sockets.remove(from);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // As wanted.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(CuttableWire::quietly);
    }
}
