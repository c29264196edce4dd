package uz.fiskaldesk.desk.phone;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.phone.PhoneServer;

/**
 * Keeps the server open while it is wanted. Each change of mind gets a number, so that a slow start that is not wanted any
 * more, or a late stop, cannot undo a newer decision. Thread-safe; opening and closing block.
 */
final class PhoneListener {
    interface Opener {
        PhoneServer open() throws IOException;
    }

    private final AtomicLong latest = new AtomicLong();
    private @Nullable PhoneServer running;
    private long runningFor;

    /** The number of a new decision. */
    long decide() {
        return latest.incrementAndGet();
    }

    boolean isLatest(long decision) {
        return latest.get() == decision;
    }

    /** Opens the server in place of an older one; empty if there was a newer decision. */
    synchronized Optional<PhoneServer> open(long decision, Opener opener) throws IOException {
        close(decision);
        if (!isLatest(decision)) {
            return Optional.empty();
        }
        PhoneServer opened = opener.open();
        running = opened;
        runningFor = decision;
        return Optional.of(opened);
    }

    /** Closes the server, unless it was opened by a newer decision. */
    synchronized void close(long decision) {
        if (running != null && runningFor < decision) {
            running.close();
            running = null;
        }
    }
}
