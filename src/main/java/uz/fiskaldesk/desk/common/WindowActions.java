package uz.fiskaldesk.desk.common;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.image.Image;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** What the window does beyond its models: choosing files and showing itself differently. */
public interface WindowActions {
    Language language();

    Theme theme();

    /** Shows everything in another language, at once, and remembers it. */
    void speak(Language language);

    /** Shows everything light or dark, at once, and remembers it. */
    void show(Theme theme);

    void openSettings();

    /** Lets the cashier choose payment files and imports them. */
    void chooseImport();

    /** Lets the cashier choose pictures of a receipt and reads them. */
    void choosePictures();

    /** Reads pictures of a receipt. */
    void readPictures(List<Path> files);

    /** Reads a picture of a receipt from the clipboard or from a drag. */
    void readPicture(Image picture);

    /** Opens the folder with the log files. */
    void openLogs();

    /** Writes the sample receipts of training mode to their folder. */
    void writeSamples();
}
