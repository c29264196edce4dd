package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.SimulatorPolicy;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.fiscalbox.WebClient;
import uz.fiskaldesk.gateway.Gateway;
import uz.fiskaldesk.gateway.PosApi;
import uz.fiskaldesk.inbox.Inbox;
import uz.fiskaldesk.inbox.InboxToken;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.ledger.JdbcPinStore;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.UnrecordedOutcomeFiles;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.camera.Camera;
import uz.fiskaldesk.scan.camera.CameraChoice;
import uz.fiskaldesk.scan.camera.CameraControl;
import uz.fiskaldesk.scan.camera.CameraListener;
import uz.fiskaldesk.scan.camera.FrameReader;
import uz.fiskaldesk.supervisor.PinStore;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.FilePermissions;
import uz.fiskaldesk.support.SecretFile;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.update.Installation;
import uz.fiskaldesk.update.ReleaseKeys;
import uz.fiskaldesk.update.ReleaseVersion;
import uz.fiskaldesk.update.Updates;
import uz.fiskaldesk.wording.Messages;

/**
 * Creates services from settings: once for a command, again for each session of the desk. Throws {@link SettingsException} if
 * a setting cannot be used; there is no fallback to a default.
 */
final class ServiceFactory {
    /** The packages that use an address know its syntax. */
    private static final List<SettingsFile.Rule> SETTINGS_RULES = List.of(
            new SettingsFile.Rule(
                    "api.url", url -> FiscalBoxAddress.parse(url).isPresent(), "settings-expected.fiscalbox-address"),
            new SettingsFile.Rule(
                    "proxy.url",
                    url -> url.equals(Settings.Proxy.NONE)
                            || ProxySetting.at(url).isPresent(),
                    "settings-expected.proxy-address"),
            new SettingsFile.Rule(
                    "providers",
                    code -> Provider.find(code).isPresent(),
                    "settings-expected.one-of",
                    List.of(Stream.of(Provider.values()).map(Provider::code).collect(Collectors.joining(", ")))),
            new SettingsFile.Rule(
                    "ledger.url",
                    url -> SqliteLedger.isUrl(url) || PostgresLedger.isUrl(url),
                    "settings-expected.ledger-address"));

    private static final Logger LOG = LoggerFactory.getLogger(ServiceFactory.class);
    private static final Duration UPDATES_STALL = Duration.ofSeconds(60);
    private static final String PROXY_PASSWORD = "proxy-password";
    private static final String LEDGER_PASSWORD = "ledger-password";

    private final DataFolder folder;
    private final Host host;
    private final ReceiptReader receipts;

    ServiceFactory(DataFolder folder, Host host) {
        this.folder = folder;
        this.host = host;
        this.receipts = new ReceiptReader(host.clock());
    }

    ReceiptReader receipts() {
        return receipts;
    }

    SettingsFile settingsFile() {
        return new SettingsFile(folder.settings(), host.clock(), SETTINGS_RULES);
    }

    /**
     * An open ledger.
     *
     * @param maintenance periodic work such as the daily backup; called from time to time, on any thread
     * @param broughtBack the recovery that was needed to open it, to be reported; usually null
     */
    record OpenLedger(
            Ledger ledger, Runnable maintenance, @Nullable LedgerRecovery broughtBack) {}

    /**
     * Opens the ledger: the shared one where the settings name one, else a file.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException where it cannot be opened
     */
    OpenLedger ledger(Settings settings) {
        OpenLedger open = opened(settings);
        writeKeptOutcomes(open.ledger());
        return open;
    }

    /** Before the ledger is read: an outcome that FiscalBox has reported must not be shown as unknown. */
    private void writeKeptOutcomes(Ledger ledger) {
        try {
            keptOutcomes().writeInto(ledger);
        } catch (LedgerException e) {
            LOG.warn("outcomes of earlier runs still wait for the ledger", e);
        }
    }

    private UnrecordedOutcomeFiles keptOutcomes() {
        return new UnrecordedOutcomeFiles(folder.path().resolve("unrecorded"));
    }

    private OpenLedger opened(Settings settings) {
        String url = ledgerUrl(settings);
        if (PostgresLedger.isUrl(url)) {
            // A shared ledger is backed up by its database server.
            return new OpenLedger(PostgresLedger.open(url, ledgerPassword(settings), host.clock()), () -> {}, null);
        }
        FilePermissions.restrict(folder, SqliteLedger.fileOf(url));
        LedgerFile file = new LedgerFile(url);
        LedgerFile.Opened opened = file.open(host.clock().instant());
        return new OpenLedger(
                opened.ledger(), () -> file.backUpDaily(host.clock().instant()), opened.recovery());
    }

    /** The ledger of training mode: a file that may be deleted at any time and needs no maintenance. */
    Ledger trainingLedger() {
        return new LedgerFile(ledgerUrl(Settings.DEFAULT))
                .openForTraining(host.clock().instant());
    }

    String ledgerUrl(Settings settings) {
        String url = settings.ledger().url();
        return url == null ? SqliteLedger.urlOf(folder.ledger()) : url;
    }

    /** Guards the acts that need the supervisor's PIN on this ledger. */
    Supervisor supervisor(PinStore pins) {
        return Supervisor.of(pins, folder.path(), host.clock());
    }

    /** Guards the acts that need the PIN on the ledger of these settings. */
    Supervisor supervisorOf(Settings settings) {
        return supervisor(pins(ledgerUrl(settings), settings));
    }

    /** The store of a ledger's supervisor PIN. */
    PinStore pins(String ledgerUrl, Settings settings) {
        return new JdbcPinStore(ledgerUrl, ledgerPassword(settings), host.clock(), System::nanoTime);
    }

    /** The password of the shared ledger's database; null if no file is configured and none exists. */
    @Nullable
    String ledgerPassword(Settings settings) {
        String name = settings.ledger().passwordFile();
        Path file = folder.path().resolve(name == null ? LEDGER_PASSWORD : name);
        if (name == null && !Files.exists(file)) {
            return null;
        }
        try {
            return SecretFile.read(file);
        } catch (IOException e) {
            throw new SettingsException(SettingsException.Kind.LEDGER_PASSWORD, file, String.valueOf(e.getMessage()));
        }
    }

    /** @param practice how answers of the practice FiscalBox are treated; evaluated for each answer */
    FiscalApi fiscalBox(Settings settings, Supplier<SimulatorPolicy> practice) {
        return fiscalBox(address(settings), settings, practice);
    }

    private static FiscalBoxAddress address(Settings settings) {
        String url = settings.api().url();
        return url == null
                ? FiscalBoxAddress.DEFAULT
                : FiscalBoxAddress.parse(url).orElseThrow();
    }

    private static Timeouts timeouts(Settings settings) {
        return new Timeouts(settings.api().connectTimeout(), settings.api().answerTimeout());
    }

    /** A client for an address that is being tried. */
    FiscalApi fiscalBox(FiscalBoxAddress address, Settings settings, Supplier<SimulatorPolicy> practice) {
        return new FiscalBoxClient(address, timeouts(settings), proxy(settings.proxy()), host.clock(), practice);
    }

    /**
     * What the gateway works with.
     *
     * @param fiscalBox sends retries
     * @param practice how answers of the practice FiscalBox are treated; evaluated for each answer
     * @param sendsAgain whether the gateway also sends again what could not be sent
     */
    Gateway.Services gateway(
            Settings settings,
            Ledger ledger,
            FiscalApi fiscalBox,
            Supplier<SimulatorPolicy> practice,
            Translations texts,
            boolean sendsAgain) {
        ProxySetting proxy = proxy(settings.proxy());
        PosApi api = new PosApi(fiscalBox);
        Operator pos = new Operator(operator(settings).till(), Gateway.WHO, host.clock());
        return new Gateway.Services(
                ledger,
                receipts,
                Providers.ofCodes(settings.providers()),
                new FiscalBoxConnector(address(settings), timeouts(settings), proxy),
                new ForwardedConfirmation(address(settings), proxy, host.clock(), practice),
                api,
                confirmation(ledger, api, pos),
                pos,
                timeouts(settings),
                texts,
                settings.gateway(),
                sendsAgain);
    }

    /**
     * What the inbox works with.
     *
     * @param sendsAgain whether the inbox also sends again what could not be sent
     */
    Inbox.Services inbox(
            Settings settings,
            Ledger ledger,
            FiscalApi fiscalBox,
            Translations texts,
            InboxToken token,
            boolean sendsAgain,
            Inbox.Listener listener) {
        Operator pos = new Operator(operator(settings).till(), Inbox.WHO, host.clock());
        Providers providers = Providers.ofCodes(settings.providers());
        return new Inbox.Services(
                ledger,
                confirmation(ledger, fiscalBox, pos),
                fiscalBox,
                new Import(ledger, receipts, pos, providers),
                receipts,
                providers,
                pos,
                token,
                new Messages(texts, host.clock()),
                timeouts(settings).answer(),
                sendsAgain,
                listener);
    }

    /** Finds newer versions of the program. */
    Updates updates(Settings settings) {
        Updates.Program program = new Updates.Program(
                ReleaseVersion.parse(Version.read()).orElse(new ReleaseVersion(0, 0, 0)),
                SqliteLedger::schemaVersion,
                Installation.platform(host.property("os.name"), host.property("os.arch")),
                Installation.ofSystem(host.property("java.home")));
        return new Updates(
                program,
                ReleaseKeys.pinned(),
                settings.updates().address(),
                settings.updates().on(),
                new WebClient(proxy(settings.proxy()), UPDATES_STALL),
                folder.path(),
                host.clock());
    }

    private ProxySetting proxy(Settings.Proxy wanted) {
        String url = wanted.url();
        ProxySetting proxy;
        if (url == null) {
            proxy = ProxySetting.ofSystem(host.environment());
        } else if (url.equals(Settings.Proxy.NONE)) {
            proxy = ProxySetting.none();
        } else {
            proxy = ProxySetting.at(url).orElseThrow();
        }
        return wanted.user() == null ? proxy : proxy.withPassword(wanted.user(), proxyPassword(wanted));
    }

    private String proxyPassword(Settings.Proxy wanted) {
        String name = wanted.passwordFile() == null ? PROXY_PASSWORD : wanted.passwordFile();
        Path file = folder.path().resolve(name);
        try {
            return SecretFile.read(file);
        } catch (IOException e) {
            throw new SettingsException(SettingsException.Kind.PROXY_PASSWORD, file, String.valueOf(e.getMessage()));
        }
    }

    /** The operator: the system account, which cannot be chosen, preceded by the name from the settings. */
    Operator operator(Settings settings) {
        String till = settings.till() == null ? host.name() : settings.till();
        // A slash separates the name of the approver in recorded acts.
        String chosen = settings.cashier() == null ? null : settings.cashier().replace('/', '-');
        String cashier =
                chosen == null || chosen.equals(host.account()) ? host.account() : chosen + " (" + host.account() + ")";
        return new Operator(till, cashier, host.clock());
    }

    /** The webcam; it reports only codes that are receipts. */
    CameraControl camera(CameraListener listener) {
        FrameReader reader = FrameReader.by(() ->
                QrReader.forReceipts(text -> receipts.read(text) instanceof ReceiptReading.Accepted, host.clock()));
        return new Camera(CameraChoice.ANY, reader, listener);
    }

    ConfirmationWorkflow confirmation(Ledger ledger, FiscalApi fiscalBox, Operator operator) {
        return new ConfirmationWorkflow(ledger, fiscalBox, new RetryBackoff(new Random()), operator, keptOutcomes());
    }
}
