package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.desk.shell.SessionFactory;
import uz.fiskaldesk.desk.start.Practice;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.SimulatorPolicy;
import uz.fiskaldesk.gateway.Gateway;
import uz.fiskaldesk.inbox.Inbox;
import uz.fiskaldesk.inbox.InboxToken;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.WatchedFolder;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.supervisor.CachedPinStore;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.PinStore;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.GatewaySettings;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.training.FirstReceipt;
import uz.fiskaldesk.training.Training;
import uz.fiskaldesk.wording.IntakeMessages;

/** Creates the services of each session of the desk by the settings of the moment, and reads and stores the settings. */
final class DeskSessionFactory implements SessionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(DeskSessionFactory.class);

    private final DataFolder folder;
    private final SettingsFile file;
    private final Host host;
    private final ServiceFactory factory;
    private final UnaryOperator<Settings> overlay;
    private final PermittedOptions permits;
    private final @Nullable Training training;
    /** The settings as last read from the file or written to it. */
    private Settings stored;

    private volatile Settings effective;
    private volatile List<SettingsFile.UnknownKey> unknown = List.of();
    private volatile boolean read;
    private volatile PinStore pins = PinStore.NONE;

    /**
     * @param overlay applies the options of the command line to settings
     * @param permits whether these options need a PIN
     * @param training null outside training mode
     */
    DeskSessionFactory(
            DataFolder folder,
            Host host,
            UnaryOperator<Settings> overlay,
            PermittedOptions permits,
            @Nullable Training training) {
        this.folder = folder;
        this.host = host;
        this.factory = new ServiceFactory(folder, host);
        this.file = factory.settingsFile();
        this.overlay = overlay;
        this.permits = permits;
        this.training = training;
        this.effective = overlay.apply(Settings.DEFAULT);
        this.stored = effective;
        try {
            read();
        } catch (SettingsException e) {
            LOG.error("the settings cannot be used; the window will report it", e);
        }
    }

    @Override
    public DeskServices open() {
        permits.check();
        if (!read) {
            read();
        }
        try {
            return training == null ? openForWork(effective) : openForTraining(training);
        } catch (SettingsException e) {
            // They may have been corrected before the next attempt.
            read = false;
            throw e;
        }
    }

    /** @throws SettingsException if the settings cannot be used; there is no fallback to other settings */
    private synchronized void read() {
        SettingsFile.Contents contents = file.read();
        file.keepGoodCopy();
        unknown = contents.unknown();
        effective = overlay.apply(contents.settings());
        stored = effective;
        read = true;
    }

    private DeskServices openForWork(Settings settings) {
        // The window must not wait for a database.
        pins = new CachedPinStore(
                factory.pins(factory.ledgerUrl(settings), settings), Thread::startVirtualThread, System::nanoTime);
        return services(factory.ledger(settings), settings, null);
    }

    private DeskServices openForTraining(Training day) {
        Settings settings =
                effective.withLedgerUrl(null).withApiUrl(day.address()).withAnswerTimeout(Training.TIMEOUT);
        Ledger ledger = day.open(factory::trainingLedger, folder.ledger());
        return services(
                new ServiceFactory.OpenLedger(ledger, () -> {}, null),
                settings,
                day.start(ledger, factory.operator(settings)));
    }

    private DeskServices services(
            ServiceFactory.OpenLedger opened, Settings settings, @Nullable SampleReceipts samples) {
        Ledger ledger = opened.ledger();
        LedgerRecovery broughtBack = opened.broughtBack();
        try {
            FiscalApi fiscalBox = factory.fiscalBox(settings, this::practice);
            Operator operator = factory.operator(settings);
            permits.recordIn(ledger, operator);
            ConfirmationWorkflow confirmation = factory.confirmation(ledger, fiscalBox, operator);
            return new DeskServices(
                    ledger,
                    confirmation,
                    fiscalBox,
                    tried -> factory.fiscalBox(tried, settings, this::practice),
                    operator,
                    factory.receipts(),
                    new ColumnMemory(folder.columns()),
                    supervisor(),
                    factory::camera,
                    clock(),
                    LanNetwork::all,
                    LanNetwork::isConnected,
                    samples,
                    () -> firstReceipt(settings, operator),
                    training == null ? servers(settings, ledger, fiscalBox) : List.of(),
                    factory.updates(settings),
                    opened.maintenance(),
                    openingNotice(broughtBack, settings, new Shifts(ledger, operator).handedOver()));
        } catch (SettingsException | LedgerException e) {
            ledger.close();
            throw e;
        }
    }

    private Practice firstReceipt(Settings settings, Operator operator) {
        return FirstReceipt.open(
                file -> new LedgerFile(SqliteLedger.urlOf(file)).openForTraining(clock().instant()),
                address -> factory.fiscalBox(
                        FiscalBoxAddress.parse(address).orElseThrow(), settings, () -> SimulatorPolicy.EXPECTED),
                operator,
                clock());
    }

    /** The servers that the settings switch on. Training has none, because its payments are not real. */
    private List<SessionServer> servers(Settings settings, Ledger ledger, FiscalApi fiscalBox) {
        List<SessionServer> servers = new ArrayList<>();
        if (settings.gateway().on()) {
            servers.add(new SessionServer(SessionServer.Kind.GATEWAY, events -> {
                Gateway.Services services = factory.gateway(
                        settings, ledger, fiscalBox, this::practice, Translations.in(language()), false);
                return () -> Gateway.start(
                        services,
                        settings.gateway().port(),
                        _ -> events.changed().run());
            }));
        }
        String watched = settings.watch().folder();
        if (watched != null) {
            Operator operator = factory.operator(settings);
            ColumnMemory memory = new ColumnMemory(folder.columns());
            servers.add(new SessionServer(
                    SessionServer.Kind.WATCH,
                    events -> () -> WatchedFolder.open(
                            folder.path().resolve(watched),
                            new Import(ledger, factory.receipts(), operator, Providers.ofCodes(settings.providers())),
                            columns -> memory.mappingFor(ColumnMemory.Use.IMPORT, columns),
                            result -> new IntakeMessages(Translations.in(language())).report(result),
                            new WatchReporter(events))));
        }
        if (settings.inbox().on()) {
            servers.add(new SessionServer(
                    SessionServer.Kind.INBOX,
                    events -> () -> Inbox.start(
                            factory.inbox(
                                    settings,
                                    ledger,
                                    fiscalBox,
                                    Translations.in(language()),
                                    InboxToken.in(folder.path()),
                                    false,
                                    Inbox.Listener.of(events.changed())),
                            settings.inbox().port())));
        }
        return servers;
    }

    private SimulatorPolicy practice() {
        return training == null ? CompositionRoot.practice(supervisor()) : SimulatorPolicy.EXPECTED;
    }

    /** In training mode no PIN is asked for. */
    @Override
    public Supervisor supervisor() {
        return factory.supervisor(pins);
    }

    private static @Nullable LocalizedText openingNotice(
            @Nullable LedgerRecovery broughtBack, Settings settings, Optional<Shifts.HandedOver> handedOver) {
        if (broughtBack != null) {
            return messages -> messages.recovery(broughtBack);
        }
        if (handedOver.isPresent()) {
            return messages -> ShiftTables.handedOver(handedOver.get(), messages.texts());
        }
        GatewaySettings gateway = settings.gateway();
        if (gateway.on() && gateway.servesOthers()) {
            return LocalizedText.of(
                    "server.lan", Objects.requireNonNull(gateway.address()), String.join(", ", gateway.allow()));
        }
        return Optional.ofNullable(settings.api().url())
                .flatMap(FiscalBoxAddress::parse)
                .filter(FiscalBoxAddress::isUnencrypted)
                .map(_ -> LocalizedText.of("settings.plain-http"))
                .orElse(null);
    }

    @Override
    public Settings settings() {
        return effective;
    }

    /** Only changed values are written to the file: an option of the command line applies to this run alone. */
    @Override
    public synchronized void save(Settings settings) throws IOException {
        effective = settings;
        file.change(stored, settings);
        stored = settings;
    }

    @Override
    public SettingsFile settingsFile() {
        return file;
    }

    @Override
    public void permit(List<String> supervisors) {
        permits.giveAsked(String.join(", ", supervisors));
    }

    /** Whoever guards the settings that held until they broke; where there is no copy of these, the default ones. */
    @Override
    public List<Supervisor> settingsGuards() {
        Supervisor guard = guardOf(file.goodSettings().orElse(Settings.DEFAULT));
        return training == null && guard.guards(GuardedAct.SETTINGS) ? List.of(guard) : List.of();
    }

    private Supervisor guardOf(Settings settings) {
        try {
            return factory.supervisorOf(settings);
        } catch (SettingsException e) {
            LOG.error("the list with the PIN cannot be reached", e);
            return factory.supervisor(PinStore.UNREADABLE);
        }
    }

    @Override
    public Language language() {
        Language chosen = effective.language();
        return chosen == null ? host.language() : chosen;
    }

    @Override
    public @Nullable LocalizedText startNotice() {
        List<SettingsFile.UnknownKey> keys = unknown;
        return keys.isEmpty()
                ? null
                : messages -> keys.stream()
                        .map(key -> key.sentence(folder.settings(), messages.texts()))
                        .collect(Collectors.joining(" "));
    }

    @Override
    public Path folder() {
        return folder.path();
    }

    @Override
    public String version() {
        return Version.read();
    }

    @Override
    public @Nullable Path ledgerFile() {
        String url = factory.ledgerUrl(effective);
        return SqliteLedger.isUrl(url) ? SqliteLedger.fileOf(url) : null;
    }

    @Override
    public Path logs() {
        return folder.logs();
    }

    @Override
    public Clock clock() {
        return host.clock();
    }
}
