package uz.fiskaldesk.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a client. Confined to its thread, but for the request body, which another thread may read while the
 * response is awaited.
 */
public final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** More requests of a client are not handled before it gets its responses. */
    private static final int MOST_PENDING = 1_000;

    /** A response to an earlier request of the connection. */
    private record Pending(Future<Response> response, boolean last) {}

    private final Socket socket;
    private final LoopbackServer.Limits limits;
    private final ByteInput in;
    private final OutputStream out;
    private final Queue<Pending> pending = new ArrayDeque<>();
    /** The reads from the socket for the current request. */
    private int reads;

    private long requestDeadline;
    private volatile long writeDeadline = Long.MAX_VALUE;

    ClientConnection(Socket socket, LoopbackServer.Limits limits) throws IOException {
        this.socket = socket;
        this.limits = limits;
        socket.setTcpNoDelay(true);
        this.in = new ByteInput(socket.getInputStream(), this::beforeRead);
        this.out = new BufferedOutputStream(socket.getOutputStream(), ByteInput.BUFFER_SIZE);
    }

    public ByteInput in() {
        return in;
    }

    public OutputStream out() {
        return out;
    }

    /** The port of the server. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Called before the head of a request is read. */
    void beginRequest() {
        reads = in.buffered() > 0 ? 1 : 0;
    }

    /**
     * Sends the pending responses unless more has arrived, because the client may wait for them before it sends more. Sets
     * the time for the next read: until the first byte of a request a client may be silent for longer than within one.
     */
    private void beforeRead() throws IOException {
        if (pending.size() >= MOST_PENDING || socket.getInputStream().available() == 0) {
            writePending();
        }
        Duration time = limits.idle();
        if (limits.request() != null && reads > 0) {
            requestDeadline = reads == 1 ? deadline(limits.request()) : requestDeadline;
            time = Duration.ofNanos(requestDeadline - System.nanoTime());
        }
        reads++;
        if (time.toMillis() <= 0) {
            throw new SocketTimeoutException("a request was not sent in time");
        }
        socket.setSoTimeout((int) time.toMillis());
    }

    /** Sends a response, after those that are pending. */
    public void answer(Response response, boolean last) throws IOException {
        writePending();
        write(response, last);
        flush();
    }

    /** Sends a response without content. */
    public void answer(int status, boolean last) throws IOException {
        answer(Response.empty(status), last);
    }

    /**
     * Sends a response when it is known, while further requests that have arrived already are handled. Responses are sent
     * in the order of these calls.
     *
     * @param response never fails
     */
    public void answerLater(Future<Response> response, boolean last) {
        pending.add(new Pending(response, last));
    }

    /** Waits for the responses that are pending and sends them. */
    public void writePending() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        try {
            while (!pending.isEmpty()) {
                Pending next = pending.remove();
                if (!next.response().isDone()) {
                    flush();
                }
                write(next.response().get(), next.last());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a response failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
        flush();
    }

    private void write(Response response, boolean last) throws IOException {
        byte[] body = response.body();
        writeDeadline = deadline(limits.response());
        out.write(response.head(body.length, last));
        out.write(body);
        writeDeadline = Long.MAX_VALUE;
    }

    private void flush() throws IOException {
        writeDeadline = deadline(limits.response());
        out.flush();
        writeDeadline = Long.MAX_VALUE;
    }

    private static long deadline(@Nullable Duration time) {
        return time == null ? Long.MAX_VALUE : System.nanoTime() + time.toNanos();
    }

    /** Whether a response has been blocked for too long, because the client does not read it. Called by any thread. */
    boolean isStuck(long nanoTime) {
        long deadline = writeDeadline;
        return deadline != Long.MAX_VALUE && nanoTime - deadline > 0;
    }

    /** Tells a client that waits for it to send the body. */
    public void continueRequest() throws IOException {
        writePending();
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        flush();
    }

    /** Signals the end of the responses, so that the client can read the last one while it is still sending. */
    public void endOutput() throws IOException {
        flush();
        socket.shutdownOutput();
    }

    /** Reads and ignores what the client is still sending, for a short time; a reset would lose the response. */
    public void drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        byte[] ignored = new byte[ByteInput.BUFFER_SIZE];
        try {
            endOutput();
            long remaining = time.toMillis();
            while (remaining > 0) {
                socket.setSoTimeout((int) remaining);
                if (socket.getInputStream().read(ignored) < 0) {
                    return;
                }
                remaining = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (IOException e) {
            LOG.debug("the client has gone: {}", e.getMessage());
        }
    }

    /** Closes with a reset, so that the client cannot take a truncated response for a complete one. */
    public void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection could not be closed: {}", e.getMessage());
        }
    }
}
