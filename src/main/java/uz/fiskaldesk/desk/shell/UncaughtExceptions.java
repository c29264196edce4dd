package uz.fiskaldesk.desk.shell;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.NoticeModel;

/**
 * Logs uncaught exceptions of any thread and shows the cashier one sentence. A repeated exception, such as one from every
 * layout pass, is reported once a minute. Thread-safe.
 */
final class UncaughtExceptions implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtExceptions.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final Executor window;
    private final NoticeModel notices;
    private @Nullable String lastKind;
    private long lastAt;

    UncaughtExceptions(Executor window, NoticeModel notices) {
        this.window = window;
        this.notices = notices;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        if (isRepetition(e)) {
            return;
        }
        LOG.error("Uncaught exception in thread {}", thread.getName(), e);
        try {
            window.execute(() -> notices.showFailure(e));
        } catch (RuntimeException closing) {
            LOG.debug("The window is closed already", closing);
        }
    }

    private synchronized boolean isRepetition(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String kind = e.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
        long now = System.nanoTime();
        boolean repeated = kind.equals(lastKind) && now - lastAt < QUIET_NANOS;
        if (!repeated) {
            lastKind = kind;
            lastAt = now;
        }
        return repeated;
    }
}
