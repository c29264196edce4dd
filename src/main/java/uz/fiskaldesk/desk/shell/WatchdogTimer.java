package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.confirm.Watchdog.DelayedPayments;
import uz.fiskaldesk.support.PeriodicTask;

/** Runs the watchdog every 30 seconds and reports changes to the log and to the window. */
final class WatchdogTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchdogTimer.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Watchdog watchdog;
    private final Clock clock;
    private final Consumer<Optional<DelayedPayments>> listener;
    private final PeriodicTask task = new PeriodicTask(
            "watchdog", INTERVAL, INTERVAL, this::check, e -> LOG.warn("The watchdog check failed", e));
    private boolean late;

    /** @param listener called after every check, on the watchdog's thread */
    WatchdogTimer(Watchdog watchdog, Clock clock, Consumer<Optional<DelayedPayments>> listener) {
        this.watchdog = watchdog;
        this.clock = clock;
        this.listener = listener;
    }

    void start() {
        task.start();
    }

    private void check() {
        Optional<DelayedPayments> found = watchdog.check(clock.instant());
        if (found.isPresent() != late) {
            late = found.isPresent();
            found.ifPresentOrElse(
                    now -> LOG.error(
                            "{} payments should have been sent and have not moved for {}",
                            now.payments(),
                            now.longest()),
                    () -> LOG.info("All payments make progress again"));
        }
        listener.accept(found);
    }

    @Override
    public void close() {
        task.cancel();
    }
}
