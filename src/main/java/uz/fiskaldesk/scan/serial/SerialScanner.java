package uz.fiskaldesk.scan.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scanner on a serial port, read by a thread of its own, which connects again by itself. It reads with time limits and
 * not by the library's events: those fire without end when the device is pulled out.
 */
public final class SerialScanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SerialScanner.class);
    /** A scanner sends a code in one go: at 9600 baud a character takes one millisecond. */
    private static final int SILENCE_MILLIS = 100;

    private static final long RETRY_MILLIS = 1_000;
    /** On Windows a port that was pulled out may go on being read without an error; its name vanishes from the list. */
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(2);

    /** Hears of scans, on the scanner's thread. */
    public interface Listener {
        /** Only when it has changed. */
        void state(SerialState state);

        void scanned(String text);
    }

    private final Listener listener;
    private final Thread thread;
    private @Nullable String path;
    private int baud;
    private boolean closed;
    private long orders;
    private SerialState state = new SerialState.Off();

    /** Starts the thread; no port is opened yet. */
    public SerialScanner(Listener listener) {
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("serial-scanner").start(this::run);
    }

    /**
     * Listens to this port from now on.
     *
     * @param newPath null for none
     */
    public synchronized void use(@Nullable String newPath, int newBaud) {
        path = newPath;
        baud = newBaud;
        orders++;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            orders++;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Order(@Nullable String path, int baud, boolean closed, long number) {}

    private synchronized Order order() {
        return new Order(path, baud, closed, orders);
    }

    private synchronized void await(Order seen, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (orders == seen.number) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (millis != 0 && left <= 0) {
                return;
            }
            wait(millis == 0 ? 0 : left);
        }
    }

    private void run() {
        try {
            for (Order order = order(); !order.closed(); order = order()) {
                turn(order);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinkageError e) {
            LOG.warn("serial ports cannot be used here", e);
            tell(new SerialState.Unsupported());
        }
    }

    /** Whatever goes wrong in one round, be it the library's, the next round tries again; a scanner is not lost for that. */
    private void turn(Order order) throws InterruptedException {
        try {
            serve(order);
        } catch (RuntimeException e) {
            LOG.error("the scanner on {}", order.path(), e);
            tell(new SerialState.Missing(String.valueOf(order.path())));
            await(order, RETRY_MILLIS);
        }
    }

    private void serve(Order order) throws InterruptedException {
        String wanted = order.path();
        if (wanted == null) {
            tell(new SerialState.Off());
            await(order, 0);
            return;
        }
        SerialPort port = open(wanted, order.baud());
        if (port != null) {
            try {
                read(port, order);
            } finally {
                port.closePort();
            }
            if (order().number() != order.number()) {
                return;
            }
            tell(new SerialState.Missing(wanted));
        }
        await(order, RETRY_MILLIS);
    }

    private @Nullable SerialPort open(String wanted, int rate) {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(wanted);
        } catch (SerialPortInvalidPortException e) {
            tell(new SerialState.Missing(wanted));
            return null;
        }
        port.setBaudRate(rate);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SILENCE_MILLIS, 0);
        if (port.openPort()) {
            tell(new SerialState.Ready(wanted));
            return port;
        }
        LOG.debug(
                "{} does not open: error {} at line {}", wanted, port.getLastErrorCode(), port.getLastErrorLocation());
        tell(exists(wanted) ? new SerialState.Busy(wanted) : new SerialState.Missing(wanted));
        return null;
    }

    /** Reads until the port is gone or another is wanted. */
    private void read(SerialPort port, Order order) {
        SerialLines lines = new SerialLines();
        byte[] bytes = new byte[1024];
        boolean listed = isListed(port.getSystemPortPath());
        long checked = System.nanoTime();
        while (order().number() == order.number()) {
            int count = port.readBytes(bytes, bytes.length);
            if (count < 0) {
                return;
            }
            if (count > 0) {
                lines.take(bytes, count).forEach(this::scanned);
                continue;
            }
            lines.silence().ifPresent(this::scanned);
            if (System.nanoTime() - checked > BETWEEN_CHECKS.toNanos()) {
                checked = System.nanoTime();
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
        return isListed(path) || new java.io.File(path).exists();
    }

    private void scanned(String text) {
        guarded(() -> listener.scanned(text));
    }

    /** What the listener throws is its own trouble, and ends no reading. */
    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the listener of the scanner", e);
        }
    }

    private void tell(SerialState now) {
        if (!now.equals(state)) {
            state = now;
            LOG.info("{}", now);
            guarded(() -> listener.state(now));
        }
    }
}
