package uz.fiskaldesk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.ledger.LedgerLook;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.supervisor.Bending;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsTrouble;
import uz.fiskaldesk.support.Texts;

/**
 * What commands work with, for one run of the program. Everything is opened when it is first asked for, so that a
 * command touches only what it needs. Methods that need the settings throw {@link SettingsTrouble} where these cannot be
 * used.
 */
public interface Services extends AutoCloseable {
    /** Makes the services for the common options that were given. */
    interface Opener {
        Services open(CommonOptions options);
    }

    /** In the language of the option, else of the settings, else of the system; never fails. */
    Texts texts();

    Clock clock();

    /** Where settings, ledger and logs lie. */
    DataFolder folder();

    /** The settings file with the options laid over it. */
    Settings settings();

    /**
     * Keys of the settings file that this version does not know, a sentence each; nothing from the second call on, and
     * after {@link #settings}, which says them on standard error.
     */
    List<String> unknownSettings();

    /** Reads the texts of receipts. Thread-safe. */
    ReceiptReader receipts();

    /** Who signs attempts and acts. */
    Operator operator();

    /** @throws uz.fiskaldesk.confirm.LedgerException where it cannot be opened */
    Ledger ledger();

    /**
     * The ledger for a command that only reads. A copy of a ledger, which {@link #ledger} refuses, is opened read-only, and
     * that is said on standard error.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException where it cannot be opened
     */
    Ledger ledgerForReading();

    /**
     * The ledger without opening it for work: nothing of it is changed. Looked at anew at each call.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException where it could not be opened
     */
    LedgerLook.Found lookAtLedger();

    /** The address of the ledger, be it the file in the data folder. */
    String ledgerUrl();

    /** The file of the ledger; null where the ledger is a shared one. */
    default @Nullable Path ledgerFile() {
        String url = ledgerUrl();
        return PostgresLedger.isAddress(url) ? null : SqliteLedger.fileOf(url);
    }

    /** The password of a shared ledger's database, from its file; null where there is none. */
    @Nullable
    String ledgerPassword();

    FiscalApi fiscalBox();

    Confirmation confirmation();

    /** The cameras of this computer; empty where this build cannot tell. */
    Optional<List<CameraDevice>> cameras();

    /** Who has to be asked before the rules are bent on the ledger of the settings. */
    Supervisor supervisor();

    /** Who has to be asked before the rules are bent on the ledger at this address. */
    Supervisor supervisorOf(String ledgerUrl);

    /** The options of this run that stand against guarded settings and are not permitted yet. */
    List<Overriding> overrides();

    /** These options are permitted for this run. */
    void permit(Overriding overriding, String supervisor);

    /**
     * Options that differ from the settings.
     *
     * @param options by name
     * @param given as they were given, with their values
     * @param guard of the settings that would hold without them
     */
    record Overriding(List<String> options, List<String> given, Supervisor guard) {
        public Overriding {
            options = List.copyOf(options);
            given = List.copyOf(given);
        }

        /** Whether a PIN guards it. A ledger that cannot be read is used by no option but those that name another one. */
        public boolean isGuarded() {
            if (options.isEmpty()) {
                return false;
            }
            try {
                return guard.guarded().contains(Bending.SETTINGS);
            } catch (IOException e) {
                return options.contains("--ledger") || options.contains("--data-dir");
            }
        }
    }

    /** What is typed at the terminal without being shown; null where there is no terminal. */
    char @Nullable [] askSecret(String question);

    /** Sends the log to its file from now on. */
    void startLog();

    /** Waits until somebody stops the program, by Ctrl+C or a signal. */
    void awaitStop() throws InterruptedException;

    /** Shows the desk until it is closed. */
    ExitCode openDesk();

    @Override
    void close();
}
