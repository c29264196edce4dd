package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uz.fiskaldesk.support.BackgroundServer.State;

@Timeout(30)
class BackgroundServerTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:8792");
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BlockingQueue<State> states = new LinkedBlockingQueue<>();
    private final AtomicInteger closed = new AtomicInteger();

    private BackgroundServer server(BackgroundServer.Opener opener) {
        BackgroundServer server = new BackgroundServer("server", opener, states::add, SHORT);
        server.start();
        return server;
    }

    private BackgroundServer.Running running() {
        return new BackgroundServer.Running() {
            @Override
            public URI address() {
                return ADDRESS;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private State next() throws InterruptedException {
        return states.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void aPortInUseIsSaidOnceAndTriedAgainUntilItIsFree() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch free = new CountDownLatch(5);
        try (BackgroundServer _ = server(() -> {
            tries.incrementAndGet();
            free.countDown();
            if (free.getCount() > 0) {
                throw ServerException.portInUse(8792);
            }
            return running();
        })) {
            assertThat(next())
                    .isInstanceOfSatisfying(
                            State.Failed.class,
                            failed -> assertThat(failed.reason().in(Translations.in(Language.ENGLISH)))
                                    .startsWith("Port 8792 is in use"));
            assertThat(next()).isEqualTo(new State.Open(ADDRESS));
            assertThat(tries).hasValue(5);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void aServerThatHasEndedIsOpenedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (BackgroundServer _ = server(() -> {
            if (tries.incrementAndGet() == 2) {
                throw new ServerException("watch.no-folder", "bank");
            }
            boolean ends = tries.get() == 1;
            BackgroundServer.Running running = running();
            return new BackgroundServer.Running() {
                @Override
                public URI address() {
                    return running.address();
                }

                @Override
                public boolean isAlive() {
                    return !ends;
                }

                @Override
                public void close() {
                    running.close();
                }
            };
        })) {
            assertThat(next()).isEqualTo(new State.Open(ADDRESS));
            assertThat(next()).isInstanceOf(State.Failed.class);
            assertThat(next()).isEqualTo(new State.Open(ADDRESS));
            assertThat(closed).hasValue(1);
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void aFaultOfTheProgramIsSaidAndTriedAgain() throws Exception {
        CountDownLatch free = new CountDownLatch(2);
        try (BackgroundServer _ = server(() -> {
            free.countDown();
            if (free.getCount() > 0) {
                throw new IllegalStateException("the certificates cannot be read");
            }
            return running();
        })) {
            assertThat(next()).isInstanceOf(State.Failed.class);
            assertThat(next()).isEqualTo(new State.Open(ADDRESS));
        }
    }

    @Test
    void closingWaitsForTheOpeningAndClosesWhatWasOpened() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundServer server = server(() -> {
            opening.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return running();
        });
        opening.await();
        Thread closing = Thread.ofVirtual().start(server::close);
        goOn.countDown();
        closing.join();
        assertThat(closed).hasValue(1);
        assertThat(next()).isEqualTo(new State.Open(ADDRESS));
        assertThat(states).isEmpty();
    }
}
