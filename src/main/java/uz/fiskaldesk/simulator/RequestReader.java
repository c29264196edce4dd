package uz.fiskaldesk.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from one connection, as far as clients of FiscalBox use the protocol. */
final class RequestReader {
    private static final int LONGEST_LINE = 1 << 14;
    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_HEADERS = 100;

    private final InputStream in;
    private final OutputStream out;

    RequestReader(Socket socket) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Returns the next request; null if the client has closed the connection between two requests.
     *
     * @throws ProtocolException if the request is not HTTP or exceeds a limit
     */
    @Nullable
    HttpRequest next() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new ProtocolException("Invalid request line: " + first);
        }
        Map<String, String> headers = headers();
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            out.flush();
        }
        String body = new String(body(headers), UTF_8);
        boolean last =
                headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close")
                        || parts[2].equals("HTTP/1.0");
        return new HttpRequest(parts[0], path(parts[1]), body, last);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = wholeLine(); !line.isEmpty(); line = wholeLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new ProtocolException("Invalid header or too many headers: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        return exactly(number(headers.getOrDefault("content-length", "0"), 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            int size = number(wholeLine().replaceFirst(";.*", "").strip(), 16);
            if (size + whole.size() > LARGEST_BODY) {
                throw new ProtocolException("The body is too large");
            }
            whole.write(exactly(size));
            if (size == 0) {
                headers();
                return whole.toByteArray();
            }
            wholeLine();
        }
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("The request is truncated after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number < 0 || number > LARGEST_BODY) {
                throw new ProtocolException("The body is too large: " + text);
            }
            return number;
        } catch (NumberFormatException _) {
            throw new ProtocolException("Invalid length: " + text);
        }
    }

    private String wholeLine() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("The request is truncated");
        }
        return line;
    }

    /** Reads a line without its terminator; returns null at the end of the stream. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException("The request is truncated");
            }
            if (bytes.size() >= LONGEST_LINE) {
                throw new ProtocolException("A line is too long");
            }
            bytes.write(b);
            b = in.read();
        }
        String line = bytes.toString(ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
