package uz.fiskaldesk.desk.common;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.support.DisplaySettings;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** Actions that need the window and not only its models, such as choosing files or changing the theme. */
public interface WindowActions {
    Language language();

    Theme theme();

    /** Rebuilds the window in another language and saves the choice. */
    void setLanguage(Language language);

    /** Applies another theme and saves the choice. */
    void setTheme(Theme theme);

    DisplaySettings display();

    /** Applies another text size or other limits of the waiting time and saves the choice. */
    void setDisplay(DisplaySettings display);

    void openSettings();

    /** Opens the guide of the first start. */
    void openGuide();

    /** Closes the window although something is in progress, as far as that can be interrupted. */
    void closeNevertheless();

    /** Opens a file chooser and imports the chosen payment files. */
    void chooseImport();

    /** Opens a file chooser and reads the chosen pictures of a receipt. */
    void choosePictures();

    /** Reads pictures of a receipt. */
    void readPictures(List<Path> files);

    /** Reads a picture of a receipt from the clipboard or from a drag. */
    void readPicture(Image picture);

    /** Opens a file chooser for a report; null if none was chosen. */
    @Nullable
    Path chooseReportFile(String suggestedName);

    /** Opens a file chooser for a table in CSV, XLSX or JSON; null if none was chosen. */
    @Nullable
    Path chooseTableFile(String suggestedName);

    /** Opens a file chooser and compares the chosen statement with the list. */
    void chooseStatement();

    /** Copies everything about the selected payment for the support, phone and card numbers masked. */
    void copyForSupport();

    /** Shows what would be sent to the support, to be saved as a file. */
    void openSupport();

    /** Opens the folder of the log files. */
    void openLogs();

    /** Writes the sample receipts of training mode to files. */
    void writeSamples();
}
