package uz.fiskaldesk.desk.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session that is being opened. Exactly one caller takes what comes of it, and closes it. Safe for several threads. */
final class PendingSession {
    private static final Logger LOG = LoggerFactory.getLogger(PendingSession.class);
    private static final int PATIENCE_SECONDS = 10;

    private final CompletableFuture<DeskParts> parts;
    private final @Nullable Session before;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** @param before the session that is closed first; null where there is none */
    PendingSession(CompletableFuture<DeskParts> parts, @Nullable Session before) {
        this.parts = parts;
        this.before = before;
    }

    /** Whether it takes the place of another session, which may still be sending. */
    boolean replacesAnother() {
        return before != null;
    }

    /** Whether the caller is the one who takes what was opened. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Nobody waits for it any more: breaks off what delays it, and closes it as soon as it stands. Blocks for seconds. */
    void abandon() {
        if (!take()) {
            return;
        }
        if (before != null) {
            before.model().sender().close(Duration.ZERO);
        }
        try {
            parts.get(PATIENCE_SECONDS, TimeUnit.SECONDS).closing().run();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the desk was closed while it was opening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
