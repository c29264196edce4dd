package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeriodicTaskTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void continuesAfterFailuresAndReportsTheFirstOfEachSeries() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(6);
        try (PeriodicTask task = new PeriodicTask(
                "test",
                SHORT,
                SHORT,
                () -> {
                    int run = runs.incrementAndGet();
                    enough.countDown();
                    if (run != 3) {
                        throw new AssertionError("run " + run);
                    }
                },
                e -> failures.add(String.valueOf(e.getMessage())))) {
            task.start();
            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failures).containsExactly("run 1", "run 4");
    }

    @Test
    void closingWaitsForARunInProgress() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        try (PeriodicTask task = new PeriodicTask(
                "test",
                SHORT,
                SHORT,
                () -> {
                    started.countDown();
                    awaitUninterrupted(closing);
                    finished.set(true);
                },
                _ -> {})) {
            task.start();
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            closing.countDown();
        }
        assertThat(finished).isTrue();
    }

    @Test
    void cancellingInterruptsARunInProgress() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (PeriodicTask task = new PeriodicTask(
                "test",
                SHORT,
                SHORT,
                () -> {
                    started.countDown();
                    if (!awaitUninterrupted(new CountDownLatch(1))) {
                        interrupted.countDown();
                    }
                },
                _ -> {})) {
            task.start();
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            task.cancel();
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean awaitUninterrupted(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
