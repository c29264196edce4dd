package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Malformed and pathological responses to a confirmation whose receipt was booked. */
public final class BrokenResponses {
    private static final int MEBIBYTE = 1 << 20;
    private static final int CHUNK = 1 << 16;

    private BrokenResponses() {}

    /** The response is truncated. */
    public static Behaviour truncated() {
        return booked("truncated", new Truncated(Behaviour.confirmedBody()));
    }

    /** The response is far too long. */
    public static Behaviour huge(int mebibytes) {
        return booked("huge", new Huge(mebibytes));
    }

    /** The response is sent one byte at a time. */
    public static Behaviour drip(Duration everyByte) {
        return booked("drip", new Drip(everyByte, Behaviour.confirmedBody()));
    }

    private static Behaviour booked(String name, Response answer) {
        return new Behaviour(name, Duration.ZERO, true, answer);
    }

    private static byte[] head(int length) {
        return Connection.head(200, Map.of(), "application/json", length);
    }

    /** The first half of the body, with the Content-Length of the whole body; then the connection is closed. */
    private record Truncated(String body) implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) throws IOException {
            byte[] bytes = Connection.body(body, transactionId);
            connection.send(head(bytes.length), Arrays.copyOf(bytes, bytes.length / 2));
            return false;
        }
    }

    /** Well-formed JSON, chunked so that no header reveals its size. */
    private record Huge(int mebibytes) implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) throws IOException {
            String head = "HTTP/1.1 200 OK" + Connection.MARK
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            connection.send(head.getBytes(US_ASCII));
            byte[] filling = new byte[CHUNK];
            Arrays.fill(filling, (byte) 'a');
            sendChunk(connection, "{\"data\":{\"message\":\"".getBytes(US_ASCII));
            for (long left = (long) mebibytes * MEBIBYTE; left > 0; left -= CHUNK) {
                sendChunk(connection, filling);
            }
            sendChunk(connection, "\"},\"error\":null,\"is_success\":true}".getBytes(US_ASCII));
            connection.send("0\r\n\r\n".getBytes(US_ASCII));
            return true;
        }

        private static void sendChunk(Connection connection, byte[] bytes) throws IOException {
            connection.send(
                    (Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII), bytes, "\r\n".getBytes(US_ASCII));
        }
    }

    /** The headers immediately, then the body byte by byte with a pause before each byte. */
    private record Drip(Duration everyByte, String body) implements Response {
        @Override
        public boolean send(Connection connection, String transactionId) throws IOException, InterruptedException {
            byte[] bytes = Connection.body(body, transactionId);
            connection.send(head(bytes.length));
            for (byte b : bytes) {
                connection.pause(everyByte);
                connection.send(new byte[] {b});
            }
            return true;
        }
    }
}
