package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;

/**
 * Opens the services of the desk's sessions by the settings, and stores the settings. Implemented by the composition
 * root. Thread-safe.
 */
public interface SessionFactory {
    /**
     * Opens the ledger and creates the services that work on it, by the current settings. Slow; not called on the JavaFX
     * thread.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException if the ledger cannot be opened
     * @throws uz.fiskaldesk.support.SettingsException if the settings cannot be used
     * @throws NotPermittedException if the options of this run need a PIN
     */
    DeskServices open();

    /** These supervisors have allowed the options of this run, which need no PIN any more. */
    void permit(List<String> supervisors);

    /** The supervisors whose PIN is needed to replace unusable settings. Slow; not called on the JavaFX thread. */
    List<Supervisor> settingsGuards();

    /** Guards the acts of the desk, also while no session is open. */
    Supervisor supervisor();

    Settings settings();

    /** Stores changed settings; {@link #settings} returns them from now on, even if they cannot be written. */
    void save(Settings settings) throws IOException;

    /** The file of the settings, for repairs. */
    SettingsFile settingsFile();

    /** The language to start in. */
    Language language();

    /** What the cashier has to be told at the start, such as an unknown key in the settings; usually null. */
    @Nullable
    LocalizedText startNotice();

    /** The folder with settings, ledger and logs. */
    Path folder();

    Path logs();

    /** The file of the ledger; null if it is not a file. */
    @Nullable
    Path ledgerFile();

    /** The version of the program. */
    String version();

    Clock clock();
}
