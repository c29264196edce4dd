package uz.fiskaldesk;

import java.io.Console;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.cli.CommonOptions;
import uz.fiskaldesk.cli.ExitCode;
import uz.fiskaldesk.cli.Services;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.Care;
import uz.fiskaldesk.desk.Desk;
import uz.fiskaldesk.ledger.LedgerLook;
import uz.fiskaldesk.scan.camera.Camera;
import uz.fiskaldesk.scan.camera.CameraDevice;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.SettingsTrouble;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.training.Training;
import uz.fiskaldesk.wording.Wording;

/** The one place where things are constructed. Each is made when it is first asked for; one thread at a time. */
final class Wiring implements Services {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final CommonOptions options;
    private final Host host;
    private final DataFolder folder;
    private final Assembly assembly;

    private final SettingsFile settingsFile;
    private SettingsFile.@Nullable Contents contents;
    private boolean settingsUsed;
    private @Nullable Texts texts;
    private Assembly.@Nullable OpenLedger ledger;
    private @Nullable FiscalApi fiscalBox;
    private @Nullable Confirmation confirmation;

    Wiring(CommonOptions options, Host host) {
        this.options = options;
        this.host = host;
        DataFolder chosen = options.dataDir() == null ? host.folder() : new DataFolder(options.dataDir());
        this.folder = options.training() ? chosen.training() : chosen;
        this.assembly = new Assembly(folder, host);
        this.settingsFile = assembly.settingsFile();
    }

    @Override
    public Texts texts() {
        if (texts == null) {
            texts = Texts.in(language());
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
        } catch (SettingsTrouble e) {
            // It is said when the settings are needed, in a language that can be had without them.
            return host.language();
        }
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public DataFolder folder() {
        return folder;
    }

    @Override
    public Settings settings() {
        unknownSettings().forEach(host.err()::println);
        host.err().flush();
        return overlaid(contents().settings());
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
                .map(key -> key.sentence(folder.settings(), texts()))
                .toList();
    }

    /** The settings with the options of this run laid over them. */
    private Settings overlaid(Settings settings) {
        if (options.ledgerUrl() != null) {
            settings = settings.withLedgerUrl(options.ledgerUrl());
        }
        if (options.api() != null) {
            settings = settings.withApiUrl(options.api().toString());
        }
        if (options.timeout() != null) {
            settings = settings.withAnswerTimeout(options.timeout());
        }
        return options.language() == null ? settings : settings.withLanguage(options.language());
    }

    /** What the settings file says; read once, so that one run does not work by two settings. */
    private SettingsFile.Contents contents() {
        if (contents == null) {
            contents = settingsFile.read();
        }
        return contents;
    }

    @Override
    public Operator operator() {
        return assembly.operator(settings());
    }

    @Override
    public Ledger ledger() {
        if (ledger == null) {
            ledger = assembly.ledger(settings());
            BroughtBack broughtBack = ledger.broughtBack();
            if (broughtBack != null) {
                host.err().println(new Wording(texts(), host.clock()).broughtBack(broughtBack));
                host.err().flush();
            }
        }
        return ledger.ledger();
    }

    @Override
    public LedgerLook.Found lookAtLedger() {
        return LedgerLook.at(ledgerUrl(), ledgerPassword(), clock().instant());
    }

    @Override
    public String ledgerUrl() {
        return assembly.ledgerUrl(settings());
    }

    @Override
    public @Nullable String ledgerPassword() {
        return assembly.ledgerPassword(settings());
    }

    @Override
    public FiscalApi fiscalBox() {
        if (fiscalBox == null) {
            fiscalBox = assembly.fiscalBox(settings());
        }
        return fiscalBox;
    }

    @Override
    public Confirmation confirmation() {
        if (confirmation == null) {
            confirmation = assembly.confirmation(ledger(), fiscalBox(), operator());
        }
        return confirmation;
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
        return assembly.supervisor(assembly.pins(url, settings()));
    }

    /** In JDK 25 there is no console again where input is no terminal (JDK-8351435). */
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
    }

    @Override
    public void awaitStop() throws InterruptedException {
        try (Care care =
                new Care(ledger == null ? () -> {} : ledger.care(), e -> LOG.error("the ledger's daily care", e))) {
            care.start();
            host.untilStopped().await();
        }
    }

    @Override
    public ExitCode openDesk() {
        startLog();
        try (Training training = options.training() ? new Training(folder.path(), host.clock()) : null) {
            DeskBackstage backstage = new DeskBackstage(folder, host, this::overlaid, training);
            new Desk(backstage).run(folder.path());
            return ExitCode.DONE;
        } catch (Desk.NoScreenException e) {
            LOG.error("no window", e);
            host.err().println(texts().get("cli.no-screen", String.valueOf(e.getMessage())));
            return ExitCode.TROUBLE;
        } catch (IOException e) {
            LOG.error("the desk cannot start in {}", folder.path(), e);
            host.err().println(texts().get("cli.no-data-folder", folder.path()));
            return ExitCode.TROUBLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.TROUBLE;
        }
    }

    @Override
    public void close() {
        if (ledger != null) {
            ledger.ledger().close();
        }
    }
}
