package uz.fiskaldesk.desk.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.FormProblem;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.scan.serial.SerialDevice;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.support.Settings;
import uz.fiskaldesk.support.UpdateSettings;

/**
 * The form of the settings. Those of {@link LiveSettings} take effect when they are chosen, the others when the form is
 * saved.
 */
public final class SettingsModel {
    private final PageModel pages;
    private final ApprovalModel approval;
    private final BackgroundTasks tasks;
    private final LiveSettings live;
    private final AddressModel address;
    private final BooleanSupplier isImporting;
    private final Consumer<Settings> save;
    private final StringProperty timeout = new SimpleStringProperty("");
    private final StringProperty till = new SimpleStringProperty("");
    private final StringProperty cashier = new SimpleStringProperty("");
    private final StringProperty scannerPort = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<List<SerialDevice>> ports = new ReadOnlyObjectWrapper<>(List.of());
    private final BooleanProperty sounds = new SimpleBooleanProperty();
    private final BooleanProperty sendsAtOnce = new SimpleBooleanProperty();
    private final BooleanProperty phoneOn = new SimpleBooleanProperty();
    private final BooleanProperty gatewayOn = new SimpleBooleanProperty();
    private final StringProperty gatewayPort = new SimpleStringProperty("");
    private final BooleanProperty inboxOn = new SimpleBooleanProperty();
    private final StringProperty inboxPort = new SimpleStringProperty("");
    private final StringProperty watchFolder = new SimpleStringProperty("");
    private final BooleanProperty updatesOn = new SimpleBooleanProperty();
    private final StringProperty updateAddress = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable FormProblem> problem = new SimpleObjectProperty<>();
    private Supplier<Settings> settings = () -> Settings.DEFAULT;
    /** While the fields get the present settings, which is no choice. */
    private boolean filling = true;

    /**
     * @param live receives the choices that take effect at once
     * @param fiscalBoxAt creates a client for an address that is being tested
     * @param isImporting whether an import is running
     * @param save saves the settings and applies them
     */
    public SettingsModel(
            PageModel pages,
            ApprovalModel approval,
            BackgroundTasks tasks,
            LiveSettings live,
            Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt,
            BooleanSupplier isImporting,
            Consumer<Settings> save) {
        this.pages = pages;
        this.approval = approval;
        this.tasks = tasks;
        this.live = live;
        this.address = new AddressModel(tasks, fiscalBoxAt);
        this.isImporting = isImporting;
        this.save = save;
        sounds.subscribe(_ -> useScanner());
        sendsAtOnce.subscribe(_ -> useScanner());
        scannerPort.subscribe(_ -> useScanner());
        phoneOn.subscribe(on -> {
            if (!filling) {
                live.use(live.phone().get().switched(on));
            }
        });
    }

    private void useScanner() {
        if (!filling) {
            Settings.Scanner now = live.scanner().get();
            live.use(new Settings.Scanner(textOf(scannerPort), now.baud(), sounds.get(), sendsAtOnce.get()));
        }
    }

    public AddressModel address() {
        return address;
    }

    /** The timeout for a response of FiscalBox, in seconds. */
    public StringProperty timeout() {
        return timeout;
    }

    public StringProperty till() {
        return till;
    }

    public StringProperty cashier() {
        return cashier;
    }

    /** The path of the scanner's serial port; empty for a keyboard wedge scanner. */
    public StringProperty scannerPort() {
        return scannerPort;
    }

    /** The serial ports of this computer, and the configured one even if it is missing. */
    public ReadOnlyObjectProperty<List<SerialDevice>> ports() {
        return ports.getReadOnlyProperty();
    }

    /** Whether a sound is played when a receipt was accepted or refused. */
    public BooleanProperty sounds() {
        return sounds;
    }

    /** Whether a clean scan is sent without Enter. */
    public BooleanProperty sendsAtOnce() {
        return sendsAtOnce;
    }

    /** Whether a phone can be used as the camera. */
    public BooleanProperty phoneOn() {
        return phoneOn;
    }

    /** Whether the desk runs the gateway between the POS and FiscalBox. */
    public BooleanProperty gatewayOn() {
        return gatewayOn;
    }

    public StringProperty gatewayPort() {
        return gatewayPort;
    }

    /** Whether the desk takes payments from other programs. */
    public BooleanProperty inboxOn() {
        return inboxOn;
    }

    public StringProperty inboxPort() {
        return inboxPort;
    }

    /** The folder whose files are imported; empty for none. */
    public StringProperty watchFolder() {
        return watchFolder;
    }

    /** Whether the desk looks for newer versions of the program. */
    public BooleanProperty updatesOn() {
        return updatesOn;
    }

    /** Where newer versions are; empty for the address that the program was built with. */
    public StringProperty updateAddress() {
        return updateAddress;
    }

    /** What is wrong with the first invalid field; null if nothing is known to be wrong. */
    public ObjectProperty<@Nullable FormProblem> problem() {
        return problem;
    }

    /**
     * Opens the page with the current settings, after approval if that is required.
     *
     * @param current supplies the settings; called again on saving, because the language, theme and camera may have
     *     changed meanwhile
     */
    public void open(Supplier<Settings> current) {
        approval.requestIfGuarded(List.of(GuardedAct.SETTINGS), _ -> openAllowed(current));
    }

    private void openAllowed(Supplier<Settings> current) {
        settings = current;
        Settings now = current.get();
        address.show(now);
        timeout.set(Long.toString(now.api().answerTimeout().toSeconds()));
        till.set(now.till() == null ? "" : now.till());
        cashier.set(now.cashier() == null ? "" : now.cashier());
        fillLiveChoices();
        gatewayOn.set(now.gateway().on());
        gatewayPort.set(Integer.toString(now.gateway().port()));
        inboxOn.set(now.inbox().on());
        inboxPort.set(Integer.toString(now.inbox().port()));
        watchFolder.set(now.watch().folder() == null ? "" : now.watch().folder());
        updatesOn.set(now.updates().on());
        updateAddress.set(now.updates().address() == null ? "" : now.updates().address());
        showPorts(List.of());
        tasks.inBackground(SerialDevice::all, this::showPorts, () -> {});
        problem.set(null);
        pages.open(Page.SETTINGS);
    }

    private void fillLiveChoices() {
        Settings.Scanner scanner = live.scanner().get();
        filling = true;
        sounds.set(scanner.sounds());
        sendsAtOnce.set(scanner.sendsAtOnce());
        scannerPort.set(scanner.port() == null ? "" : scanner.port());
        phoneOn.set(live.phone().get().on());
        filling = false;
    }

    private void showPorts(List<SerialDevice> found) {
        List<SerialDevice> shown = new ArrayList<>(found);
        String set = live.scanner().get().port();
        if (set != null && found.stream().noneMatch(port -> port.path().equals(set))) {
            shown.add(new SerialDevice(set, ""));
        }
        ports.set(List.copyOf(shown));
    }

    /** Saves the settings, or reports the first invalid field. */
    public void save() {
        Optional<FiscalBoxAddress> url = address.value();
        Optional<Duration> answer = answerTimeout();
        OptionalInt port = port(gatewayPort);
        OptionalInt portOfInbox = port(inboxPort);
        String folder = textOf(watchFolder);
        String releases = textOf(updateAddress);
        if (isImporting.getAsBoolean()) {
            // Saving starts a new session, which would abort the import.
            problem.set(FormProblem.of(null, "settings.import-running"));
        } else if (url.isEmpty()) {
            problem.set(FormProblem.of(address.text(), "settings.bad-address"));
        } else if (answer.isEmpty()) {
            problem.set(FormProblem.of(timeout, "settings.bad-timeout", Settings.LONGEST_TIMEOUT.toSeconds()));
        } else if (port.isEmpty()) {
            problem.set(FormProblem.of(gatewayPort, "settings.bad-port", Settings.HIGHEST_PORT));
        } else if (portOfInbox.isEmpty()) {
            problem.set(FormProblem.of(inboxPort, "settings.bad-port", Settings.HIGHEST_PORT));
        } else if (gatewayOn.get() && inboxOn.get() && port.equals(portOfInbox)) {
            problem.set(FormProblem.of(inboxPort, "settings.same-port"));
        } else if (folder != null && !Settings.Watch.isFolder(folder)) {
            problem.set(FormProblem.of(watchFolder, "settings.bad-folder"));
        } else if (releases != null && !UpdateSettings.isAddress(releases)) {
            problem.set(FormProblem.of(updateAddress, "settings.bad-update-address"));
        } else {
            problem.set(null);
            pages.back();
            Settings now = settings.get();
            Settings changed = now.withApiUrl(url.get().toString())
                    .withAnswerTimeout(answer.get())
                    .withPeople(textOf(till), textOf(cashier))
                    .withGateway(now.gateway().with(gatewayOn.get(), port.getAsInt()))
                    .withInbox(new Settings.Inbox(inboxOn.get(), portOfInbox.getAsInt()))
                    .withWatch(new Settings.Watch(folder))
                    .withUpdates(new UpdateSettings(updatesOn.get(), releases));
            if (!changed.equals(now)) {
                save.accept(changed);
            }
        }
    }

    /** Tests the connection to FiscalBox at the address in the field. */
    public void check() {
        problem.set(address.check() ? null : FormProblem.of(address.text(), "settings.bad-address"));
    }

    private Optional<Duration> answerTimeout() {
        String text = timeout.get().strip();
        if (!text.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        Duration seconds = Duration.ofSeconds(Long.parseLong(text));
        boolean sensible = seconds.isPositive() && seconds.compareTo(Settings.LONGEST_TIMEOUT) <= 0;
        return sensible ? Optional.of(seconds) : Optional.empty();
    }

    private static OptionalInt port(StringProperty field) {
        String text = field.get().strip();
        if (!text.matches("\\d{1,5}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return Settings.isPort(number) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static @Nullable String textOf(StringProperty field) {
        String text = field.get().strip();
        return text.isEmpty() ? null : text;
    }
}
