package uz.fiskaldesk.gateway;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.http.ByteInput;

/**
 * A connection to FiscalBox for one request. It is never used for a second one: a server may close a kept connection at
 * any time, and then nobody can tell whether the request arrived.
 */
final class UpstreamConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);

    private final Socket socket;
    private final ByteInput in;
    private final OutputStream out;

    /** @param timeout gives the read timeout before each blocking read */
    UpstreamConnection(Socket socket, ReadTimeout timeout) throws IOException {
        this.socket = socket;
        this.in = new ByteInput(socket.getInputStream(), () -> socket.setSoTimeout(timeout.millis()));
        this.out = new BufferedOutputStream(socket.getOutputStream(), ByteInput.BUFFER_SIZE);
    }

    /** The time that a read may block. */
    interface ReadTimeout {
        /**
         * In milliseconds, at least 1.
         *
         * @throws java.net.SocketTimeoutException if no time is left
         */
        int millis() throws IOException;
    }

    ByteInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Ends reads and writes of all threads. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection to FiscalBox could not be closed: {}", e.getMessage());
        }
    }
}
