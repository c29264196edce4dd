package uz.fiskaldesk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is stopped end in order when Ctrl+C or SIGTERM arrives: the command is told, and the
 * process ends with the command's own exit code instead of the signal's. Programs that nobody waits for here die of the
 * signal as usual.
 */
final class Stopping {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode;

    /** Blocks until the process is asked to end. */
    void await() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stopping"));
        asked.await();
    }

    /** While this runs the JVM waits; it halts with the exit code once the command has ended. */
    private void end() {
        asked.countDown();
        try {
            if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended and everything is written. */
    void finished(int code) {
        exitCode = code;
        finished.countDown();
    }
}
