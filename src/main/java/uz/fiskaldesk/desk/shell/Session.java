package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.DeskPorts;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.scan.serial.SerialScanner;
import uz.fiskaldesk.scan.serial.SerialState;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.LedgerCare;
import uz.fiskaldesk.support.Settings;

/** The models at work over one opening of the ledger, until it is closed. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Whoever closes the window was told what is under way, and wants to go home. */
    private static final Duration IN_A_HURRY = Duration.ofSeconds(2);

    private final DeskParts parts;
    private final BackgroundThreads work;
    private final DeskModel model;
    private final LedgerPolling housekeeping;
    private final LedgerCare care;
    private final WatchdogTimer watching;
    private final SerialScanner serial;
    private final SoundPlayer sounds;

    /**
     * @param saveSettings keeps changed settings and lets them take effect
     * @param keepCamera keeps what was chosen of the camera; it holds already
     */
    Session(
            DeskParts parts,
            NoticeModel notices,
            Executor window,
            Settings settings,
            Consumer<Settings> saveSettings,
            Consumer<Settings.Camera> keepCamera,
            Supervisor supervisor,
            Clock clock) {
        this.parts = parts;
        this.work = new BackgroundThreads(window, notices);
        this.model = new DeskModel(
                new DeskPorts(
                        parts.ledger(),
                        parts.confirmation(),
                        parts.senderFor(),
                        parts.fiscalBox(),
                        parts.fiscalBoxAt(),
                        parts.operator(),
                        clock,
                        supervisor,
                        saveSettings,
                        settings.scanner().sendsAtOnce(),
                        new DeskPorts.CameraPorts(settings.camera(), keepCamera, parts.cameraFor()),
                        window),
                notices,
                work);
        this.serial = new SerialScanner(new SerialScanner.Listener() {
            @Override
            public void state(SerialState state) {
                window.execute(() -> model.scans().stands(state));
            }

            @Override
            public void scanned(String text) {
                window.execute(() -> model.scans().take(text));
            }
        });
        this.sounds = new SoundPlayer(settings.scanner().sounds());
        model.signals().heardBy(sounds::play);
        serial.use(settings.scanner().port(), settings.scanner().baud());
        this.housekeeping = new LedgerPolling(parts.ledger(), model, window, clock);
        this.watching = new WatchdogTimer(
                new Watchdog(parts.ledger(), settings.api().lateAfter(), System::nanoTime),
                clock,
                late -> window.execute(() -> model.late(late.orElse(null))));
        this.care = new LedgerCare(parts.care(), e -> window.execute(() -> notices.noBackup(e)));
    }

    DeskModel model() {
        return model;
    }

    DeskParts parts() {
        return parts;
    }

    BackgroundTasks work() {
        return work;
    }

    void start() {
        model.list().refresh();
        housekeeping.start();
        care.start();
        watching.start();
        parts.ledger().onChange(housekeeping::hurry);
    }

    /** Finishes what is under way as far as it takes no time; blocks for a few seconds at most. */
    @Override
    public void close() {
        close(IN_A_HURRY);
    }

    /** Finishes what is under way, for as long as {@code patience} allows; blocks that long at most, and some seconds. */
    void close(Duration patience) {
        List<Runnable> steps = List.of(
                care::close,
                watching::close,
                serial::close,
                model.camera()::close,
                sounds::close,
                housekeeping::close,
                () -> model.sender().close(patience),
                work::close,
                parts.closing());
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                // The rest is closed all the same, the ledger above all.
                LOG.error("a part of the session did not close", e);
            }
        }
    }
}
