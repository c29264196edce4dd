package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.capture.ReceiptPictureReader;
import uz.fiskaldesk.desk.common.FileNames;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;
import uz.fiskaldesk.wording.Messages;
import uz.fiskaldesk.wording.SupportText;

/** Implements the actions of the views with the window and its current session. */
final class DeskWindowActions implements WindowActions {
    private static final Logger LOG = LoggerFactory.getLogger(DeskWindowActions.class);

    private static final String[] PAYMENT_FILES = {"*.csv", "*.xlsx", "*.ods", "*.json", "*.jsonl", "*.txt"};

    private final DeskWindow window;
    private final SessionFactory sessions;
    private final NoticeModel notices;
    private final Messages messages;
    private final Scene scene;

    DeskWindowActions(DeskWindow window, SessionFactory sessions, NoticeModel notices, Messages messages, Scene scene) {
        this.window = window;
        this.sessions = sessions;
        this.notices = notices;
        this.messages = messages;
        this.scene = scene;
    }

    private void withSession(Consumer<Session> action) {
        Session session = window.session();
        if (session != null) {
            action.accept(session);
        }
    }

    @Override
    public Language language() {
        return messages.texts().language();
    }

    @Override
    public Theme theme() {
        return sessions.settings().theme();
    }

    @Override
    public void setLanguage(Language language) {
        window.setLanguage(language);
    }

    @Override
    public void setTheme(Theme theme) {
        window.setTheme(theme);
    }

    @Override
    public DisplaySettings display() {
        return sessions.settings().display();
    }

    @Override
    public void setDisplay(DisplaySettings display) {
        window.setDisplay(display);
    }

    @Override
    public void openSettings() {
        withSession(session -> session.model().settings().open(sessions::settings));
    }

    @Override
    public void openGuide() {
        withSession(session -> session.model().start().open(sessions::settings));
    }

    @Override
    public void closeNevertheless() {
        withSession(session -> {
            if (session.model().closing().closeNevertheless()) {
                window.closeWindow();
            }
        });
    }

    @Override
    public void chooseImport() {
        withSession(session -> session.model().imports().importFiles(choose("import.choose", PAYMENT_FILES)));
    }

    @Override
    public void choosePictures() {
        withSession(_ -> readPictures(choose("capture.choose", "*.png", "*.jpg", "*.jpeg", "*.bmp", "*.gif", "*.pdf")));
    }

    @Override
    public @Nullable Path chooseReportFile(String suggestedName) {
        return chooseTarget(
                "shift.save", suggestedName, kind("PDF", "*.pdf"), kind("Excel", "*.xlsx"), kind("CSV", "*.csv"));
    }

    @Override
    public @Nullable Path chooseTableFile(String suggestedName) {
        return chooseTarget(
                "statement.save", suggestedName, kind("Excel", "*.xlsx"), kind("CSV", "*.csv"), kind("JSON", "*.json"));
    }

    private static FileChooser.ExtensionFilter kind(String name, String pattern) {
        return new FileChooser.ExtensionFilter(name, pattern);
    }

    private @Nullable Path chooseTarget(String titleKey, String suggestedName, FileChooser.ExtensionFilter... kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(messages.texts().get(titleKey));
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters().addAll(kinds);
        startWhereTheLastFileWas(chooser);
        File file = chooser.showSaveDialog(scene.getWindow());
        if (file == null) {
            return null;
        }
        window.rememberFolder(file.getParentFile());
        Optional<Path> target = saveTarget().of(file, patterns(kinds));
        if (target.isEmpty()) {
            notices.warning("save.own-file", FileNames.shown(file.toPath()));
        }
        return target.orElse(null);
    }

    private static List<String> patterns(FileChooser.ExtensionFilter... kinds) {
        return Arrays.stream(kinds)
                .flatMap(kind -> kind.getExtensions().stream())
                .toList();
    }

    private SaveTarget saveTarget() {
        return new SaveTarget(sessions.folder(), sessions.ledgerFile());
    }

    private void startWhereTheLastFileWas(FileChooser chooser) {
        File folder = window.lastFolder();
        // JavaFX throws an exception for a folder that is gone, such as a memory stick.
        if (folder != null && folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
    }

    @Override
    public void chooseStatement() {
        withSession(session -> choose("statement.choose", PAYMENT_FILES).stream()
                .findFirst()
                .ifPresent(session.model().statement()::check));
    }

    private List<Path> choose(String titleKey, String... kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(messages.texts().get(titleKey));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(messages.texts().get("choose.known"), kinds),
                        new FileChooser.ExtensionFilter(messages.texts().get("choose.all"), "*.*"));
        startWhereTheLastFileWas(chooser);
        List<File> files = chooser.showOpenMultipleDialog(scene.getWindow());
        if (files != null && !files.isEmpty()) {
            window.rememberFolder(files.getFirst().getParentFile());
        }
        return files == null ? List.of() : files.stream().map(File::toPath).toList();
    }

    @Override
    public void readPictures(List<Path> files) {
        if (!files.isEmpty()) {
            capture(pictures -> pictures.read(files));
        }
    }

    @Override
    public void readPicture(Image picture) {
        java.awt.image.BufferedImage copy = SwingFXUtils.fromFXImage(picture, null);
        if (copy != null) {
            capture(pictures -> pictures.read(copy));
        }
    }

    private void capture(Function<ReceiptPictureReader, PictureReading> reading) {
        withSession(session -> {
            session.model().pages().back();
            session.model()
                    .pictureCapture()
                    .capture(() -> reading.apply(session.model().pictures()));
        });
    }

    @Override
    public void writeSamples() {
        withSession(session -> {
            SampleReceipts samples = session.services().samples();
            if (samples != null) {
                notices.info("training.writing");
                session.tasks().inBackground(samples::writeAll, folder -> notices.success("training.written", folder));
            }
        });
    }

    @Override
    public void copyForSupport() {
        withSession(session -> session.model().history().describe(new SupportText(messages), text -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
            notices.success("history.copied");
        }));
    }

    @Override
    public void openSupport() {
        new SupportActions(
                        sessions,
                        window.tasks(),
                        notices,
                        messages,
                        scene,
                        name -> chooseTarget("support.save", name, kind("ZIP", "*.zip")))
                .open(window.session());
    }

    @Override
    public void openLogs() {
        notices.info("settings.logs-are-in", sessions.logs());
        openFile(sessions.logs());
    }

    /** Opens a file or folder with the system's program for it. If there is none, the notice names the file. */
    void openFile(Path file) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String program = os.startsWith("windows") ? "explorer.exe" : os.startsWith("mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.info("{} is not available", program, e);
        }
    }
}
