package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** A POS that sends and receives bytes as they are. */
final class RawPos implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawPos(URI gateway) throws IOException {
        socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawPos send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads as many bytes; fewer only if the connection ends. */
    String read(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), ISO_8859_1);
    }

    /** Reads up to the end of the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Sends one request on a connection of its own and returns everything up to its end. */
    static String ask(URI gateway, String request) throws IOException {
        try (RawPos pos = new RawPos(gateway)) {
            return pos.send(request).rest();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
