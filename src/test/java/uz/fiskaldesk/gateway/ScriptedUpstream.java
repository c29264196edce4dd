package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;

/** A server in place of FiscalBox that does byte by byte what a test says. */
final class ScriptedUpstream implements AutoCloseable {
    /** Handles one connection, which is closed afterwards. */
    interface Script {
        void play(Peer peer) throws IOException, InterruptedException;
    }

    /** A connection with what was read from it. */
    static final class Peer {
        private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Reads a head up to and including the empty line. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return head.toString(ISO_8859_1);
                }
                head.write(b);
            }
            return head.toString(ISO_8859_1);
        }

        /** Reads a request with the body that its Content-Length announces. */
        String request() throws IOException {
            String head = head();
            Matcher length = LENGTH.matcher(head);
            return length.find() ? head + read(Integer.parseInt(length.group(1))) : head;
        }

        String read(int count) throws IOException {
            return new String(in.readNBytes(count), ISO_8859_1);
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        void answer(String json) throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
                    + json);
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }

        InputStream in() {
            return in;
        }

        OutputStream out() {
            return out;
        }
    }

    private final ServerSocket listening;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ScriptedUpstream(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
    }

    static ScriptedUpstream start(Script script) throws IOException {
        return start(0, script);
    }

    static ScriptedUpstream start(int port, Script script) throws IOException {
        ScriptedUpstream upstream =
                new ScriptedUpstream(new ServerSocket(port, 200, InetAddress.getLoopbackAddress()), script);
        upstream.threads.execute(upstream::accept);
        return upstream;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                threads.execute(() -> play(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (IOException | InterruptedException e) {
            // The peer has gone, or the test ends.
        } finally {
            sockets.remove(socket);
        }
    }

    FiscalBoxAddress address() {
        return FiscalBoxAddress.parse("http://" + host()).orElseThrow();
    }

    String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
