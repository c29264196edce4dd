package uz.fiskaldesk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.shell.Backstage;
import uz.fiskaldesk.desk.shell.DeskParts;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.Practice;
import uz.fiskaldesk.supervisor.Bending;
import uz.fiskaldesk.supervisor.PinStore;
import uz.fiskaldesk.supervisor.RememberedPin;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.support.SettingsTrouble;
import uz.fiskaldesk.training.Training;

/** Constructs what the window works with, anew for each session; the part of {@link Wiring} that the desk needs. */
final class DeskBackstage implements Backstage {
    private static final Logger LOG = LoggerFactory.getLogger(DeskBackstage.class);

    private final DataFolder folder;
    private final SettingsFile file;
    private final Host host;
    private final Assembly assembly;
    private final UnaryOperator<Settings> overlay;
    private final Permits permits;
    private final @Nullable Training training;
    /** These settings as they were when they were last read from the file or written to it. */
    private Settings stored;

    private volatile Settings effective;
    private volatile List<SettingsFile.UnknownKey> unknown = List.of();
    private volatile boolean read;
    private volatile PinStore pins = PinStore.NONE;

    /**
     * @param overlay lays the options of the command line over settings
     * @param permits what stands in the way of these options
     * @param training in earnest null
     */
    DeskBackstage(
            DataFolder folder,
            Host host,
            UnaryOperator<Settings> overlay,
            Permits permits,
            @Nullable Training training) {
        this.folder = folder;
        this.host = host;
        this.assembly = new Assembly(folder, host);
        this.file = assembly.settingsFile();
        this.overlay = overlay;
        this.permits = permits;
        this.training = training;
        this.effective = overlay.apply(Settings.DEFAULT);
        this.stored = effective;
        try {
            read();
        } catch (SettingsTrouble e) {
            LOG.error("it is said when the desk opens", e);
        }
    }

    @Override
    public DeskParts open() {
        permits.check();
        if (!read) {
            read();
        }
        try {
            return training == null ? openInEarnest(effective) : openForTraining(training);
        } catch (SettingsTrouble e) {
            // Whoever tries again after a complaint about the settings has mended them.
            read = false;
            throw e;
        }
    }

    /** @throws SettingsTrouble where the settings cannot be used; no others are used in their place */
    private synchronized void read() {
        SettingsFile.Contents contents = file.read();
        file.keepGoodCopy();
        unknown = contents.unknown();
        effective = overlay.apply(contents.settings());
        stored = effective;
        read = true;
    }

    private DeskParts openInEarnest(Settings settings) {
        // The window must not wait for a database.
        pins = new RememberedPin(
                assembly.pins(assembly.ledgerUrl(settings), settings), Thread::startVirtualThread, System::nanoTime);
        return parts(assembly.ledger(settings), settings, null);
    }

    private DeskParts openForTraining(Training day) {
        Settings settings =
                effective.withLedgerUrl(null).withApiUrl(day.address()).withAnswerTimeout(Training.PATIENCE);
        Ledger ledger = day.open(assembly::trainingLedger, folder.ledger());
        return parts(
                new Assembly.OpenLedger(ledger, () -> {}, null),
                settings,
                day.begin(ledger, assembly.operator(settings)));
    }

    private DeskParts parts(Assembly.OpenLedger opened, Settings settings, @Nullable SampleReceipts samples) {
        Ledger ledger = opened.ledger();
        BroughtBack broughtBack = opened.broughtBack();
        try {
            FiscalApi fiscalBox = assembly.fiscalBox(settings, this::practice);
            Operator operator = assembly.operator(settings);
            Confirmation confirmation = assembly.confirmation(ledger, fiscalBox, operator);
            return new DeskParts(
                    ledger,
                    confirmation,
                    listener -> new Sender(confirmation, ledger, clock(), listener),
                    fiscalBox,
                    tried -> assembly.fiscalBox(tried, settings, this::practice),
                    operator,
                    assembly::camera,
                    samples,
                    opened.care(),
                    firstWord(broughtBack, settings),
                    ledger::close);
        } catch (SettingsTrouble e) {
            ledger.close();
            throw e;
        }
    }

    private Practice practice() {
        return training == null ? Wiring.practice(supervisor()) : Practice.EXPECTED;
    }

    /** Whoever practises may do everything. */
    @Override
    public Supervisor supervisor() {
        return assembly.supervisor(pins);
    }

    private static @Nullable LocalizedText firstWord(@Nullable BroughtBack broughtBack, Settings settings) {
        if (broughtBack != null) {
            return wording -> wording.broughtBack(broughtBack);
        }
        return Optional.ofNullable(settings.api().url())
                .flatMap(FiscalBoxAddress::parse)
                .filter(FiscalBoxAddress::canBeReadOnTheWay)
                .map(_ -> LocalizedText.of("settings.plain-http"))
                .orElse(null);
    }

    @Override
    public Settings settings() {
        return effective;
    }

    /** Only what was changed goes to the file: an option of the command line holds for this run alone. */
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
        return training == null && guard.guards(Bending.SETTINGS) ? List.of(guard) : List.of();
    }

    private Supervisor guardOf(Settings settings) {
        try {
            return assembly.supervisorOf(settings);
        } catch (SettingsTrouble e) {
            LOG.error("the list with the PIN cannot be reached", e);
            return assembly.supervisor(PinStore.UNREADABLE);
        }
    }

    @Override
    public Language language() {
        Language chosen = effective.language();
        return chosen == null ? host.language() : chosen;
    }

    @Override
    public @Nullable LocalizedText firstWord() {
        List<SettingsFile.UnknownKey> keys = unknown;
        return keys.isEmpty()
                ? null
                : wording -> keys.stream()
                        .map(key -> key.sentence(folder.settings(), wording.texts()))
                        .collect(Collectors.joining(" "));
    }

    @Override
    public Path folder() {
        return folder.path();
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
