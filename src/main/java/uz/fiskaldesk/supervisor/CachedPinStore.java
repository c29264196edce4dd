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
 * Limits how long {@link #read} may take, for threads that must not wait for a database. Content read within the last
 * second is returned immediately. Older content is read again; if the store does not respond in time, the cached
 * content is returned. The ledger cannot be written either in that case. Changes go to the store directly. Thread-safe.
 */
public final class CachedPinStore implements PinStore {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** A delay of the window that users do not notice. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** @param failure why the last read failed; null if it succeeded */
    private record Cached(
            @Nullable String content, @Nullable IOException failure, long nanos) {}

    private final PinStore store;
    private final Executor reader;
    private final LongSupplier nanos;
    private volatile Cached cached;
    private @Nullable CompletableFuture<Cached> reading;

    /**
     * Reads the content once and waits for the result.
     *
     * @param reader executes reads that may block
     * @param nanos {@code System::nanoTime}
     */
    public CachedPinStore(PinStore store, Executor reader, LongSupplier nanos) {
        this.store = store;
        this.reader = reader;
        this.nanos = nanos;
        this.cached = load();
    }

    @Override
    public @Nullable String read() throws IOException {
        Cached now = cached;
        if (nanos.getAsLong() - now.nanos() > MAX_AGE.toNanos()) {
            now = readAgain(now);
        }
        if (now.failure() != null) {
            throw new IOException(now.failure());
        }
        return now.content();
    }

    private Cached readAgain(Cached before) {
        try {
            return reading().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        } catch (ExecutionException | TimeoutException e) {
            return before;
        }
    }

    /** Starts a read unless one is in progress. */
    private synchronized CompletableFuture<Cached> reading() {
        if (reading == null || reading.isDone()) {
            reading = CompletableFuture.supplyAsync(() -> cached = load(), reader);
        }
        return reading;
    }

    private Cached load() {
        try {
            return new Cached(store.read(), null, nanos.getAsLong());
        } catch (IOException e) {
            return new Cached(null, e, nanos.getAsLong());
        }
    }

    @Override
    public <T> T change(Change<T> change) throws IOException {
        T result = store.change(change);
        cached = load();
        return result;
    }
}
