package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.support.OnlyDesk;

/** Opens the window and stays until it is closed. */
public final class Desk {
    private final SessionFactory sessions;

    public Desk(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Shows the desk and returns when it was closed. A second desk over the same data folder brings the first one to the
     * front and returns at once. Called on the main thread, once a process: the toolkit starts only once. What keeps the
     * window from being shown is thrown here.
     *
     * @throws NoScreenException where no window can be opened
     */
    public void run(Path lockFolder) throws IOException, InterruptedException, NoScreenException {
        FxThread bridge = new FxThread();
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<@Nullable DeskWindow> window = new AtomicReference<>();
        Optional<OnlyDesk> only = OnlyDesk.claim(lockFolder, () -> bridge.execute(() -> toFront(window.get())));
        if (only.isEmpty()) {
            return;
        }
        try (OnlyDesk _ = only.get()) {
            // The ledger opens beside the start of the toolkit.
            CompletableFuture<DeskServices> opening = PendingSession.open(sessions::open);
            AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
            startToolkit(opening, () -> {
                try {
                    DeskWindow desk = new DeskWindow(sessions, bridge, closed::countDown);
                    window.set(desk);
                    desk.show(new Stage(), opening);
                } catch (Throwable e) {
                    // Without a window nobody could ever close it.
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
                throw new IllegalStateException("the window cannot be shown", thrown);
            }
        }
    }

    /** No window can be opened, and why. */
    public static final class NoScreenException extends Exception {
        private static final long serialVersionUID = 1L;

        NoScreenException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Without a display, or without GTK, the toolkit fails with whatever it met first. */
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
