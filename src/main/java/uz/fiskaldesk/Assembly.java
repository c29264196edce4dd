package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Practice;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.OutcomeFolder;
import uz.fiskaldesk.ledger.PostgresLedger;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.SupervisorTable;
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
import uz.fiskaldesk.support.FileRights;
import uz.fiskaldesk.support.SecretFile;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.SettingsTrouble;

/**
 * Makes what the program works with by its settings: once for a command, anew for each session of the desk. Throws
 * {@link SettingsTrouble} where a setting cannot be used; nothing else is used in its place.
 */
final class Assembly {
    /** What addresses must look like is known where they are used. */
    private static final List<SettingsFile.Rule> SETTINGS_RULES = List.of(
            new SettingsFile.Rule(
                    "api.url", url -> FiscalBoxAddress.parse(url).isPresent(), "settings-expected.fiscalbox-address"),
            new SettingsFile.Rule(
                    "proxy.url",
                    url -> url.equals(Settings.Proxy.NONE)
                            || ProxySetting.at(url).isPresent(),
                    "settings-expected.proxy-address"),
            new SettingsFile.Rule(
                    "ledger.url",
                    url -> SqliteLedger.isAddress(url) || PostgresLedger.isAddress(url),
                    "settings-expected.ledger-address"));

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final String PROXY_PASSWORD = "proxy-password";
    private static final String LEDGER_PASSWORD = "ledger-password";

    private final DataFolder folder;
    private final Host host;

    Assembly(DataFolder folder, Host host) {
        this.folder = folder;
        this.host = host;
    }

    SettingsFile settingsFile() {
        return new SettingsFile(folder.settings(), host.clock(), SETTINGS_RULES);
    }

    /**
     * A ledger that is open.
     *
     * @param care makes what has to be made every day; called from time to time, on any thread
     * @param broughtBack what had to be done to open it and has to be said; null mostly
     */
    record OpenLedger(
            Ledger ledger, Runnable care, @Nullable BroughtBack broughtBack) {}

    /**
     * Opens the ledger: the shared one where the settings name one, else a file.
     *
     * @throws uz.fiskaldesk.confirm.LedgerException where it cannot be opened
     */
    OpenLedger ledger(Settings settings) {
        OpenLedger open = opened(settings);
        writeWhatWasKept(open.ledger());
        return open;
    }

    /** Before anybody looks: what FiscalBox said is not to be shown as unknown. */
    private void writeWhatWasKept(Ledger ledger) {
        try {
            keptOutcomes().writeInto(ledger);
        } catch (LedgerException e) {
            LOG.warn("outcomes of earlier runs still wait for the ledger", e);
        }
    }

    private OutcomeFolder keptOutcomes() {
        return new OutcomeFolder(folder.path().resolve("unrecorded"));
    }

    private OpenLedger opened(Settings settings) {
        String url = ledgerUrl(settings);
        if (PostgresLedger.isAddress(url)) {
            // Backups of a shared ledger are its database's.
            return new OpenLedger(PostgresLedger.open(url, ledgerPassword(settings), host.clock()), () -> {}, null);
        }
        FileRights.close(folder, SqliteLedger.fileOf(url));
        LedgerFile file = new LedgerFile(url);
        LedgerFile.Opened opened = file.open(host.clock().instant());
        return new OpenLedger(
                opened.ledger(), () -> file.backUpDaily(host.clock().instant()), opened.broughtBack());
    }

    /** The training's: a file that may be thrown away at any time, and needs no care. */
    Ledger trainingLedger() {
        return new LedgerFile(ledgerUrl(Settings.DEFAULT))
                .openForTraining(host.clock().instant());
    }

    String ledgerUrl(Settings settings) {
        String url = settings.ledger().url();
        return url == null ? SqliteLedger.urlOf(folder.ledger()) : url;
    }

    /** Who has to be asked before the rules are bent on this ledger. */
    Supervisor supervisor(PinStore pins) {
        return Supervisor.of(pins, folder.path(), host.clock());
    }

    /** Who has to be asked before the rules are bent on the ledger of these settings. */
    Supervisor supervisorOf(Settings settings) {
        return supervisor(pins(ledgerUrl(settings), settings));
    }

    /** Where the supervisor's PIN of a ledger is kept. */
    PinStore pins(String ledgerUrl, Settings settings) {
        return new SupervisorTable(ledgerUrl, ledgerPassword(settings), host.clock(), System::nanoTime);
    }

    /** The password of the shared ledger's database; null where no file is named and none is there. */
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
            throw new SettingsTrouble(SettingsTrouble.Kind.LEDGER_PASSWORD, file, String.valueOf(e.getMessage()));
        }
    }

    /** @param practice what is made of the practice FiscalBox, asked at each of its answers */
    FiscalApi fiscalBox(Settings settings, Supplier<Practice> practice) {
        String url = settings.api().url();
        return fiscalBox(
                url == null
                        ? FiscalBoxAddress.DEFAULT
                        : FiscalBoxAddress.parse(url).orElseThrow(),
                settings,
                practice);
    }

    /** FiscalBox at an address that is being tried. */
    FiscalApi fiscalBox(FiscalBoxAddress address, Settings settings, Supplier<Practice> practice) {
        try {
            return new FiscalBoxClient(
                    address,
                    new Timeouts(settings.api().connectTimeout(), settings.api().answerTimeout()),
                    proxy(settings.proxy()),
                    host.clock(),
                    practice);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the system's certificates cannot be read", e);
        }
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
            throw new SettingsTrouble(SettingsTrouble.Kind.PROXY_PASSWORD, file, String.valueOf(e.getMessage()));
        }
    }

    /** Who works here: the account, which nobody can choose, and beside it the name that the settings give. */
    Operator operator(Settings settings) {
        String till = settings.till() == null ? host.name() : settings.till();
        // Names have no slash: it stands before the name of whoever approved an act.
        String chosen = settings.cashier() == null ? null : settings.cashier().replace('/', '-');
        String cashier =
                chosen == null || chosen.equals(host.account()) ? host.account() : chosen + " (" + host.account() + ")";
        return new Operator(till, cashier, host.clock());
    }

    /** The webcam, which takes only what is a receipt for one. */
    CameraControl camera(CameraListener listener) {
        ReceiptReader receipts = new ReceiptReader(host.clock());
        QrReader reader = QrReader.forFrames(
                text -> receipts.read(text) instanceof ReceiptReading.Accepted, host.clock(), System::nanoTime);
        return new Camera(CameraChoice.ANY, FrameReader.by(reader), listener);
    }

    Confirmation confirmation(Ledger ledger, FiscalApi fiscalBox, Operator operator) {
        return new Confirmation(
                ledger, fiscalBox, new RetrySchedule(RandomGenerator.getDefault()), operator, keptOutcomes());
    }
}
