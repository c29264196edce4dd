package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.confirm.Watchdog.Late;

/**
 * Has the watchdog look every half minute, on a thread of its own, and tells of a change in the log and to the window.
 */
final class WatchdogTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchdogTimer.class);
    private static final int EVERY_SECONDS = 30;

    private final Watchdog watchdog;
    private final Clock clock;
    private final Consumer<Optional<Late>> heard;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog").factory());
    private boolean late;

    /** @param heard told of every look, on the watchdog's thread */
    WatchdogTimer(Watchdog watchdog, Clock clock, Consumer<Optional<Late>> heard) {
        this.watchdog = watchdog;
        this.clock = clock;
        this.heard = heard;
    }

    void start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** One look. */
    void look() {
        try {
            Optional<Late> found = watchdog.look(clock.instant());
            if (found.isPresent() != late) {
                late = found.isPresent();
                found.ifPresentOrElse(
                        now -> LOG.error(
                                "{} payments should have been sent and have not moved for {}",
                                now.payments(),
                                now.longest()),
                        () -> LOG.info("all payments move again"));
            }
            heard.accept(found);
        } catch (RuntimeException | Error e) {
            // What leaves this method would end all further looks without a word.
            LOG.warn("the watchdog cannot look", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
