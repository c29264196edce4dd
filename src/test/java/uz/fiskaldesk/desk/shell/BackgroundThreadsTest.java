package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;

/** Tests that everything thrown by a background task is reported and that the caller's state is reset. */
class BackgroundThreadsTest {
    private final BlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final NoticeModel notices = new NoticeModel();
    private final BackgroundThreads tasks = new BackgroundThreads(window::add, notices);
    private final AtomicBoolean flag = new AtomicBoolean();

    @AfterEach
    void close() {
        tasks.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void aFailingTaskIsReported(Class<? extends Throwable> kind) throws InterruptedException {
        both((on, failed) -> submit(on, () -> fail(kind), () -> {}, failed));
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void aFailingResultHandlerIsReported(Class<? extends Throwable> kind) throws InterruptedException {
        both((on, failed) -> submit(on, () -> {}, () -> fail(kind), failed));
    }

    private void both(BiConsumer<Boolean, Runnable> ask) throws InterruptedException {
        for (boolean onLedger : new boolean[] {true, false}) {
            notices.clear();
            flag.set(true);
            ask.accept(onLedger, () -> flag.set(false));
            next();
            assertThat(flag).isFalse();
            assertThat(notices.current().get()).extracting(Notice::kind).isEqualTo(Notice.Kind.ERROR);
        }
    }

    @org.junit.jupiter.api.Test
    void aTaskSubmittedAfterClosingCountsAsFailed() throws InterruptedException {
        tasks.close();
        flag.set(true);

        tasks.onLedger(() -> 1, _ -> {}, () -> flag.set(false));
        next();

        assertThat(flag).isFalse();
        assertThat(notices.current().get()).isNull();
    }

    private void submit(boolean onLedger, Runnable what, Runnable then, Runnable failed) {
        if (onLedger) {
            tasks.onLedger(() -> done(what), _ -> then.run(), failed);
        } else {
            tasks.inBackground(() -> done(what), _ -> then.run(), failed);
        }
    }

    private static boolean done(Runnable what) {
        what.run();
        return true;
    }

    private static void fail(Class<? extends Throwable> kind) {
        try {
            throw kind.getConstructor().newInstance();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void next() throws InterruptedException {
        Runnable task = window.poll(30, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        task.run();
    }
}
