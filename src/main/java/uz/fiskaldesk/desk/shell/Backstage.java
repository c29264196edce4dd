package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;

/** What the composition root does for the window. */
public interface Backstage {
    /**
     * Opens the ledger and all that works on it, by the settings as they are now. Slow; not called on the window's
     * thread.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException where the ledger cannot be opened
     * @throws NotPermittedException where the options of this run need a PIN
     */
    DeskParts open();

    /** The options of this run need no PIN any more: these supervisors have allowed them. */
    void permit(List<String> supervisors);

    /**
     * Whose PIN it takes to replace settings that cannot be used. Slow; not called on the window's thread.
     */
    List<Supervisor> settingsGuards();

    Settings settings();

    /** Keeps changed settings; they are those of {@link #settings} from now on. */
    void save(Settings settings) throws IOException;

    /** What the settings are kept in, to be repaired where they cannot be used. */
    SettingsFile settingsFile();

    /** The language to start in. */
    Language language();

    /** Something that must be said at the start, such as that a setting is not known; null mostly. */
    @Nullable
    LocalizedText firstWord();

    /** Where settings, ledger and logs lie. */
    Path folder();

    Path logs();

    Clock clock();

    /** Who has to be asked before the rules are bent. */
    Supervisor supervisor();
}
