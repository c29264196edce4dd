package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends answers over one connection, the broken ones included. Used by the connection's own thread only. */
final class ReplyWriter {
    /** In every answer, so that nobody takes this FiscalBox for a real one; the client knows it by this name. */
    private static final String MARK = "\r\nX-FiskalDesk-Simulator: practice";

    private static final int MEGABYTE = 1 << 20;
    private static final int CHUNK = 1 << 16;

    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch closing;

    /** @param closing opens when the simulator is closed, which ends every pause at once */
    ReplyWriter(Socket socket, CountDownLatch closing) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.closing = closing;
    }

    /**
     * Waits, then answers.
     *
     * @param transactionId what takes the place of {@link Answer#TRANSACTION}
     * @return whether the connection may carry another request
     * @throws IOException also when the simulator is closed meanwhile
     */
    boolean send(Answer answer, Duration delay, String transactionId) throws IOException, InterruptedException {
        pause(delay);
        return switch (answer) {
            case Answer.Page page -> {
                byte[] body = body(page.body(), transactionId);
                out.write(join(head(page.status(), page.headers(), page.contentType(), body.length), body));
                out.flush();
                yield true;
            }
            case Answer.Truncated truncated -> {
                byte[] body = body(truncated.body(), transactionId);
                byte[] half = Arrays.copyOf(body, body.length / 2);
                out.write(join(json(body.length), half));
                out.flush();
                yield false;
            }
            case Answer.Huge huge -> {
                sendHuge(huge.megabytes());
                yield true;
            }
            case Answer.Drip drip -> {
                drip(body(drip.body(), transactionId), drip.everyByte());
                yield true;
            }
            case Answer.Never _ -> {
                closing.await();
                yield false;
            }
            case Answer.Close _ -> false;
            case Answer.Reset _ -> {
                // Lingering for zero seconds turns the close into a RST.
                socket.setSoLinger(true, 0);
                socket.close();
                yield false;
            }
        };
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

    private void sendHuge(int megabytes) throws IOException {
        String headers =
                "HTTP/1.1 200 OK" + MARK + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        out.write(headers.getBytes(US_ASCII));
        byte[] filling = new byte[CHUNK];
        Arrays.fill(filling, (byte) 'a');
        chunk("{\"data\":{\"message\":\"".getBytes(US_ASCII));
        for (long left = (long) megabytes * MEGABYTE; left > 0; left -= CHUNK) {
            chunk(filling);
        }
        chunk("\"},\"error\":null,\"is_success\":true}".getBytes(US_ASCII));
        out.write("0\r\n\r\n".getBytes(US_ASCII));
        out.flush();
    }

    private void chunk(byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(US_ASCII));
    }

    private void drip(byte[] body, Duration everyByte) throws IOException, InterruptedException {
        out.write(json(body.length));
        out.flush();
        for (byte b : body) {
            pause(everyByte);
            out.write(b);
            out.flush();
        }
    }

    private void pause(Duration time) throws IOException, InterruptedException {
        if (time.isPositive() && closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SocketException("The simulator is closed");
        }
    }

    private static byte[] body(String text, String transactionId) {
        String quoted = Envelope.MAPPER.writeValueAsString(transactionId);
        return text.replace(Answer.TRANSACTION, quoted).getBytes(UTF_8);
    }

    private static byte[] json(int length) {
        return head(200, Map.of(), "application/json", length);
    }

    private static byte[] head(int status, Map<String, String> headers, String contentType, int length) {
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

    /** One write for all of it: a client must not see the headers of a page in a packet of their own by chance. */
    private static byte[] join(byte[] head, byte[] body) {
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
