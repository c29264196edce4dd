package uz.fiskaldesk.scan;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work that a file may make arbitrarily expensive on platform threads of the lowest priority: virtual threads, on
 * which payments are sent, share the few threads that carry them, and are not taken off while they compute. Two pieces
 * of work at a time; one that takes too long is interrupted and given up, and keeps its place until its thread ends.
 * Safe for use by several threads.
 *
 * @param <T> what the work brings
 */
final class LowPriority<T> {
    private static final int AT_A_TIME = 2;
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Duration patience;
    private final T otherwise;

    /**
     * @param patience for one piece of work, and for a place
     * @param otherwise what comes of work that takes too long or fails
     */
    LowPriority(Duration patience, T otherwise) {
        this.patience = patience;
        this.otherwise = otherwise;
    }

    /**
     * Waits for the work; blocks the calling thread, which must not be the window's. The priority is a courtesy to the other
     * threads, and nothing rests on it: Linux does not heed it.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    T run(Supplier<T> work) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("other files are still being read");
                return otherwise;
            }
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name("file-reader")
                    .priority(Thread.MIN_PRIORITY)
                    .start(() -> {
                        try {
                            result.complete(work.get());
                        } catch (Throwable e) {
                            // Whatever a file does to its reader ends here: the thread is of no more use to anybody.
                            result.completeExceptionally(e);
                        } finally {
                            places.release();
                        }
                    });
            return awaited(result, thread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private T awaited(CompletableFuture<T> result, Thread thread) throws InterruptedException {
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("a file was not read within {}", patience);
            return otherwise;
        } catch (ExecutionException e) {
            LOG.error("a file", e.getCause());
            return otherwise;
        } finally {
            if (!result.isDone()) {
                thread.interrupt();
            }
        }
    }
}
