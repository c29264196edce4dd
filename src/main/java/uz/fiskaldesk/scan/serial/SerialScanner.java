package uz.fiskaldesk.scan.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scanner on a serial port, read by a thread of its own, which reconnects automatically. It reads with timeouts instead of
 * the library's events, as these fire endlessly when the device is unplugged.
 */
public final class SerialScanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SerialScanner.class);
    /** Ends a text. A scanner sends a code without pauses; at 9600 baud a character takes one millisecond. */
    private static final int PAUSE_MILLIS = 100;

    private static final long RETRY_MILLIS = 1_000;
    /** On Windows, reading from an unplugged port may succeed; but it is no longer listed. */
    private static final Duration UNPLUGGED_CHECK_INTERVAL = Duration.ofSeconds(2);

    /** Called on the scanner's thread. */
    public interface Listener {
        /** The state has changed. */
        void state(SerialState state);

        void scanned(String text);
    }

    private final Listener listener;
    private final Thread thread;
    private @Nullable String path;
    private int baud;
    private boolean closed;
    private long version;
    private SerialState state = new SerialState.Off();

    /** Starts the thread; no port is opened yet. */
    public SerialScanner(Listener listener) {
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("serial-scanner").start(this::run);
    }

    /**
     * Uses another port.
     *
     * @param newPath null for none
     * @param newBaud bits per second
     */
    public synchronized void select(@Nullable String newPath, int newBaud) {
        if (Objects.equals(path, newPath) && baud == newBaud) {
            return;
        }
        path = newPath;
        baud = newBaud;
        version++;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            version++;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Request(@Nullable String path, int baud, boolean closed, long version) {}

    private synchronized Request request() {
        return new Request(path, baud, closed, version);
    }

    private synchronized void awaitChange(Request seen, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (version == seen.version) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (timeoutMillis != 0 && left <= 0) {
                return;
            }
            wait(timeoutMillis == 0 ? 0 : left);
        }
    }

    private void run() {
        try {
            for (Request request = request(); !request.closed(); request = request()) {
                serveSafely(request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError e) {
            LOG.warn("serial ports cannot be used on this computer", e);
            report(new SerialState.Unsupported());
        }
    }

    /** Any failure, including one of the library, is followed by another attempt. */
    private void serveSafely(Request request) throws InterruptedException {
        try {
            serve(request);
        } catch (RuntimeException e) {
            LOG.error("failure of the scanner on {}", request.path(), e);
            report(new SerialState.Missing(String.valueOf(request.path())));
            awaitChange(request, RETRY_MILLIS);
        }
    }

    private void serve(Request request) throws InterruptedException {
        String wanted = request.path();
        if (wanted == null) {
            report(new SerialState.Off());
            awaitChange(request, 0);
            return;
        }
        SerialPort port = open(wanted, request.baud());
        if (port != null) {
            try {
                read(port, request);
            } finally {
                port.closePort();
            }
            if (request().version() != request.version()) {
                return;
            }
            report(new SerialState.Missing(wanted));
        }
        awaitChange(request, RETRY_MILLIS);
    }

    private @Nullable SerialPort open(String wanted, int rate) {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(wanted);
        } catch (SerialPortInvalidPortException e) {
            report(new SerialState.Missing(wanted));
            return null;
        }
        port.setBaudRate(rate);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, PAUSE_MILLIS, 0);
        if (port.openPort()) {
            report(new SerialState.Ready(wanted));
            return port;
        }
        LOG.debug(
                "{} does not open: error {} at line {}", wanted, port.getLastErrorCode(), port.getLastErrorLocation());
        report(exists(wanted) ? new SerialState.Busy(wanted) : new SerialState.Missing(wanted));
        return null;
    }

    /** Reads until the port is unplugged or another one is requested. */
    private void read(SerialPort port, Request request) {
        SerialLines lines = new SerialLines();
        byte[] bytes = new byte[1024];
        boolean listed = isListed(port.getSystemPortPath());
        long checkedAt = System.nanoTime();
        while (request().version() == request.version()) {
            int count = port.readBytes(bytes, bytes.length);
            if (count < 0) {
                return;
            }
            if (count > 0) {
                lines.add(bytes, count).forEach(this::scanned);
                continue;
            }
            lines.pause().ifPresent(this::scanned);
            if (System.nanoTime() - checkedAt > UNPLUGGED_CHECK_INTERVAL.toNanos()) {
                checkedAt = System.nanoTime();
                if (!port.isOpen() || (listed && !isListed(port.getSystemPortPath()))) {
                    return;
                }
            }
        }
    }

    private static boolean isListed(String path) {
        return Arrays.stream(SerialPort.getCommPorts())
                .anyMatch(port -> port.getSystemPortPath().equals(path));
    }

    private static boolean exists(String path) {
        return isListed(path) || new File(path).exists();
    }

    private void scanned(String text) {
        callSafely(() -> listener.scanned(text));
    }

    /** A failure of the listener must not end the reading. */
    private static void callSafely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the scanner's listener failed", e);
        }
    }

    private void report(SerialState now) {
        if (!now.equals(state)) {
            state = now;
            LOG.info("{}", now);
            callSafely(() -> listener.state(now));
        }
    }
}
