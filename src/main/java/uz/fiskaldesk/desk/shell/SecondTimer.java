package uz.fiskaldesk.desk.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a task on the JavaFX thread once a second. It does not use a JavaFX animation, because an endless one makes JavaFX
 * render sixty pulses a second while nothing changes.
 */
final class SecondTimer implements AutoCloseable {
    private final Executor window;
    private final Runnable tick;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("second-timer").factory());

    /** @param tick called on the JavaFX thread */
    SecondTimer(Executor window, Runnable tick) {
        this.window = window;
        this.tick = tick;
    }

    void start() {
        ScheduledFuture<?> _ = timer.scheduleAtFixedRate(this::call, 1, 1, TimeUnit.SECONDS);
    }

    /** Skips a tick while the previous one is waiting for the JavaFX thread. */
    private void call() {
        if (waiting.compareAndSet(false, true)) {
            window.execute(() -> {
                waiting.set(false);
                tick.run();
            });
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
