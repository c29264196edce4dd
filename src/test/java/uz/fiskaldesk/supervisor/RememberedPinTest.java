package uz.fiskaldesk.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RememberedPinTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile @Nullable String stored = "old";

    private final PinStore store = new PinStore() {
        @Override
        public @Nullable String read() {
            if (silent) {
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return stored;
        }

        @Override
        public <T> T change(Change<T> change) {
            throw new UnsupportedOperationException();
        }
    };

    private final CachedPinStore pin = new CachedPinStore(store, Thread::startVirtualThread, nanos::get);

    @Test
    void aPinSetByAnotherTillAppliesToTheNextAct() throws IOException {
        stored = "set on another till";
        assertThat(pin.read()).as("within a second").isEqualTo("old");
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(pin.read()).isEqualTo("set on another till");
    }

    @Test
    void aStoreThatDoesNotRespondDoesNotBlock() throws IOException {
        silent = true;
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        try {
            assertThat(pin.read()).isEqualTo("old");
        } finally {
            answers.countDown();
        }
    }
}
