package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.support.SingleInstance;

/** Shows the desk until its window is closed. */
public final class Desk {
    private final Toolkit toolkit;
    private final Supplier<SessionFactory> settings;

    /** @param settings reads the settings; called once, on another thread, while JavaFX starts */
    public Desk(Toolkit toolkit, Supplier<SessionFactory> settings) {
        this.toolkit = toolkit;
        this.settings = settings;
    }

    /**
     * Shows the desk and returns when it was closed. A second desk with the same data folder brings the first one to the
     * front and returns immediately.
     *
     * @param lockFolder the folder of the lock that detects a second desk
     * @throws Toolkit.NoScreenException if JavaFX cannot be started, for example without a display
     * @throws IllegalStateException if the window cannot be shown
     */
    public void run(Path lockFolder) throws IOException, InterruptedException, Toolkit.NoScreenException {
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
            awaitToolkit(opening);
            fxThread.execute(() -> {
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
            closed.await();
            DeskWindow desk = window.get();
            if (desk != null) {
                desk.close();
            }
            Throwable thrown = trouble.get();
            if (thrown != null) {
                throw new IllegalStateException("The window cannot be shown", thrown);
            }
        }
    }

    private void awaitToolkit(CompletableFuture<DeskServices> opening)
            throws InterruptedException, Toolkit.NoScreenException {
        try {
            toolkit.await();
        } catch (Toolkit.NoScreenException e) {
            CompletableFuture<Void> _ = opening.thenAccept(DeskServices::close);
            throw e;
        }
    }

    private static void toFront(@Nullable DeskWindow window) {
        if (window != null) {
            window.toFront();
        }
    }
}
