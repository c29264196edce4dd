package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.ScriptedCamera;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.training.FirstReceipt;
import uz.fiskaldesk.update.ReleaseFolder;
import uz.fiskaldesk.update.Updates;

/** Creates sessions with a real ledger file and a real client of FiscalBox. The clock only moves when told to. */
final class TestSessions implements SessionFactory {
    static final Instant NOON = Instant.parse("2026-11-25T07:00:00Z");

    private final Path folder;
    /** The address that is tried while none was given. */
    private final String usual;

    private final ManualClock standing = new ManualClock(NOON);
    private final Clock clock;
    private final ScriptedCamera camera = new ScriptedCamera();
    private volatile Settings settings;
    private volatile @Nullable Ledger ledger;
    private volatile @Nullable SampleReceipts samples;
    private volatile @Nullable Throwable trouble;
    private final AtomicBoolean breaks = new AtomicBoolean();
    private volatile boolean readOnly;
    private @Nullable Updates updates;
    private volatile List<SessionServer> servers = List.of();
    private volatile List<LanNetwork> networks = List.of();
    private volatile boolean connected = true;
    private volatile List<Supervisor> optionsGuards = List.of();
    private volatile List<Supervisor> settingsGuards = List.of();

    TestSessions(Path folder, String fiscalBox) {
        this(folder, fiscalBox, null);
    }

    /** @param real the clock to use; null for one that only moves when told to */
    TestSessions(Path folder, String fiscalBox, @Nullable Clock real) {
        this.folder = folder;
        this.usual = fiscalBox;
        this.clock = real == null ? standing : real;
        this.settings = Settings.DEFAULT
                .withApiUrl(fiscalBox)
                .withLanguage(Language.ENGLISH)
                .withPeople("till 3", "Dilnoza")
                .withAnswerTimeout(Duration.ofSeconds(20));
    }

    void advanceClock(Duration time) {
        standing.tick(time);
    }

    ScriptedCamera camera() {
        return camera;
    }

    /** Switches on these providers for the window that is opened next. */
    void takes(Provider... providers) {
        Settings s = settings;
        settings = new Settings(
                s.ledger(),
                s.api(),
                s.proxy(),
                s.language(),
                s.theme(),
                s.till(),
                s.cashier(),
                Stream.of(providers).map(Provider::code).toList(),
                s.camera(),
                s.scanner(),
                s.gateway(),
                s.inbox(),
                s.watch(),
                s.phone(),
                s.updates(),
                s.display());
    }

    /** Forgets the address of FiscalBox, as before the first start. */
    void forgetAddress() {
        settings = settings.withApiUrl(null);
    }

    /** Starts training mode with these samples for the window that is opened next. */
    void train(SampleReceipts receipts) {
        samples = receipts;
    }

    /** Makes the sessions that are opened from now on look for newer versions there. */
    void updatesFrom(Updates wanted) {
        updates = wanted;
    }

    /** Makes the sessions that are opened from now on run these servers. */
    void serves(List<SessionServer> wanted) {
        servers = wanted;
    }

    /** Plugs the network cable in. */
    void connect() {
        connected = true;
    }

    /** Takes the network cable out. */
    void disconnect() {
        connected = false;
    }

    /** Switches on the phone as camera, with these networks, for the window that is opened next. */
    void usesPhone(int port, LanNetwork... found) {
        settings = settings.withPhone(new Settings.Phone(true, port, null));
        networks = List.of(found);
    }

    /** Makes {@link #open} throw this from now on; null ends that. */
    void failsWith(@Nullable Throwable next) {
        trouble = next;
    }

    /** Makes the next session fail after its services were opened. */
    void breaksNextSession() {
        breaks.set(true);
    }

    /** Makes saving the settings fail from now on. */
    void refusesSettings() {
        readOnly = true;
    }

    /** Makes the options of the run require this supervisor's PIN. */
    void optionsNeed(Supervisor supervisor) {
        optionsGuards = List.of(supervisor);
    }

    /** Makes replacing invalid settings require this supervisor's PIN. */
    void settingsNeed(Supervisor supervisor) {
        settingsGuards = List.of(supervisor);
    }

    /** The ledger of the current session. */
    Ledger ledger() {
        return Objects.requireNonNull(ledger);
    }

    @Override
    public Path ledgerFile() {
        return folder.resolve("ledger.db");
    }

    @Override
    public DeskServices open() {
        switch (trouble) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        if (!optionsGuards.isEmpty()) {
            throw new NotPermittedException(List.of("--api"), optionsGuards);
        }
        settingsFile().read();
        Ledger opened = SqliteLedger.open(SqliteLedger.urlOf(ledgerFile()), clock.instant());
        ledger = opened;
        FiscalApi fiscalBox = fiscalBox(Optional.ofNullable(settings.api().url())
                .or(() -> Optional.of(usual))
                .flatMap(FiscalBoxAddress::parse)
                .orElseThrow());
        Operator operator = new Operator(
                Objects.requireNonNull(settings.till()), Objects.requireNonNull(settings.cashier()), clock());
        ConfirmationWorkflow confirmation =
                new ConfirmationWorkflow(opened, fiscalBox, new RetryBackoff(RandomGenerator.getDefault()), operator);
        return new DeskServices(
                opened,
                confirmation,
                fiscalBox,
                this::fiscalBox,
                operator,
                new ReceiptReader(clock()),
                new ColumnMemory(folder.resolve("columns.json")),
                supervisor(),
                listener -> {
                    if (breaks.getAndSet(false)) {
                        throw new IllegalStateException("no camera can be made");
                    }
                    return camera.heardBy(listener);
                },
                clock(),
                () -> networks,
                () -> connected,
                samples,
                () -> FirstReceipt.open(
                        file -> SqliteLedger.open(SqliteLedger.urlOf(file), clock.instant()),
                        address -> fiscalBox(FiscalBoxAddress.parse(address).orElseThrow()),
                        operator,
                        clock),
                servers,
                updates == null ? ReleaseFolder.none(folder, clock) : updates,
                () -> {},
                null);
    }

    private FiscalApi fiscalBox(FiscalBoxAddress address) {
        return new FiscalBoxClient(
                address,
                new Timeouts(settings.api().connectTimeout(), settings.api().answerTimeout()),
                ProxySetting.none(),
                clock());
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public void save(Settings changed) {
        settings = changed;
        if (readOnly) {
            throw new UncheckedIOException(new IOException("read-only"));
        }
    }

    @Override
    public SettingsFile settingsFile() {
        return new SettingsFile(folder.resolve("settings.json"), clock, List.of());
    }

    @Override
    public Language language() {
        return Objects.requireNonNull(settings.language());
    }

    @Override
    public @Nullable LocalizedText startNotice() {
        return null;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String version() {
        return "0.0.0-test";
    }

    @Override
    public Path logs() {
        return folder.resolve("logs");
    }

    @Override
    public void permit(List<String> supervisors) {
        optionsGuards = List.of();
    }

    @Override
    public List<Supervisor> settingsGuards() {
        return settingsGuards;
    }

    @Override
    public Supervisor supervisor() {
        return TestSupervisor.in(folder, clock());
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
