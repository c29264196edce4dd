package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Settings.Theme;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.SettingsTrouble;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.wording.Wording;

/**
 * The one window: shows the session in the chosen language and theme, opens another session when settings ask for it,
 * and says in words when there is none. On the window's thread but where noted.
 */
final class DeskWindow {
    private static final Logger LOG = LoggerFactory.getLogger(DeskWindow.class);
    private static final int[] ICON_SIZES = {16, 32, 48, 64, 128, 256};

    private final SessionFactory sessions;
    private final Executor window;
    private final Runnable closed;
    private final NoticeModel notices = new NoticeModel();
    private final Scene scene = new Scene(new StackPane(), WindowPlacement.WIDTH, WindowPlacement.HEIGHT);
    private final SecondTimer clockwork;
    private final UncaughtExceptions uncaught;
    private final BackgroundThreads asking;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicReference<@Nullable PendingSession> pending = new AtomicReference<>();

    private Wording wording;
    private @Nullable Stage stage;
    private @Nullable DeskView view;
    private StartFailureView.@Nullable SettingsRepair repair;
    private @Nullable StartApproval approval;
    private boolean leavesWhenOpened;

    DeskWindow(SessionFactory sessions, Executor window, Runnable closed) {
        this.sessions = sessions;
        this.window = window;
        this.closed = closed;
        this.wording = wordingIn(sessions.language());
        this.clockwork = new SecondTimer(window, this::tick);
        this.uncaught = new UncaughtExceptions(window, notices);
        this.asking = new BackgroundThreads(window, notices);
    }

    private Wording wordingIn(Language language) {
        return new Wording(Texts.in(language), sessions.clock());
    }

    /** @param first the session that is being opened already */
    void show(Stage newStage, CompletableFuture<DeskServices> first) {
        stage = newStage;
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        Appearance.loadFonts();
        look();
        for (int size : ICON_SIZES) {
            newStage.getIcons().add(new Image(Appearance.resource("icon-" + size + ".png")));
        }
        newStage.setTitle("FiskalDesk");
        newStage.setScene(scene);
        WindowPlacement.place(newStage);
        newStage.setOnCloseRequest(this::leave);
        newStage.show();
        LocalizedText notice = sessions.startNotice();
        if (notice != null) {
            notices.show(Notice.Kind.WARNING, notice);
        }
        clockwork.start();
        await(first, null);
    }

    private void look() {
        Application.setUserAgentStylesheet(Appearance.theme(sessions.settings().theme()));
        scene.getStylesheets().setAll(Appearance.stylesheet());
    }

    private void await(CompletableFuture<DeskServices> services, @Nullable Session before) {
        PendingSession opening = new PendingSession(services, before);
        pending.set(opening);
        CompletableFuture<DeskServices> _ =
                services.whenCompleteAsync((made, trouble) -> opened(opening, made, trouble), window);
    }

    private void opened(PendingSession opening, @Nullable DeskServices services, @Nullable Throwable trouble) {
        if (!opening.take()) {
            return;
        }
        pending.set(null);
        try {
            if (services == null) {
                throw new CompletionException(trouble);
            }
            begin(services);
        } catch (Throwable e) {
            Throwable cause = causeOf(e);
            giveUp(services);
            if (cause instanceof NotPermittedException locked) {
                notices.warning("supervisor.options-refused", String.join(", ", locked.options()));
            } else {
                notices.logAndShow(cause);
            }
            repair = cause instanceof SettingsTrouble settings && settings.isInSettingsFile()
                    ? settingsRepair(settings)
                    : null;
            build();
            if (cause instanceof NotPermittedException locked && approval != null) {
                approval.ask(locked::guards, this::permitOptions);
            }
        }
        if (leavesWhenOpened) {
            goodbye();
        }
    }

    private void permitOptions(List<String> supervisors) {
        sessions.permit(supervisors);
        tryAgain();
    }

    private static Throwable causeOf(Throwable e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void begin(DeskServices services) {
        if (repair != null) {
            // Until now nobody knew what the settings say.
            repair = null;
            wording = wordingIn(sessions.language());
            look();
        }
        Session begun = new Session(
                services,
                sessions.settings(),
                this::saved,
                camera -> keep(sessions.settings().withCamera(camera)),
                notices,
                window);
        session.set(begun);
        build();
        begun.start();
        if (services.startNotice() != null) {
            notices.show(Notice.Kind.WARNING, services.startNotice());
        }
    }

    /** A session that could not be shown must not go on working unseen, with the ledger open. */
    private void giveUp(@Nullable DeskServices services) {
        Session begun = session.getAndSet(null);
        if (begun != null) {
            begun.close();
        } else if (services != null) {
            services.close();
        }
    }

    /** Shows what there is, in the language of the moment. */
    private void build() {
        DeskView before = view;
        Session current = session.get();
        Region root;
        if (current == null) {
            view = null;
            root = pending.get() == null
                    ? startFailure()
                    : new ApplyingSettingsView(
                            wording, sessions.settings().api().answerTimeout());
        } else {
            DeskView built = new DeskView(
                    wording,
                    current.model(),
                    commands(),
                    current.services().operator(),
                    sessions.clock(),
                    current.services().samples(),
                    sessions.folder().toString());
            view = built;
            root = built;
        }
        scene.setRoot(new ScaleToFit(root));
        if (before != null) {
            before.dispose();
        }
        if (view != null) {
            view.focus();
        }
    }

    private StartFailureView startFailure() {
        StartApproval asks = new StartApproval(sessions.supervisor(), asking, sessions.clock());
        approval = asks;
        return new StartFailureView(
                wording, notices, commands(), asks.approval(), this::tryAgain, repair, this::goodbye);
    }

    private DeskWindowActions commands() {
        return new DeskWindowActions(this, scene);
    }

    private StartFailureView.SettingsRepair settingsRepair(SettingsTrouble trouble) {
        SettingsFile file = sessions.settingsFile();
        return new StartFailureView.SettingsRepair(
                () -> permitted(() -> commands().openFile(trouble.file())),
                file.hasGoodCopy() ? () -> permitted(() -> repair(file::useGoodCopy)) : null,
                () -> permitted(() -> repair(file::startFresh)));
    }

    /** Breaking guarded settings must not be the way to other ones. */
    private void permitted(Runnable act) {
        if (approval != null) {
            approval.ask(sessions::settingsGuards, _ -> act.run());
        }
    }

    private interface Repair {
        void run() throws IOException;
    }

    private void repair(Repair act) {
        try {
            act.run();
            tryAgain();
        } catch (IOException e) {
            LOG.error("the settings were not replaced", e);
            notices.error("settings-repair.failed", sessions.folder());
            build();
        }
    }

    private void tryAgain() {
        if (pending.get() != null) {
            // Two sessions at once would be two owners of what is being sent.
            return;
        }
        notices.clear();
        await(PendingSession.open(sessions::open), null);
    }

    private void tick() {
        if (view != null) {
            view.tick();
        } else if (approval != null) {
            approval.approval().tick();
        }
        Session current = session.get();
        if (current != null && current.model().closing().isDelayedCloseDue()) {
            goodbye();
        }
    }

    // ---- what the commands need

    @Nullable
    Session session() {
        return session.get();
    }

    String text(String key) {
        return wording.texts().get(key);
    }

    Language language() {
        return wording.texts().language();
    }

    Theme theme() {
        return sessions.settings().theme();
    }

    Path logs() {
        return sessions.logs();
    }

    Settings settings() {
        return sessions.settings();
    }

    NoticeModel notices() {
        return notices;
    }

    void setLanguage(Language language) {
        keep(sessions.settings().withLanguage(language));
        wording = wordingIn(language);
        build();
    }

    void show(Theme theme) {
        keep(sessions.settings().withTheme(theme));
        look();
        build();
    }

    private boolean keep(Settings settings) {
        try {
            sessions.save(settings);
            return true;
        } catch (SettingsTrouble e) {
            LOG.error("settings", e);
            notices.logAndShow(e);
            return false;
        } catch (IOException | UncheckedIOException e) {
            LOG.error("settings", e);
            notices.error("settings.not-saved", sessions.folder());
            return false;
        }
    }

    /**
     * Other settings than look and language take effect in a new session; the old one is closed first. Those that could
     * not be written to the file take effect all the same, and that is said.
     */
    private void saved(Settings settings) {
        Duration patience = sessions.settings().api().answerTimeout();
        if (keep(settings)) {
            notices.success("settings.saved");
        }
        Session old = session.getAndSet(null);
        CompletableFuture<DeskServices> opening = PendingSession.open(() -> {
            if (old != null) {
                // An attempt that was broken off for this would be in doubt; by then it has its answer, or its time is
                // over.
                old.close(patience);
            }
            return sessions.open();
        });
        await(opening, old);
        build();
    }

    // ---- coming and going

    void toFront() {
        if (stage != null) {
            stage.setIconified(false);
            stage.setAlwaysOnTop(true);
            stage.toFront();
            stage.requestFocus();
            stage.setAlwaysOnTop(false);
        }
    }

    private void leave(WindowEvent request) {
        Session current = session.get();
        PendingSession opening = pending.get();
        if (opening != null && opening.replacesAnother() && !leavesWhenOpened) {
            leavesWhenOpened = true;
            request.consume();
        } else if (current != null && !current.model().closing().requestClose()) {
            request.consume();
        } else {
            goodbye();
        }
    }

    private void goodbye() {
        clockwork.close();
        if (stage != null) {
            stage.hide();
        }
        closed.run();
    }

    /** Ends the session; on the thread that opened the desk, after the window is gone. Blocks for some seconds at most. */
    void close() {
        clockwork.close();
        PendingSession opening = pending.getAndSet(null);
        if (opening != null) {
            opening.abandon();
        }
        Session current = session.getAndSet(null);
        if (current != null) {
            current.close();
        }
        asking.close();
        if (Thread.getDefaultUncaughtExceptionHandler() == uncaught) {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }
}
