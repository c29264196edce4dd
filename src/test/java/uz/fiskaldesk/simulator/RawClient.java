package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/** A connection that records the received bytes and how the connection ended. */
final class RawClient implements AutoCloseable {
    /** A limit for tests that would otherwise not end. */
    private static final int GIVE_UP_MILLIS = 20_000;

    private final Socket socket;

    RawClient(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(GIVE_UP_MILLIS);
    }

    /** The received text, and whether the connection was reset. */
    record Received(String text, boolean reset) {
        int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    static String confirmation(String transactionId, String qrCode) {
        return "{\"transaction_id\":\"" + transactionId + "\",\"qr_code\":\"" + qrCode + "\"}";
    }

    void post(String path, String body, String... headers) throws IOException {
        send("POST", path, body, headers);
    }

    void send(String method, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        write(method + " " + path + " HTTP/1.1\r\nHost: till\r\nContent-Length: " + bytes.length + "\r\n" + more
                + "\r\n" + body);
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    Received receiveAll() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
            return new Received(bytes.toString(UTF_8), false);
        } catch (SocketException _) {
            return new Received(bytes.toString(UTF_8), true);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
