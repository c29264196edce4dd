package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** File locks that exclude other processes as well as other threads of this process. */
final class FileLocks {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_DELAY = Duration.ofMillis(20);

    private FileLocks() {}

    /**
     * Waits for the lock. The operating system's lock only excludes other processes; within one process, Java throws
     * instead of waiting.
     *
     * @throws OverlappingFileLockException if another thread of this process has held the lock for 30 seconds
     */
    static FileLock waitFor(FileChannel channel) throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_DELAY.toNanos());
            }
        }
    }
}
