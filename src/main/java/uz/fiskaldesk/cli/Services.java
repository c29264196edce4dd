package uz.fiskaldesk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.gateway.Gateway;
import uz.fiskaldesk.gateway.Note;
import uz.fiskaldesk.inbox.Inbox;
import uz.fiskaldesk.inbox.InboxToken;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.ReadOnlyLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.update.Updates;
import uz.fiskaldesk.wording.Messages;

/**
 * The services that commands use during one run of the program. Each service is created when it is first requested, so
 * that a command touches only what it needs. Methods that need the settings throw {@link SettingsException} if these
 * cannot be used.
 */
public interface Services extends AutoCloseable {
    /** Creates the services for the given options. */
    interface Opener {
        Services open(CommonOptions options);
    }

    /** Returns the texts in the language of the option, else of the settings, else of the system; never fails. */
    Translations translations();

    /** Formats domain values in the language of {@link #translations}. */
    default Messages messages() {
        return new Messages(translations(), clock());
    }

    Clock clock();

    /** The version of the program. */
    String version();

    /** The folder of the settings, the ledger and the logs. */
    DataFolder folder();

    /** Returns the settings, overridden by the options. */
    Settings settings();

    /** The payment providers that are switched on. */
    default Providers providers() {
        return Providers.ofCodes(settings().providers());
    }

    /**
     * Returns a sentence for each unknown key of the settings file. Empty from the second call on, and after
     * {@link #settings}, which prints the sentences to standard error.
     */
    List<String> unknownSettings();

    /** Reads the texts of receipts. Thread-safe. */
    ReceiptReader receipts();

    /** The operator recorded with attempts and acts. */
    Operator operator();

    /** @throws uz.fiskaldesk.confirm.LedgerException if it cannot be opened */
    Ledger ledger();

    /**
     * Returns the ledger for a command that only reads. A copy of a ledger, which {@link #ledger} refuses, is opened
     * read-only; a message on standard error says so.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException if it cannot be opened
     */
    Ledger ledgerForReading();

    /**
     * Reads the ledger without opening it for work and without changing it. Reads it anew at each call.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException if it cannot be opened
     */
    ReadOnlyLedger.Found inspectLedger();

    /** Returns the ledger's JDBC URL, also for the file in the data folder. */
    String ledgerUrl();

    /** Returns the ledger's file; null if the ledger is shared. */
    default @Nullable Path ledgerFile() {
        String url = ledgerUrl();
        return PostgresLedger.isUrl(url) ? null : SqliteLedger.fileOf(url);
    }

    /** Returns the password of a shared ledger's database from its file; null if there is none. */
    @Nullable
    String ledgerPassword();

    FiscalApi fiscalBox();

    /** Finds and installs newer versions of the program. */
    Updates updates();

    ConfirmationWorkflow confirmation();

    /**
     * Starts the gateway for the POS with the ledger and FiscalBox of the settings.
     *
     * @param port 0 for any free port
     * @param notes called on threads of the gateway
     * @throws uz.fiskaldesk.support.ServerException if the gateway cannot be opened
     * @throws IOException if the port is in use
     */
    Gateway gateway(int port, Consumer<Note> notes) throws IOException;

    /**
     * Starts the inbox for other programs with the ledger and FiscalBox of the settings.
     *
     * @param port 0 for any free port
     * @param listener called on threads of the inbox
     * @throws IOException if the port is in use
     */
    Inbox inbox(int port, InboxToken token, Inbox.Listener listener) throws IOException;

    /** Returns this computer's cameras; empty if they cannot be listed on this platform. */
    Optional<List<CameraDevice>> cameras();

    /** The supervisor of the ledger in use. */
    Supervisor supervisor();

    /** Returns the supervisor of the ledger at this JDBC URL. */
    Supervisor supervisorOf(String ledgerUrl);

    /** Returns the options of this run that override guarded settings and are not permitted yet. */
    List<Overriding> overrides();

    /** Permits options for this run. */
    void permit(Overriding overriding, String supervisor);

    /**
     * Options that override the settings.
     *
     * @param options their names
     * @param given the options with their values as given
     * @param guard the supervisor of the settings that apply without them
     */
    record Overriding(List<String> options, List<String> given, Supervisor guard) {
        public Overriding {
            options = List.copyOf(options);
            given = List.copyOf(given);
        }

        /**
         * Whether a PIN guards the settings. If the ledger cannot be read, only options that select another ledger are
         * guarded.
         */
        public boolean isGuarded() {
            if (options.isEmpty()) {
                return false;
            }
            try {
                return guard.guarded().contains(GuardedAct.SETTINGS);
            } catch (IOException e) {
                return options.contains("--ledger") || options.contains("--data-dir");
            }
        }
    }

    /** Returns the column mappings that were chosen at this desk. */
    ColumnMemory columnMemory();

    /** Whether a person sees the output. */
    boolean hasTerminal();

    /** Standard input; closing it has no effect on the program. */
    InputStream standardInput();

    /** Reads a line from the terminal without echo; null if there is no terminal. */
    char @Nullable [] askSecret(String question);

    /** Starts logging to the file. */
    void startLog();

    /** Waits until the process is stopped by Ctrl+C or a signal. */
    void awaitStop() throws InterruptedException;

    /** Shows the desk until it is closed. */
    ExitCode openDesk();

    @Override
    void close();
}
