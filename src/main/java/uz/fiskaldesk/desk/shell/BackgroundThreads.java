package uz.fiskaldesk.desk.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;

/**
 * Runs background tasks: one thread for the ledger, a cached pool for the rest. These are platform threads, because long
 * computations would block the few carriers of the virtual threads that send payments.
 */
final class BackgroundThreads implements BackgroundTasks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Executor window;
    private final NoticeModel notices;
    private final ExecutorService ledger = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ledger").factory());
    private final ExecutorService others = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("background-", 0).factory());

    BackgroundThreads(Executor window, NoticeModel notices) {
        this.window = window;
        this.notices = notices;
    }

    @Override
    public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        run(ledger, work, then, failed);
    }

    @Override
    public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        run(others, work, then, failed);
    }

    private <T> void run(Executor executor, Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        try {
            executor.execute(() -> {
                try {
                    T result = work.get();
                    window.execute(() -> finish(() -> then.accept(result), failed));
                } catch (Throwable e) {
                    window.execute(() -> fail(e, failed));
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("A task was submitted while closing", closing);
            window.execute(failed);
        }
    }

    private void finish(Runnable then, Runnable failed) {
        try {
            then.run();
        } catch (Throwable e) {
            fail(e, failed);
        }
    }

    private void fail(Throwable e, Runnable failed) {
        try {
            notices.logAndShow(e);
        } finally {
            failed.run();
        }
    }

    /** Completes the submitted ledger tasks and interrupts all others. Blocks for a few seconds at most. */
    @Override
    public void close() {
        ledger.shutdown();
        others.shutdownNow();
        try {
            if (!ledger.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The ledger tasks did not finish in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
