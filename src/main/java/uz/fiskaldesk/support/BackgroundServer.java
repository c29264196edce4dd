package uz.fiskaldesk.support;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server open in the background until it is closed. A server that cannot be opened, for example because its port is
 * in use, is tried again every few seconds. Thread-safe.
 */
public final class BackgroundServer implements AutoCloseable {
    /** An open server. */
    public interface Running extends AutoCloseable {
        URI address();

        /** Whether it still works; if not, it is closed and opened again. */
        default boolean isAlive() {
            return true;
        }

        /** Waits for requests in progress for a few seconds. */
        @Override
        void close();
    }

    /** Opens a server. */
    public interface Opener {
        /** @throws ServerException if it cannot be opened now; another exception is a fault of the program */
        Running open() throws IOException;
    }

    /** What is known about a server. */
    public sealed interface State {
        /** It is being opened for the first time. */
        record Opening() implements State {}

        record Open(URI address) implements State {}

        /** It could not be opened and is tried again. */
        record Failed(ServerException reason) implements State {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundServer.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final String name;
    private final Opener opener;
    private final Consumer<State> listener;
    private final PeriodicTask opening;
    private @Nullable Running running;
    private boolean failed;
    private boolean closed;

    /**
     * @param name for the log and the thread
     * @param listener called on a thread of the server when its state changes; must not block
     */
    public BackgroundServer(String name, Opener opener, Consumer<State> listener) {
        this(name, opener, listener, RETRY);
    }

    /** @param retry the time between two attempts to open it */
    BackgroundServer(String name, Opener opener, Consumer<State> listener, Duration retry) {
        this.name = name;
        this.opener = opener;
        this.listener = listener;
        this.opening = new PeriodicTask(
                name + "-opening", Duration.ZERO, retry, this::openUnlessOpen, e -> LOG.error("{}", name, e));
    }

    public void start() {
        opening.start();
    }

    private synchronized void openUnlessOpen() {
        if (running != null && !running.isAlive()) {
            running.close();
            running = null;
        }
        if (closed || running != null) {
            return;
        }
        try {
            running = opener.open();
            failed = false;
            LOG.info("{} is open at {}", name, running.address());
            listener.accept(new State.Open(running.address()));
        } catch (ServerException e) {
            report(e, e);
        } catch (IOException | RuntimeException e) {
            report(e, new ServerException("server.failed"));
        }
    }

    /** Reports the first of consecutive failures. */
    private void report(Exception e, ServerException reason) {
        if (!failed) {
            failed = true;
            LOG.warn("{} cannot be opened and is tried again", name, e);
            listener.accept(new State.Failed(reason));
        }
    }

    @Override
    public void close() {
        opening.close();
        synchronized (this) {
            closed = true;
            if (running != null) {
                running.close();
                running = null;
            }
        }
    }
}
