package uz.fiskaldesk.desk.shell;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JavaFX, started on a thread of its own, because the options and the settings can be read meanwhile. It can be started once in a
 * process.
 */
public final class Toolkit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Toolkit.class);
    private static final int PATIENCE_SECONDS = 5;

    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private Toolkit() {}

    /** Starts JavaFX and returns immediately. No window is shown. */
    public static Toolkit start() {
        Toolkit toolkit = new Toolkit();
        Thread.ofPlatform().daemon().name("toolkit").start(toolkit::startPlatform);
        return toolkit;
    }

    private void startPlatform() {
        try {
            Platform.setImplicitExit(false);
            Platform.startup(() -> {
                started.complete(null);
                Appearance.preload();
            });
        } catch (RuntimeException | LinkageError e) {
            // JavaFX throws various exceptions and errors if the display or GTK is missing.
            started.completeExceptionally(e);
        }
    }

    /**
     * Waits until JavaFX runs.
     *
     * @throws NoScreenException if it cannot be started, for example without a display
     */
    void await() throws NoScreenException, InterruptedException {
        try {
            started.get();
        } catch (ExecutionException e) {
            throw new NoScreenException(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** Ends JavaFX. Waits a few seconds for its start, because a process that ends during it can crash in native code. */
    @Override
    public void close() {
        try {
            started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Platform.exit();
        } catch (ExecutionException e) {
            // Nothing was started.
        } catch (TimeoutException e) {
            LOG.warn("JavaFX is still starting");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** JavaFX cannot be started. */
    public static final class NoScreenException extends Exception {
        private static final long serialVersionUID = 1L;

        NoScreenException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
