package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link #read} at once with what was last read, for a thread that must not wait, and has it read again beside;
 * what another till changed holds here from the next read on. Changes go to the store itself.
 */
public final class RememberedPin implements PinStore {
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** @param trouble why it could not be read; null where it could */
    private record Seen(@Nullable String content, @Nullable IOException trouble, long nanos) {}

    private final PinStore store;
    private final Executor beside;
    private final LongSupplier nanos;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Seen seen;

    /**
     * Reads it for the first time, and waits for that.
     *
     * @param beside runs what may take a while
     * @param nanos {@code System::nanoTime}
     */
    public RememberedPin(PinStore store, Executor beside, LongSupplier nanos) {
        this.store = store;
        this.beside = beside;
        this.nanos = nanos;
        this.seen = look();
    }

    @Override
    public @Nullable String read() throws IOException {
        Seen now = seen;
        if (nanos.getAsLong() - now.nanos() > FRESH.toNanos() && looking.compareAndSet(false, true)) {
            beside.execute(() -> {
                seen = look();
                looking.set(false);
            });
        }
        if (now.trouble() != null) {
            throw new IOException(now.trouble());
        }
        return now.content();
    }

    private Seen look() {
        try {
            return new Seen(store.read(), null, nanos.getAsLong());
        } catch (IOException e) {
            return new Seen(null, e, nanos.getAsLong());
        }
    }

    @Override
    public <T> T change(Change<T> change) throws IOException {
        T result = store.change(change);
        seen = look();
        return result;
    }
}
