package uz.fiskaldesk.desk.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.FileChooser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.capture.ReceiptPictureReader;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** What the views ask of the window. */
final class DeskWindowActions implements WindowActions {
    private static final Logger LOG = LoggerFactory.getLogger(DeskWindowActions.class);

    private final DeskWindow window;
    private final Scene scene;

    DeskWindowActions(DeskWindow window, Scene scene) {
        this.window = window;
        this.scene = scene;
    }

    @Override
    public Language language() {
        return window.language();
    }

    @Override
    public Theme theme() {
        return window.theme();
    }

    @Override
    public void setLanguage(Language language) {
        window.setLanguage(language);
    }

    @Override
    public void setTheme(Theme theme) {
        window.show(theme);
    }

    @Override
    public void openSettings() {
        Session session = window.session();
        if (session != null) {
            session.model().settings().open(window::settings);
        }
    }

    @Override
    public void chooseImport() {
        Session session = window.session();
        if (session != null) {
            session.model()
                    .imports()
                    .importFiles(choose("import.choose", "*.csv", "*.xlsx", "*.ods", "*.json", "*.jsonl", "*.txt"));
        }
    }

    @Override
    public void choosePictures() {
        Session session = window.session();
        if (session != null) {
            readPictures(choose("capture.choose", "*.png", "*.jpg", "*.jpeg", "*.bmp", "*.gif", "*.pdf"));
        }
    }

    private List<Path> choose(String titleKey, String... kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(window.text(titleKey));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(window.text("choose.known"), kinds),
                        new FileChooser.ExtensionFilter(window.text("choose.all"), "*.*"));
        List<File> files = chooser.showOpenMultipleDialog(scene.getWindow());
        return files == null ? List.of() : files.stream().map(File::toPath).toList();
    }

    @Override
    public void readPictures(List<Path> files) {
        if (!files.isEmpty()) {
            take(pictures -> pictures.read(files));
        }
    }

    @Override
    public void readPicture(Image picture) {
        java.awt.image.BufferedImage copy = SwingFXUtils.fromFXImage(picture, null);
        if (copy != null) {
            take(pictures -> pictures.read(copy));
        }
    }

    private void take(Function<ReceiptPictureReader, PictureReading> reading) {
        Session session = window.session();
        if (session != null) {
            session.model().pages().back();
            session.model().capture().takePicture(() -> reading.apply(session.pictures()));
        }
    }

    @Override
    public void writeSamples() {
        Session session = window.session();
        SampleReceipts samples = session == null ? null : session.services().samples();
        if (session != null && samples != null) {
            window.notices().info("training.writing");
            session.tasks()
                    .inBackground(samples::writeAll, folder -> window.notices().success("training.written", folder));
        }
    }

    @Override
    public void openLogs() {
        window.notices().info("settings.logs-are-in", window.logs());
        openFile(window.logs());
    }

    /** By the program that the system has for it; where there is none, the sentence on the screen names the file. */
    void openFile(Path file) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String program = os.startsWith("windows") ? "explorer.exe" : os.startsWith("mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.info("no {} here", program, e);
        }
    }
}
