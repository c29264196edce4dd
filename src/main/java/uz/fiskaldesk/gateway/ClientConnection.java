package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of a POS. Confined to its thread, but for the request body, which a {@link BodyPump} may read meanwhile. */
final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** How long the client may be silent between two requests or within one. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Socket socket;
    private final ByteInput in;
    private final OutputStream out;

    ClientConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) IDLE.toMillis());
        this.in = new ByteInput(socket.getInputStream(), () -> {});
        this.out = new BufferedOutputStream(socket.getOutputStream(), ByteInput.BUFFER_SIZE);
    }

    ByteInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Sends a response of the gateway itself. */
    void answer(int status, String contentType, byte[] body, boolean last) throws IOException {
        List<String> lines = List.of(
                body.length == 0 ? "" : "Content-Type: " + contentType + "\r\n",
                "Content-Length: " + body.length + "\r\n",
                last ? "Connection: close\r\n" : "");
        out.write(MessageHead.bytes("HTTP/1.1 " + status + " " + reason(status), lines));
        out.write(body);
        out.flush();
    }

    /** Sends a response of the gateway itself without a body. */
    void answer(int status, boolean last) throws IOException {
        answer(status, "", new byte[0], last);
    }

    /** Tells a client that waits for it to send the body. */
    void continueRequest() throws IOException {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
    }

    /** Signals the end of the responses, so that the client can read the last one while it is still sending. */
    void endOutput() throws IOException {
        out.flush();
        socket.shutdownOutput();
    }

    /** Reads and ignores what the client is still sending, for a short time; a reset would lose the response. */
    void drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        byte[] ignored = new byte[ByteInput.BUFFER_SIZE];
        try {
            endOutput();
            socket.setSoTimeout((int) time.toMillis());
            while (System.nanoTime() < end && in.read(ignored, (_, from, to) -> to - from) >= 0) {
                LOG.trace("ignored the rest of a request");
            }
        } catch (IOException e) {
            LOG.debug("the client has gone: {}", e.getMessage());
        }
    }

    /** Closes with a reset, so that the client cannot take a truncated response for a complete one. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection could not be closed: {}", e.getMessage());
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}
