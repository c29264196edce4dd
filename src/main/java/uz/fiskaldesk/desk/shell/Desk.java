package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.support.SingleInstance;

/** Starts JavaFX and shows the desk until its window is closed. */
public final class Desk {
    private final Supplier<SessionFactory> settings;

    /** @param settings reads the settings; called once, on another thread, while JavaFX starts */
    public Desk(Supplier<SessionFactory> settings) {
        this.settings = settings;
    }

    /**
     * Shows the desk and returns when it was closed. A second desk with the same data folder brings the first one to the
     * front and returns immediately. Must be called at most once per process, on the main thread, because JavaFX can only
     * be started once.
     *
     * @param lockFolder the folder of the lock that detects a second desk
     * @throws NoScreenException if JavaFX cannot be started, for example without a display
     * @throws IllegalStateException if the window cannot be shown
     */
    public void run(Path lockFolder) throws IOException, InterruptedException, NoScreenException {
        FxThread fxThread = new FxThread();
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<@Nullable DeskWindow> window = new AtomicReference<>();
        Optional<SingleInstance> only =
                SingleInstance.claim(lockFolder, () -> fxThread.execute(() -> toFront(window.get())));
        if (only.isEmpty()) {
            return;
        }
        try (SingleInstance _ = only.get()) {
            // Read the settings and open the ledger while JavaFX starts.
            CompletableFuture<SessionFactory> reading = PendingSession.inBackground(settings);
            CompletableFuture<DeskServices> opening =
                    PendingSession.open(() -> reading.join().open());
            AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
            startToolkit(opening, () -> {
                try {
                    DeskWindow desk = new DeskWindow(reading.join(), fxThread, closed::countDown);
                    window.set(desk);
                    desk.show(new Stage(), opening);
                } catch (Throwable e) {
                    // End the program, because there is no window that could be closed.
                    trouble.set(e);
                    closed.countDown();
                }
            });
            Platform.setImplicitExit(false);
            closed.await();
            DeskWindow desk = window.get();
            if (desk != null) {
                desk.close();
            }
            Platform.exit();
            Throwable thrown = trouble.get();
            if (thrown != null) {
                throw new IllegalStateException("The window cannot be shown", thrown);
            }
        }
    }

    /** JavaFX cannot be started. */
    public static final class NoScreenException extends Exception {
        private static final long serialVersionUID = 1L;

        NoScreenException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** JavaFX throws various exceptions and errors if the display or GTK is missing. */
    private static void startToolkit(CompletableFuture<DeskServices> opening, Runnable then) throws NoScreenException {
        try {
            Platform.startup(then);
        } catch (RuntimeException | LinkageError e) {
            CompletableFuture<Void> _ = opening.thenAccept(DeskServices::close);
            throw new NoScreenException(e);
        }
    }

    private static void toFront(@Nullable DeskWindow window) {
        if (window != null) {
            window.toFront();
        }
    }
}
