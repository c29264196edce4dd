package uz.fiskaldesk.desk.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.DeskServices;

/**
 * A session whose services are being opened. Exactly one caller takes the result, and closes it. Thread-safe.
 */
final class PendingSession {
    private static final Logger LOG = LoggerFactory.getLogger(PendingSession.class);
    private static final int PATIENCE_SECONDS = 10;

    private final CompletableFuture<DeskServices> services;
    private final @Nullable Session before;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** Opens services on a daemon thread, because it may take seconds and must not keep the program from ending. */
    static CompletableFuture<DeskServices> open(Supplier<DeskServices> open) {
        return inBackground(open);
    }

    static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().daemon().name("opening").start(task));
    }

    /** @param before the session that is closed first; null if there is none */
    PendingSession(CompletableFuture<DeskServices> services, @Nullable Session before) {
        this.services = services;
        this.before = before;
    }

    /** Whether it replaces another session, which may still be sending. */
    boolean replacesAnother() {
        return before != null;
    }

    /** Returns true to exactly one caller, who then owns the opened services. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Cancels the requests that delay it, and closes the services once they are open. Blocks for seconds. */
    void abandon() {
        if (!take()) {
            return;
        }
        if (before != null) {
            before.model().sender().close(Duration.ZERO);
        }
        try {
            services.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The desk was closed while it was opening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
