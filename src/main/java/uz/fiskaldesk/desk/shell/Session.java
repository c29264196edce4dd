package uz.fiskaldesk.desk.shell;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.scan.serial.SerialScanner;
import uz.fiskaldesk.scan.serial.SerialState;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.PeriodicTask;
import uz.fiskaldesk.support.Settings;

/**
 * The desk at work on an open ledger: its models and the timers and devices that drive them. Created and used on the
 * JavaFX thread; {@link #close} may be called on any.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** When the window closes, the cashier has been told what is still being sent. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(2);

    private static final Duration UPDATES_EARLIEST = Duration.ofMinutes(2);
    private static final Duration UPDATES_SPREAD = Duration.ofMinutes(20);

    /** How often it is asked whether the daily check is due. */
    private static final Duration UPDATES_INTERVAL = Duration.ofHours(1);

    private final DeskServices services;
    private final BackgroundThreads tasks;
    private final DeskModel model;
    private final SessionPolling polling;
    private final PeriodicTask maintenance;
    private final WatchdogTimer watchdog;
    private final PeriodicTask updates;
    private final SerialScanner serial;
    private final SoundPlayer sounds;
    private final List<BackgroundServer> servers;

    /**
     * @param saveSettings stores changed settings and applies them
     * @param keep changes the stored settings where they are in effect already
     * @param window runs tasks on the JavaFX thread
     */
    Session(
            DeskServices services,
            Settings settings,
            Consumer<Settings> saveSettings,
            Consumer<UnaryOperator<Settings>> keep,
            NoticeModel notices,
            Executor window) {
        this.services = services;
        this.tasks = new BackgroundThreads(window, notices);
        this.model = new DeskModel(services, settings, saveSettings, keep, notices, tasks, window);
        this.serial = new SerialScanner(new SerialScanner.Listener() {
            @Override
            public void state(SerialState state) {
                window.execute(() -> model.scanner().setSerial(state));
            }

            @Override
            public void scanned(String text) {
                window.execute(() -> model.scanner().scanned(new Scan(text, Scan.Ending.SERIAL)));
            }
        });
        this.sounds = new SoundPlayer();
        model.soundCues().setListener(sounds::play);
        FailureAlert.install(model.list().totals(), model.soundCues());
        model.live().scanner().subscribe(scanner -> {
            sounds.setOn(scanner.sounds());
            serial.select(scanner.port(), scanner.baud());
        });
        this.polling = new SessionPolling(services.ledger(), model, window, services.clock());
        this.watchdog = new WatchdogTimer(
                new Watchdog(services.ledger(), settings.api().lateAfter(), System::nanoTime),
                services.clock(),
                late -> window.execute(() -> model.reportLatePayments(late.orElse(null))));
        this.maintenance = PeriodicTask.ofLedgerMaintenance(
                services.maintenance(), e -> window.execute(() -> notices.backupFailed(e)));
        this.updates = new PeriodicTask(
                "updates",
                // Not all tills of a shop at the same time, and not while the desk starts.
                UPDATES_EARLIEST.plusSeconds(ThreadLocalRandom.current().nextLong(UPDATES_SPREAD.toSeconds())),
                UPDATES_INTERVAL,
                model.update()::check,
                e -> LOG.warn("The check for updates failed", e));
        SessionServer.Events events = new SessionServer.Events(
                polling::ledgerChanged, notice -> window.execute(() -> notices.show(Notice.Kind.WARNING, notice)));
        this.servers = services.servers().stream()
                .map(server -> new BackgroundServer(
                        server.kind().name().toLowerCase(Locale.ROOT),
                        server.opener().apply(events),
                        state -> window.execute(() -> model.reportServer(server.kind(), state))))
                .toList();
    }

    DeskModel model() {
        return model;
    }

    DeskServices services() {
        return services;
    }

    BackgroundTasks tasks() {
        return tasks;
    }

    /** Called before the view is built, so that the list is read meanwhile. */
    void start() {
        model.list().refresh();
        polling.start();
        maintenance.start();
        watchdog.start();
        if (services.updates().isAutomatic()) {
            updates.start();
        }
        services.ledger().onChange(polling::ledgerChanged);
        servers.forEach(BackgroundServer::start);
    }

    /** Closes the session; blocks for a few seconds at most. */
    @Override
    public void close() {
        close(CLOSING_TIME);
    }

    /** Waits up to {@code patience} for the answers to requests under way, then closes; blocks for a few seconds more. */
    void close(Duration patience) {
        List<Runnable> steps = List.of(
                maintenance::close,
                watchdog::close,
                updates::cancel,
                serial::close,
                model.camera()::close,
                model.phone()::close,
                sounds::close,
                polling::close,
                () -> model.sender().close(patience),
                // Late, because other programs depend on them.
                () -> servers.forEach(BackgroundServer::close),
                tasks::close,
                services::close);
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                // Close the rest, above all the ledger.
                LOG.error("A part of the session was not closed", e);
            }
        }
    }
}
