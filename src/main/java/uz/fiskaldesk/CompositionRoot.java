package uz.fiskaldesk;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.cli.CommonOptions;
import uz.fiskaldesk.cli.ExitCode;
import uz.fiskaldesk.cli.Services;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.shell.Desk;
import uz.fiskaldesk.desk.shell.Toolkit;
import uz.fiskaldesk.fiscalbox.SimulatorPolicy;
import uz.fiskaldesk.gateway.Gateway;
import uz.fiskaldesk.gateway.Note;
import uz.fiskaldesk.inbox.Inbox;
import uz.fiskaldesk.inbox.InboxToken;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.ledger.ReadOnlyLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.Camera;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.FilePermissions;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.PeriodicTask;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.training.Training;
import uz.fiskaldesk.update.Updates;
import uz.fiskaldesk.wording.Messages;

/**
 * The composition root: creates the services of one run of the program from its options and settings, each when it is first
 * needed. Not thread-safe.
 */
final class CompositionRoot implements Services {
    private static final Logger LOG = LoggerFactory.getLogger(CompositionRoot.class);

    private final CommonOptions options;
    private final Host host;
    private final DataFolder folder;
    private final ServiceFactory factory;

    private final SettingsFile settingsFile;
    private final OptionOverrides optionOverrides;
    private final PermittedOptions permits;
    private SettingsFile.@Nullable Contents contents;
    private boolean settingsUsed;
    private @Nullable Translations texts;
    private ServiceFactory.@Nullable OpenLedger ledger;
    private @Nullable FiscalApi fiscalBox;
    private @Nullable ConfirmationWorkflow confirmation;
    private @Nullable Toolkit toolkit;

    /** @param toolkit JavaFX, if it was started in advance; closed with the services */
    CompositionRoot(CommonOptions options, Host host, @Nullable Toolkit toolkit) {
        this.options = options;
        this.toolkit = toolkit;
        this.host = host;
        DataFolder chosen = options.dataDir() == null ? host.folder() : new DataFolder(options.dataDir());
        this.folder = options.training() ? chosen.training() : chosen;
        this.factory = new ServiceFactory(folder, host);
        this.settingsFile = factory.settingsFile();
        this.optionOverrides = new OptionOverrides(options, host, factory, this::contents);
        this.permits = new PermittedOptions(optionOverrides::differing);
    }

    @Override
    public Translations translations() {
        if (texts == null) {
            texts = Translations.in(language());
        }
        return texts;
    }

    private Language language() {
        if (options.language() != null) {
            return options.language();
        }
        try {
            Language chosen = contents().settings().language();
            return chosen == null ? host.language() : chosen;
        } catch (SettingsException e) {
            // The error is reported when the settings are needed, in the language of the system.
            return host.language();
        }
    }

    @Override
    public Messages messages() {
        return new Messages(translations(), host.clock(), isAddressGiven());
    }

    private boolean isAddressGiven() {
        try {
            return options.training()
                    || optionOverrides.overlay(contents().settings()).api().url() != null;
        } catch (SettingsException e) {
            // The error is reported when the settings are needed.
            return true;
        }
    }

    @Override
    public InputStream standardInput() {
        return host.in();
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public String version() {
        return Version.read();
    }

    @Override
    public DataFolder folder() {
        return folder;
    }

    @Override
    public Settings settings() {
        unknownSettings().forEach(host.err()::println);
        host.err().flush();
        return optionOverrides.overlay(contents().settings());
    }

    @Override
    public List<String> unknownSettings() {
        List<SettingsFile.UnknownKey> unknown = contents().unknown();
        if (settingsUsed) {
            return List.of();
        }
        settingsUsed = true;
        settingsFile.keepGoodCopy();
        return unknown.stream()
                .map(key -> key.sentence(folder.settings(), translations()))
                .toList();
    }

    /** The content of the settings file, read once so that the settings do not change during a run. */
    private SettingsFile.Contents contents() {
        if (contents == null) {
            contents = settingsFile.read();
        }
        return contents;
    }

    @Override
    public ReceiptReader receipts() {
        return factory.receipts();
    }

    @Override
    public Operator operator() {
        return factory.operator(settings());
    }

    @Override
    public Ledger ledger() {
        if (ledger == null) {
            ledger = factory.ledger(settings());
            permits.recordIn(ledger.ledger(), operator());
            LedgerRecovery broughtBack = ledger.broughtBack();
            if (broughtBack != null) {
                host.err().println(new Messages(translations(), host.clock()).recovery(broughtBack));
                host.err().flush();
            }
        }
        return ledger.ledger();
    }

    @Override
    public Ledger ledgerForReading() {
        try {
            return ledger();
        } catch (LedgerException e) {
            if (e.reason() != LedgerException.Reason.ELSEWHERE || !SqliteLedger.isUrl(ledgerUrl())) {
                throw e;
            }
            ReadOnlyLedger copy =
                    ReadOnlyLedger.openCopy(ledgerUrl(), clock().instant()).orElseThrow(() -> e);
            host.err()
                    .println(new Messages(translations(), host.clock()).ledgerError(e) + " "
                            + translations().get("ledger.copy-shown"));
            host.err().flush();
            return copy;
        }
    }

    @Override
    public ReadOnlyLedger.Found inspectLedger() {
        return ReadOnlyLedger.open(ledgerUrl(), ledgerPassword(), clock().instant());
    }

    @Override
    public String ledgerUrl() {
        return factory.ledgerUrl(settings());
    }

    @Override
    public @Nullable String ledgerPassword() {
        return factory.ledgerPassword(settings());
    }

    @Override
    public FiscalApi fiscalBox() {
        if (fiscalBox == null) {
            fiscalBox = factory.fiscalBox(settings(), () -> practice(supervisor()));
        }
        return fiscalBox;
    }

    @Override
    public Updates updates() {
        return factory.updates(settings());
    }

    @Override
    public ConfirmationWorkflow confirmation() {
        if (confirmation == null) {
            confirmation = factory.confirmation(ledger(), fiscalBox(), operator());
        }
        return confirmation;
    }

    @Override
    public Gateway gateway(int port, Consumer<Note> notes) throws IOException {
        Gateway.Services services =
                factory.gateway(settings(), ledger(), fiscalBox(), () -> practice(supervisor()), translations(), true);
        return Gateway.start(services, port, notes);
    }

    @Override
    public Inbox inbox(int port, InboxToken token, Inbox.Listener listener) throws IOException {
        return Inbox.start(
                factory.inbox(settings(), ledger(), fiscalBox(), translations(), token, true, listener), port);
    }

    @Override
    public Optional<List<CameraDevice>> cameras() {
        return Optional.of(Camera.devices());
    }

    @Override
    public Supervisor supervisor() {
        return supervisorOf(ledgerUrl());
    }

    @Override
    public Supervisor supervisorOf(String url) {
        return factory.supervisor(factory.pins(url, settings()));
    }

    /** If the settings are guarded, responses of the simulator do not count: they would circumvent the guard. */
    static SimulatorPolicy practice(Supervisor supervisor) {
        return supervisor.guards(GuardedAct.SETTINGS) ? SimulatorPolicy.REFUSED : SimulatorPolicy.NOTED;
    }

    @Override
    public List<Overriding> overrides() {
        return permits.open();
    }

    @Override
    public void permit(Overriding overriding, String supervisor) {
        permits.give(overriding, supervisor);
    }

    @Override
    public ColumnMemory columnMemory() {
        return new ColumnMemory(folder.columns());
    }

    @Override
    @SuppressWarnings("SystemConsoleNull")
    public boolean hasTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** Since JDK 25, System.console() returns null again if standard input is not a terminal (JDK-8351435). */
    @Override
    @SuppressWarnings("SystemConsoleNull")
    public char @Nullable [] askSecret(String question) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("%s ", question))
                .orElse(null);
    }

    @Override
    public void startLog() {
        host.logging().accept(folder.logs());
        FilePermissions.restrict(folder, folder.ledger());
    }

    @Override
    public void awaitStop() throws InterruptedException {
        try (PeriodicTask care = PeriodicTask.ofLedgerMaintenance(
                ledger == null ? () -> {} : ledger.maintenance(), e -> LOG.error("the ledger's daily care", e))) {
            care.start();
            host.untilStopped().await();
        }
    }

    private Toolkit toolkit() {
        if (toolkit == null) {
            toolkit = Toolkit.start();
        }
        return toolkit;
    }

    @Override
    public ExitCode openDesk() {
        startLog();
        try (Training training = options.training() ? new Training(folder.path(), host.clock()) : null) {
            new Desk(toolkit(), () -> new DeskSessionFactory(folder, host, optionOverrides::overlay, permits, training))
                    .run(folder.path());
            return permits.isRefused() ? ExitCode.REFUSED : ExitCode.DONE;
        } catch (Toolkit.NoScreenException e) {
            LOG.error("no window", e);
            host.err().println(translations().get("cli.no-screen", String.valueOf(e.getMessage())));
            return permits.open().isEmpty() ? ExitCode.TROUBLE : ExitCode.REFUSED;
        } catch (IOException e) {
            LOG.error("the desk cannot start in {}", folder.path(), e);
            host.err().println(translations().get("cli.no-data-folder", folder.path()));
            return ExitCode.TROUBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.TROUBLE;
        }
    }

    @Override
    public void close() {
        if (toolkit != null) {
            toolkit.close();
        }
        if (ledger != null) {
            ledger.ledger().close();
        }
    }
}
