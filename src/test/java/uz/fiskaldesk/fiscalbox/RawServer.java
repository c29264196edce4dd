package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A socket server on loopback whose behaviour is scripted by a test, and which records the requests. */
final class RawServer implements AutoCloseable {
    /** Handles one connection, which is closed afterwards. */
    interface Talk {
        void with(Connection connection) throws IOException, InterruptedException;
    }

    /** The server side of a connection. */
    static final class Connection {
        private final RawServer server;
        private final Socket socket;

        private Connection(RawServer server, Socket socket) {
            this.server = server;
            this.socket = socket;
        }

        /** Reads and records one request with the body length given in its headers. */
        String request() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("the request ends within its head");
                }
                head.write(b);
            }
            String text = head.toString(ISO_8859_1);
            Matcher length = LENGTH.matcher(text);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            String request = text + new String(body, UTF_8);
            server.requests.add(request);
            return request;
        }

        /** The request last read by {@link #request} on any connection. */
        String lastRequest() {
            return server.requests.getLast();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        /** Sends a complete response with status 200 and this JSON. */
        void answer(String json) throws IOException {
            int length = json.getBytes(UTF_8).length;
            send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + json);
        }

        /** Resets the connection on close (RST). */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }

        /** Sends nothing until the test ends. */
        void hang() throws InterruptedException {
            server.over.await();
        }

        Socket socket() {
            return socket;
        }
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");

    private final ServerSocket listening;
    private final Talk talk;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private RawServer(ServerSocket listening, Talk talk) {
        this.listening = listening;
        this.talk = talk;
    }

    static RawServer start(Talk talk) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), talk);
    }

    static RawServer start(ServerSocket listening, Talk talk) {
        RawServer server = new RawServer(listening, talk);
        server.threads.execute(server::accept);
        return server;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(new Connection(this, socket));
        } catch (IOException | InterruptedException theOtherSideHasGone) {
            return;
        }
    }

    FiscalBoxAddress address() {
        return address("http");
    }

    FiscalBoxAddress address(String scheme) {
        return FiscalBoxAddress.parse(scheme + "://localhost:" + listening.getLocalPort())
                .orElseThrow();
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** All complete requests received. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    long posts() {
        return requests.stream()
                .filter(request -> request.toUpperCase(Locale.ROOT).startsWith("POST "))
                .count();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
