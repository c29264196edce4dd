package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.Settings.Theme;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/**
 * The window of the desk: shows the session in the chosen language and theme, opens a new session when the settings
 * change, and shows what to do if a session cannot be opened. Used on the JavaFX thread, except where noted.
 */
final class DeskWindow {
    private static final Logger LOG = LoggerFactory.getLogger(DeskWindow.class);

    private final SessionFactory sessions;
    private final Executor window;
    private final Runnable closed;
    private final NoticeModel notices = new NoticeModel();
    private final Scene scene = new Scene(new StackPane(), WindowPlacement.WIDTH, WindowPlacement.HEIGHT);
    private final SecondTimer timer;
    private final UncaughtExceptions uncaught;
    private final BackgroundThreads tasks;
    private final StartFailure failure;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicReference<@Nullable PendingSession> pending = new AtomicReference<>();

    private Messages messages;
    private @Nullable Stage stage;
    private @Nullable DeskView view;
    private @Nullable WaitingStrip strip;
    private final Subscription systemTheme =
            Platform.getPreferences().colorSchemeProperty().subscribe((_, _) -> systemThemeChanged());
    private boolean addressGiven = true;
    private boolean closesWhenOpened;

    DeskWindow(SessionFactory sessions, Executor window, Runnable closed) {
        this.sessions = sessions;
        this.window = window;
        this.closed = closed;
        this.messages = new Messages(Translations.in(sessions.language()), sessions.clock(), addressGiven);
        this.timer = new SecondTimer(window, this::tick);
        this.uncaught = new UncaughtExceptions(window, notices);
        this.tasks = new BackgroundThreads(window, notices);
        this.failure = new StartFailure(this, sessions, notices, tasks);
    }

    private Messages wordingIn(Language language) {
        return new Messages(messages.texts().to(language), sessions.clock(), addressGiven);
    }

    /** @param first the session that is being opened already */
    void show(Stage newStage, CompletableFuture<DeskServices> first) {
        stage = newStage;
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        Appearance.loadFonts();
        applyTheme();
        newStage.getIcons().setAll(Appearance.icons());
        newStage.setTitle("FiskalDesk");
        newStage.setScene(scene);
        WindowPlacement.place(newStage, sessions.folder());
        scene.setRoot(opening());
        newStage.setOnCloseRequest(this::closeRequested);
        strip = new WaitingStrip(newStage, messages.texts(), this::toFront);
        newStage.show();
        LocalizedText notice = sessions.startNotice();
        if (notice != null) {
            notices.show(Notice.Kind.WARNING, notice);
        }
        timer.start();
        await(first, null);
    }

    /** What the window shows until the session is open. */
    private VBox opening() {
        Ui ui = new Ui(messages);
        VBox view = new VBox(
                18, ui.label("FiskalDesk", "brand"), ui.label(messages.texts().get("opening.text"), "muted"));
        view.setId("opening");
        view.setAlignment(Pos.CENTER);
        view.getStyleClass().addAll("desk", "opening-trouble");
        return view;
    }

    /** The folder in which the last file was chosen, also before the last start; null before the first one. */
    @Nullable
    File lastFolder() {
        return WindowPlacement.lastFolder(sessions.folder());
    }

    void rememberFolder(@Nullable File folder) {
        WindowPlacement.rememberFolder(folder, sessions.folder());
    }

    /** Runs tasks that belong to no session. */
    BackgroundTasks tasks() {
        return tasks;
    }

    private void applyTheme() {
        Theme theme = sessions.settings().theme();
        Application.setUserAgentStylesheet(Appearance.theme(theme));
        scene.getStylesheets().setAll(Appearance.stylesheets(theme, textPercent()));
    }

    private int textPercent() {
        return sessions.settings().display().textPercent();
    }

    /** Follows the system from light to dark and back. */
    private void systemThemeChanged() {
        if (sessions.settings().theme() == Theme.SYSTEM) {
            applyTheme();
            build();
        }
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
            giveUp(services);
            failure.report(causeOf(e));
            build();
        }
        if (closesWhenOpened) {
            closeWindow();
        }
    }

    private static Throwable causeOf(Throwable e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void begin(DeskServices services) {
        if (failure.isOfSettings()) {
            // The theme was unknown while the settings could not be read.
            applyTheme();
        }
        failure.clear();
        Session started = new Session(
                services,
                sessions.settings(),
                this::saved,
                change -> save(change.apply(sessions.settings())),
                notices,
                window);
        session.set(started);
        addressGiven = started.model().isAddressGiven();
        messages = wordingIn(sessions.language());
        setTitle(services.operator().till());
        started.start();
        build();
        if (!started.model().isAddressGiven()) {
            started.model().start().openIfEmpty(started.model().list(), sessions::settings);
        }
        if (services.startNotice() != null) {
            notices.append(Notice.Kind.WARNING, services.startNotice());
        }
    }

    /** Closes a session that could not be shown, so that it does not keep working invisibly. */
    private void giveUp(@Nullable DeskServices services) {
        Session started = session.getAndSet(null);
        if (started != null) {
            started.close();
        } else if (services != null) {
            services.close();
        }
    }

    /** Rebuilds the content of the window in the current language. */
    void build() {
        DeskView before = view;
        Node focused = before == null ? null : scene.getFocusOwner();
        Session current = session.get();
        Region root;
        if (current == null) {
            view = null;
            root = pending.get() == null
                    ? failure.view(messages)
                    : new ApplyingSettingsView(
                            messages, sessions.settings().api().answerTimeout());
        } else {
            DeskView built = new DeskView(
                    messages,
                    current.model(),
                    commands(),
                    current.services().operator(),
                    sessions.clock(),
                    current.services().samples(),
                    sessions.folder().toString());
            view = built;
            root = built;
        }
        scene.setRoot(new ScaleToFit(root, textPercent()));
        if (before != null) {
            before.dispose();
        }
        if (view != null) {
            view.focusAgain(focused);
        } else if (pending.get() == null) {
            failure.shown();
        }
        if (strip != null) {
            strip.follow(current == null ? null : current.model().list().totals(), messages.texts());
        }
    }

    DeskWindowActions commands() {
        return new DeskWindowActions(this, sessions, notices, messages, scene);
    }

    void tryAgain() {
        if (pending.get() != null) {
            // Two sessions must not send payments at the same time.
            return;
        }
        notices.clear();
        await(PendingSession.open(sessions::open), null);
    }

    private void tick() {
        if (view != null) {
            view.tick();
        } else {
            failure.tick();
        }
        Session current = session.get();
        if (current != null && current.model().closing().isDelayedCloseDue()) {
            closeWindow();
        }
    }

    @Nullable
    Session session() {
        return session.get();
    }

    void setLanguage(Language language) {
        save(sessions.settings().withLanguage(language));
        messages = wordingIn(language);
        build();
    }

    void setTheme(Theme theme) {
        save(sessions.settings().withTheme(theme));
        applyTheme();
        build();
    }

    void setDisplay(DisplaySettings display) {
        save(sessions.settings().withDisplay(display));
        applyTheme();
        build();
    }

    private boolean save(Settings settings) {
        try {
            sessions.save(settings);
            return true;
        } catch (SettingsException e) {
            notices.logAndShow(e);
            return false;
        } catch (IOException | UncheckedIOException e) {
            LOG.error("The settings were not saved", e);
            notices.error("settings.not-saved", sessions.folder());
            return false;
        }
    }

    /**
     * Applies changed settings in a new session, after closing the old one. Settings that cannot be written to the file
     * are applied, too; the notice says so.
     */
    private void saved(Settings settings) {
        Duration patience = sessions.settings().api().answerTimeout();
        if (save(settings)) {
            notices.success("settings.saved");
        }
        Session old = session.getAndSet(null);
        CompletableFuture<DeskServices> opening = PendingSession.open(() -> {
            if (old != null) {
                // Wait for the responses to pending requests; aborting one would make its outcome unknown.
                old.close(patience);
            }
            return sessions.open();
        });
        await(opening, old);
        build();
    }

    void toFront() {
        if (stage != null) {
            stage.setIconified(false);
            stage.setAlwaysOnTop(true);
            stage.toFront();
            stage.requestFocus();
            stage.setAlwaysOnTop(false);
        }
    }

    private void closeRequested(WindowEvent request) {
        Session current = session.get();
        PendingSession opening = pending.get();
        if (opening != null && opening.replacesAnother() && !closesWhenOpened) {
            closesWhenOpened = true;
            request.consume();
        } else if (current != null && !current.model().closing().requestClose()) {
            request.consume();
        } else {
            closeWindow();
        }
    }

    void closeWindow() {
        timer.close();
        if (stage != null) {
            WindowPlacement.remember(stage, sessions.folder());
            stage.hide();
        }
        closed.run();
    }

    private void setTitle(String till) {
        if (stage != null) {
            stage.setTitle("FiskalDesk – " + till);
        }
    }

    /** Closes the session after the window was closed. Called on the thread that opened the desk; blocks for seconds. */
    void close() {
        timer.close();
        WaitingStrip shown = strip;
        if (shown != null) {
            window.execute(shown::close);
        }
        systemTheme.unsubscribe();
        PendingSession opening = pending.getAndSet(null);
        if (opening != null) {
            opening.abandon();
        }
        Session current = session.getAndSet(null);
        if (current != null) {
            current.close();
        }
        tasks.close();
        if (Thread.getDefaultUncaughtExceptionHandler() == uncaught) {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }
}
