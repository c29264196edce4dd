package uz.fiskaldesk.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.stage.Stage;
import uz.fiskaldesk.support.OnlyDesk;

/** Opens the window and stays until it is closed. */
public final class Desk {
    private final Backstage backstage;

    public Desk(Backstage backstage) {
        this.backstage = backstage;
    }

    /**
     * Shows the desk and returns when it was closed. A second desk over the same data folder brings the first one to the
     * front and returns at once. Called on the main thread, once a process: the toolkit starts only once.
     */
    public void run(Path lockFolder) throws IOException, InterruptedException {
        FxBridge window = new FxBridge();
        CountDownLatch closed = new CountDownLatch(1);
        DeskWindow desk = new DeskWindow(backstage, window, closed::countDown);
        Optional<OnlyDesk> only = OnlyDesk.claim(lockFolder, () -> window.execute(desk::toFront));
        if (only.isEmpty()) {
            return;
        }
        try (OnlyDesk _ = only.get()) {
            desk.openSession();
            Platform.startup(() -> desk.show(new Stage()));
            Platform.setImplicitExit(false);
            closed.await();
            desk.close();
            Platform.exit();
        }
    }
}
