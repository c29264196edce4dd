package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Tests the real window with the queue of an offline day. {@code soak.queued} is the number of payments;
 * {@code soak.drainSeconds} the time limit, or 0 for none.
 */
@NullUnmarked
class DrainTest {
    private static final int QUEUED = Integer.getInteger("soak.queued", 300);
    private static final int SECONDS = Integer.getInteger("soak.drainSeconds", 0);

    /** The second limit of https://www.nngroup.com/articles/response-times-3-important-limits. */
    private static final Duration ANSWERS = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private TestSessions sessions;
    private String url;
    private FiscalBoxSimulator simulator;
    private DeskWindow window;
    private Stage stage;

    @BeforeAll
    static void toolkit() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
            assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (IllegalStateException startedByAnotherTest) {
            started.countDown();
        }
        Platform.setImplicitExit(false);
    }

    @BeforeEach
    void fill() throws Exception {
        simulator = FiscalBoxSimulator.start(Scenario.confirming());
        sessions = new TestSessions(folder, simulator.address().toString(), clock);
        url = SqliteLedger.urlOf(sessions.ledgerFile());
        QueuedPayments.fill(url, QUEUED, clock.instant(), clock.instant().plus(Duration.ofMinutes(5)));
    }

    @AfterEach
    void close() throws Exception {
        if (window != null) {
            window.close();
            // The window would receive the clicks of the following tests.
            onTheWindowsThread(stage::hide);
        }
        simulator.close();
    }

    @Test
    void aLongQueueIsSentOldestFirstOnceEachWhileTheWindowStaysResponsive() throws Exception {
        long start = System.nanoTime();
        onTheWindowsThread(() -> {
            window = new DeskWindow(sessions, new FxThread(), () -> {});
            stage = new Stage();
            window.show(stage, PendingSession.open(sessions::open));
        });

        List<Duration> answers = new ArrayList<>();
        try (Ledger watched = SqliteLedger.open(url, clock.instant())) {
            for (long sent = 0; sent < QUEUED; sent = count(watched, PaymentState.CONFIRMED)) {
                Duration answer = onTheWindowsThread(() -> {});
                if (sent > 0) {
                    // Before that, the window was still being built.
                    answers.add(answer);
                }
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                assertThat(count(watched, PaymentState.UNKNOWN) + count(watched, PaymentState.REJECTED))
                        .isZero();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        answers.sort(Comparator.naturalOrder());
        Duration longest = answers.getLast();
        System.out.printf(
                "%d queued payments sent in %.1f s (%.0f a second); the window answered after %d ms at most,"
                        + " %d ms in 99 of 100 cases%n",
                QUEUED,
                took.toMillis() / 1000.0,
                QUEUED / (took.toMillis() / 1000.0),
                longest.toMillis(),
                answers.get(answers.size() * 99 / 100).toMillis());

        List<String> sent = simulator.confirmations().stream()
                .map(RecordedRequest::transactionId)
                .toList();
        assertThat(sent).as("each payment is sent once").hasSize(QUEUED).doesNotHaveDuplicates();
        int furthest = 0;
        for (int place = 1; place <= QUEUED; place++) {
            furthest = Math.max(furthest, Integer.parseInt(sent.get(place - 1).substring(24)));
            assertThat(furthest - place)
                    .as("older payments that are still being sent, up to four concurrently")
                    .isLessThan(4);
        }
        if (SECONDS > 0) {
            assertThat(took).isLessThan(Duration.ofSeconds(SECONDS));
            assertThat(longest).isLessThan(ANSWERS);
        }
    }

    private static long count(Ledger ledger, PaymentState state) {
        return ledger.counts(LedgerQuery.ALL).getOrDefault(state, 0L);
    }

    /** Runs a task on the JavaFX thread and returns how long that took, including the wait. */
    private static Duration onTheWindowsThread(Runnable task) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(1, TimeUnit.MINUTES);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
