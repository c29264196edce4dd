package uz.fiskaldesk.desk.shell;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/** The one way from other threads to the window's. */
public final class FxThread implements Executor {
    @Override
    public void execute(Runnable task) {
        Platform.runLater(task);
    }
}
