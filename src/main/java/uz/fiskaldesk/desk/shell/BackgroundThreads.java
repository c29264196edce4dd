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
 * One thread for the ledger, as many as needed for the rest. They are platform threads: work that computes for long would
 * keep the few carriers of virtual threads, on which payments are sent.
 */
final class BackgroundThreads implements BackgroundTasks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Executor window;
    private final NoticeModel notices;
    private final ExecutorService ledger = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ledger").factory());
    private final ExecutorService others = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("aside-", 0).factory());

    BackgroundThreads(Executor window, NoticeModel notices) {
        this.window = window;
        this.notices = notices;
    }

    @Override
    public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        run(ledger, work, then, failed);
    }

    @Override
    public <T> void aside(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
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
            LOG.debug("asked for work while closing", closing);
            window.execute(failed);
        }
    }

    /** What is done with the result can fail as the work itself can; either way the caller's flags are reset. */
    private void finish(Runnable then, Runnable failed) {
        try {
            then.run();
        } catch (Throwable e) {
            fail(e, failed);
        }
    }

    private void fail(Throwable e, Runnable failed) {
        try {
            notices.trouble(e);
        } finally {
            failed.run();
        }
    }

    /** Finishes what was begun on the ledger; the rest may be left. */
    @Override
    public void close() {
        ledger.shutdown();
        others.shutdownNow();
        try {
            if (!ledger.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the ledger was still at work when the desk closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
