package uz.fiskaldesk.support;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after the ledger while the program runs, such as by the backup of the day. On a thread of its own, for it may
 * take seconds; trouble is told once and then again only after it was over.
 */
public final class LedgerCare implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Runnable work;
    private final Consumer<Throwable> trouble;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("care").factory());
    private boolean inTrouble;

    /**
     * @param work what is to be done, or has been done already today
     * @param trouble told what went wrong, on the thread of the work
     */
    public LedgerCare(Runnable work, Consumer<Throwable> trouble) {
        this.work = work;
        this.trouble = trouble;
    }

    /** A little later, so that it does not slow down the start. */
    public void start() {
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(this::look, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round. */
    void look() {
        try {
            work.run();
            inTrouble = false;
        } catch (RuntimeException | Error e) {
            // What leaves this method would end all further rounds without a word.
            if (!inTrouble) {
                inTrouble = true;
                trouble.accept(e);
            }
        }
    }

    /** Waits for a round that is under way, for a few seconds at most. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            timer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
