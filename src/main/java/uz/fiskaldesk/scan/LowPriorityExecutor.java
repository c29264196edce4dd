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
 * Runs tasks whose cost depends on untrusted files. They run on platform threads, as computations on virtual threads are
 * not preempted and would delay those that send payments. Two tasks run at a time. A task that exceeds the timeout is
 * interrupted and abandoned, but occupies its slot until its thread ends. Thread-safe.
 *
 * @param <T> the result type
 */
final class LowPriorityExecutor<T> {
    private static final int MAX_CONCURRENT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(LowPriorityExecutor.class);

    private final Semaphore slots = new Semaphore(MAX_CONCURRENT);
    private final Duration timeout;
    private final T fallback;

    /**
     * @param timeout for one task, and for waiting until it can start
     * @param fallback the result of tasks that fail or exceed the timeout
     */
    LowPriorityExecutor(Duration timeout, T fallback) {
        this.timeout = timeout;
        this.fallback = fallback;
    }

    /**
     * Runs a task and blocks until it ends; must not be called on the JavaFX thread. Thread priorities are a hint only, and
     * Linux ignores them.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    T run(Supplier<T> task) {
        try {
            if (!slots.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("too many files are being read");
                return fallback;
            }
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name("file-reader")
                    .priority(Thread.MIN_PRIORITY)
                    .start(() -> {
                        try {
                            result.complete(task.get());
                        } catch (Throwable e) {
                            // Any failure caused by a file ends here, including errors such as stack overflows.
                            result.completeExceptionally(e);
                        } finally {
                            slots.release();
                        }
                    });
            return awaited(result, thread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fallback;
        }
    }

    private T awaited(CompletableFuture<T> result, Thread thread) throws InterruptedException {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("a file was not read within {}", timeout);
            return fallback;
        } catch (ExecutionException e) {
            LOG.error("reading a file failed", e.getCause());
            return fallback;
        } finally {
            if (!result.isDone()) {
                thread.interrupt();
            }
        }
    }
}
