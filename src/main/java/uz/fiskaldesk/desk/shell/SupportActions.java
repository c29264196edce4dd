package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.report.SupportBundle;
import uz.fiskaldesk.wording.Messages;

/** Collects what the support needs, shows it in place of the content of the window, and saves it to a file. */
final class SupportActions {
    private static final Logger LOG = LoggerFactory.getLogger(SupportActions.class);

    private final SupportBundle bundle;
    private final BackgroundTasks tasks;
    private final NoticeModel notices;
    private final Messages messages;
    private final int textPercent;
    private final Scene scene;
    private final Function<String, @Nullable Path> chooseFile;

    /** @param chooseFile asks for the file, given the suggested name; returns null if none was chosen */
    SupportActions(
            SessionFactory sessions,
            BackgroundTasks tasks,
            NoticeModel notices,
            Messages messages,
            Scene scene,
            Function<String, @Nullable Path> chooseFile) {
        this.bundle = new SupportBundle(
                sessions.settingsFile().path(), sessions.logs(), sessions.version(), sessions.clock());
        this.tasks = tasks;
        this.notices = notices;
        this.messages = messages;
        this.textPercent = sessions.settings().display().textPercent();
        this.scene = scene;
        this.chooseFile = chooseFile;
    }

    /** @param session null if none could be opened; the notice in the window says why */
    void open(@Nullable Session session) {
        Parent before = scene.getRoot();
        Ui ui = new Ui(messages);
        SupportView[] view = new SupportView[1];
        Parent[] shown = new Parent[1];
        view[0] = new SupportView(ui, () -> save(view[0]), () -> {
            // The window may have been built anew meanwhile, such as by a session that was opened.
            if (scene.getRoot().equals(shown[0])) {
                scene.setRoot(before);
            }
        });
        shown[0] = new ScaleToFit(view[0], textPercent);
        scene.setRoot(shown[0]);
        view[0].initialFocus().requestFocus();
        Notice notice = notices.current().get();
        String trouble = session == null && notice != null ? notice.text().in(messages) : null;
        tasks.inBackground(
                () -> bundle.collect(session == null ? null : session.services().ledger(), trouble, messages),
                view[0]::show,
                () -> view[0].say(messages.texts().get("trouble.unexpected"), "danger-box"));
    }

    private void save(SupportView view) {
        List<SupportBundle.Part> parts = view.parts();
        Path chosen = chooseFile.apply(bundle.suggestedName());
        if (chosen == null) {
            return;
        }
        Path file = chosen.toString().endsWith(".zip") ? chosen : Path.of(chosen + ".zip");
        tasks.inBackground(() -> write(parts, file), written -> {
            String key = written ? "support.saved" : "support.not-saved";
            view.say(messages.texts().get(key, file), written ? "success-box" : "danger-box");
        });
    }

    private static boolean write(List<SupportBundle.Part> parts, Path file) {
        try {
            // The file chooser has asked whether an existing file may be replaced.
            SupportBundle.write(parts, file, true);
            return true;
        } catch (IOException e) {
            LOG.warn("{} was not written", file, e);
            return false;
        }
    }
}
