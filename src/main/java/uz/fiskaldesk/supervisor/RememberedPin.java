package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long {@link #read} may take, for a thread that must not wait for a database. What was read within the last
 * second is returned at once. Older content is read again, and returned as it was only where the store does not answer in
 * time; then nothing can be written to that ledger either. Changes go to the store itself. Thread-safe.
 */
public final class RememberedPin implements PinStore {
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** As long as a window may stand still without anybody noticing. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** @param trouble why it could not be read; null where it could */
    private record Seen(@Nullable String content, @Nullable IOException trouble, long nanos) {}

    private final PinStore store;
    private final Executor reader;
    private final LongSupplier nanos;
    private volatile Seen seen;
    private @Nullable CompletableFuture<Seen> reading;

    /**
     * Reads it for the first time, and waits for that.
     *
     * @param reader runs what may take a while
     * @param nanos {@code System::nanoTime}
     */
    public RememberedPin(PinStore store, Executor reader, LongSupplier nanos) {
        this.store = store;
        this.reader = reader;
        this.nanos = nanos;
        this.seen = look();
    }

    @Override
    public @Nullable String read() throws IOException {
        Seen now = seen;
        if (nanos.getAsLong() - now.nanos() > FRESH.toNanos()) {
            now = readAgain(now);
        }
        if (now.trouble() != null) {
            throw new IOException(now.trouble());
        }
        return now.content();
    }

    private Seen readAgain(Seen before) {
        try {
            return reading().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        } catch (ExecutionException | TimeoutException e) {
            return before;
        }
    }

    /** One reading at a time, however often the store is asked while it is silent. */
    private synchronized CompletableFuture<Seen> reading() {
        if (reading == null || reading.isDone()) {
            reading = CompletableFuture.supplyAsync(() -> seen = look(), reader);
        }
        return reading;
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
