package uz.fiskaldesk.desk.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls the window once a second. It has a timer of its own, because an animation of JavaFX that never ends keeps the
 * toolkit at sixty pulses a second while nothing changes.
 */
final class SecondTimer implements AutoCloseable {
    private final Executor window;
    private final Runnable tick;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clockwork").factory());

    /** @param tick called on the window's thread */
    SecondTimer(Executor window, Runnable tick) {
        this.window = window;
        this.tick = tick;
    }

    void start() {
        ScheduledFuture<?> _ = timer.scheduleAtFixedRate(this::call, 1, 1, TimeUnit.SECONDS);
    }

    /** While the window is busy calls do not pile up. */
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
