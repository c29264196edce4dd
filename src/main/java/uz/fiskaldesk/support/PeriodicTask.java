package uz.fiskaldesk.support;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a task periodically on a daemon thread of its own. A failed run does not end the following ones. Of consecutive
 * failures only the first is reported.
 */
public final class PeriodicTask implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final Duration initialDelay;
    private final Duration delay;
    private final Runnable task;
    private final Consumer<Throwable> onFailure;
    private final ScheduledExecutorService scheduler;
    private boolean failed;

    /**
     * @param threadName the name of the thread
     * @param initialDelay from {@link #start} to the first run
     * @param delay from the end of a run to the next one
     * @param onFailure called on the task's thread
     */
    public PeriodicTask(
            String threadName, Duration initialDelay, Duration delay, Runnable task, Consumer<Throwable> onFailure) {
        this.initialDelay = initialDelay;
        this.delay = delay;
        this.task = task;
        this.onFailure = onFailure;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(threadName).factory());
    }

    /** Creates the task that maintains the ledger, such as by its daily backup; delayed so as not to slow down the start. */
    public static PeriodicTask ofLedgerMaintenance(Runnable task, Consumer<Throwable> onFailure) {
        return new PeriodicTask("ledger-maintenance", Duration.ofSeconds(20), Duration.ofMinutes(10), task, onFailure);
    }

    public void start() {
        ScheduledFuture<?> _ = scheduler.scheduleWithFixedDelay(
                this::run, initialDelay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            task.run();
            failed = false;
        } catch (RuntimeException | Error e) {
            // An exception that leaves this method would cancel all further runs.
            if (!failed) {
                failed = true;
                onFailure.accept(e);
            }
        }
    }

    /** Ends the task; interrupts a run in progress without waiting for it. */
    public void cancel() {
        scheduler.shutdownNow();
    }

    /** Ends the task after a run in progress; interrupts that run after a few seconds. */
    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                scheduler.shutdownNow();
            }
        } catch (InterruptedException e) {
            scheduler.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
