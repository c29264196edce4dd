package uz.fiskaldesk;

import java.nio.file.Path;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.intake.FileResult;
import uz.fiskaldesk.intake.WatchedFolder;

/** Tells the desk what was imported from the watched folder: new payments are listed, and refused rows are named. */
record WatchReporter(SessionServer.Events events) implements WatchedFolder.Listener {
    @Override
    public void taken(FileResult result, Path where) {
        events.changed().run();
        if (!result.isAccepted()) {
            events.notice().accept(LocalizedText.of("watch.refused", result.name(), where));
        }
    }

    @Override
    public void failed(String name, LedgerException e) {
        events.notice().accept(LocalizedText.of("watch.waits", name));
    }

    @Override
    public void notTaken(String name) {
        events.notice().accept(LocalizedText.of("watch.not-taken", name));
    }
}
