package uz.fiskaldesk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl+C and SIGTERM for commands that run until they are stopped: the command is notified, and the process ends with
 * the command's exit code instead of the signal's. Other commands are terminated by the signal as usual.
 */
final class ShutdownSignal {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode;

    /** Blocks until the process is asked to end. */
    void await() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stopping"));
        asked.await();
    }

    /** Runs as a shutdown hook. Waits for the command to end, then halts the JVM with its exit code. */
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

    /** To be called when the command has ended and its output is written. */
    void finished(int code) {
        exitCode = code;
        finished.countDown();
    }
}
