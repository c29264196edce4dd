package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One client connection, to which an {@link Response} writes. Confined to the connection's thread. */
public final class Connection {
    /** Marks every response so that this FiscalBox is never mistaken for a real one; the client recognises this header. */
    static final String MARK = "\r\nX-FiskalDesk-Simulator: practice";

    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch closing;

    /** @param closing released when the simulator is closed, which ends all pauses */
    Connection(Socket socket, CountDownLatch closing) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.closing = closing;
    }

    /** Sends bytes in a single write, so that a client does not by chance receive headers in a packet of their own. */
    void send(byte[]... parts) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.write(part);
        }
        out.write(whole.toByteArray());
        out.flush();
    }

    /** @throws IOException if the simulator is closed meanwhile */
    void pause(Duration time) throws IOException, InterruptedException {
        if (time.isPositive() && closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SocketException("The simulator is closed");
        }
    }

    void awaitClose() throws InterruptedException {
        closing.await();
    }

    /** Closes the connection with a RST, which a linger time of zero causes. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    static byte[] head(int status, Map<String, String> headers, String contentType, int length) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append(MARK)
                .append("\r\nContent-Type: ")
                .append(contentType)
                .append("\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(US_ASCII);
    }

    /** Returns a body in which {@link Response#TRANSACTION} is replaced. */
    static byte[] body(String text, String transactionId) {
        String quoted = Envelope.MAPPER.writeValueAsString(transactionId);
        return text.replace(Response.TRANSACTION, quoted).getBytes(UTF_8);
    }

    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status";
        };
    }
}
