package uz.fiskaldesk.support;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a shop. {@link SettingsFile} keeps them as JSON: each component is a key of the file. Every command
 * line option has a key here. Null means not set; a component that is never null has its default in {@link #DEFAULT}.
 *
 * <p>To add a key, add a component and its default, and read it in {@link SettingsReader}. Validate its value in the
 * constructor with {@link WrongValueException#require}, or, if the check needs another package, with a rule passed to
 * {@link SettingsFile}.
 *
 * @param ledger the location of the list of payments
 * @param api the connection to FiscalBox
 * @param proxy the HTTP proxy for FiscalBox
 * @param language null for the system's language
 * @param theme the window's colours
 * @param till the till's name; null for the machine's name
 * @param cashier the cashier's name; null for the system user's name
 * @param providers the codes of the payment providers that are switched on
 * @param camera the webcam that receipts are held up to
 * @param scanner the hand scanner and its sounds
 * @param gateway the gateway between the POS and FiscalBox
 * @param inbox the inbox for payments of other programs
 * @param watch the folder whose files are imported
 * @param phone the phone as camera
 * @param updates whether and where the program looks for newer versions
 * @param display the text size and the colours of waiting times
 */
public record Settings(
        LedgerPlace ledger,
        Api api,
        Proxy proxy,
        @Nullable Language language,
        Theme theme,
        @Nullable String till,
        @Nullable String cashier,
        List<String> providers,
        Camera camera,
        Scanner scanner,
        GatewaySettings gateway,
        Inbox inbox,
        Watch watch,
        Phone phone,
        UpdateSettings updates,
        DisplaySettings display) {
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public static final int HIGHEST_PORT = 65_535;

    private static final Duration SHORTEST_LATE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LATE = Duration.ofDays(1);

    public static final Settings DEFAULT = new Settings(
            new LedgerPlace(null, null),
            new Api(null, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMinutes(10)),
            new Proxy(null, null, null),
            null,
            Theme.LIGHT,
            null,
            null,
            List.of("anor"),
            Camera.ANY,
            new Scanner(null, 9600, true, false),
            new GatewaySettings(false, 8792, null, List.of(), List.of(), GatewaySettings.Finish.ASK, 10, null),
            new Inbox(false, 8791),
            new Watch(null),
            new Phone(false, 8793, null),
            new UpdateSettings(true, null),
            DisplaySettings.DEFAULT);

    public Settings {
        providers = List.copyOf(providers);
        WrongValueException.require(!providers.isEmpty(), "providers", "settings-expected.list");
    }

    /**
     * The location of the ledger.
     *
     * @param url the JDBC URL; null for the file in the data folder
     * @param passwordFile the file with the password of a shared ledger, relative to the settings' folder; null for
     *     {@code ledger-password}
     */
    public record LedgerPlace(
            @Nullable String url, @Nullable String passwordFile) {}

    /**
     * The connection to FiscalBox.
     *
     * @param url the base URL; null for the default
     * @param answerTimeout time limit for a complete response
     * @param connectTimeout time limit for the connection to be established
     * @param lateAfter how long a payment that should make progress by itself may stay unchanged before it is reported
     */
    public record Api(
            @Nullable String url,
            @JsonProperty("timeoutSeconds") Duration answerTimeout,
            @JsonProperty("connectTimeoutSeconds") Duration connectTimeout,
            @JsonProperty("lateAfterSeconds") Duration lateAfter) {
        public Api {
            WrongValueException.require(
                    lateAfter.compareTo(SHORTEST_LATE) >= 0 && lateAfter.compareTo(LONGEST_LATE) <= 0,
                    "lateAfterSeconds",
                    "settings-expected.number",
                    SHORTEST_LATE.toSeconds(),
                    LONGEST_LATE.toSeconds());
            requireTimeout(answerTimeout, "timeoutSeconds");
            requireTimeout(connectTimeout, "connectTimeoutSeconds");
        }

        private static void requireTimeout(Duration timeout, String key) {
            WrongValueException.require(
                    timeout.isPositive() && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                    key,
                    "settings-expected.number",
                    1,
                    LONGEST_TIMEOUT.toSeconds());
        }
    }

    /** The window's colours. */
    public enum Theme {
        /** Light or dark, as the system is. */
        SYSTEM,
        LIGHT,
        DARK,
        HIGH_CONTRAST;

        /** The stable name in the settings file. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The HTTP proxy between this computer and FiscalBox.
     *
     * @param url the proxy's URL; null for the system's proxy, {@code none} for no proxy
     * @param user the user name; null if the proxy requires no authentication
     * @param passwordFile the file with the password, relative to the settings' folder; null for {@code proxy-password}
     */
    public record Proxy(
            @Nullable String url,
            @Nullable String user,
            @Nullable String passwordFile) {
        public static final String NONE = "none";
    }

    /**
     * The webcam.
     *
     * @param on whether the camera is used
     * @param id the identifier of the selected camera; null for any camera
     * @param name the name of the selected camera, by which it is recognised on another USB port
     * @param size the frame size, written as {@code 1280x720}
     * @param mirrored whether the preview is mirrored
     */
    public record Camera(
            boolean on, @Nullable String id, @Nullable String name, Size size, boolean mirrored) {
        /** Width and height in pixels. */
        public record Size(int width, int height) {
            private static final Pattern FORM = Pattern.compile("(\\d{3,4})x(\\d{3,4})");

            static Optional<Size> parse(String text) {
                Matcher matcher = FORM.matcher(text);
                return matcher.matches()
                        ? Optional.of(new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                        : Optional.empty();
            }

            @Override
            @JsonValue
            public String toString() {
                return width + "x" + height;
            }
        }

        public static final Camera ANY = new Camera(true, null, null, new Size(1280, 720), false);

        public Camera with(@Nullable String newId, @Nullable String newName) {
            return new Camera(true, newId, newName, size, mirrored);
        }

        public Camera switched(boolean newOn) {
            return new Camera(newOn, id, name, size, mirrored);
        }

        public Camera mirrored(boolean newMirrored) {
            return new Camera(on, id, name, size, newMirrored);
        }
    }

    /**
     * A hand scanner. A scanner that acts as a keyboard needs no setting.
     *
     * @param port the serial port; null if no scanner is connected to one
     * @param baud bits per second
     * @param sounds whether a sound tells that a receipt was accepted or refused
     * @param sendsAtOnce whether a scan without warnings is sent without Enter; a wrong pair cannot be undone
     */
    public record Scanner(
            @Nullable String port,
            int baud,
            boolean sounds,
            @JsonProperty("sendAtOnce") boolean sendsAtOnce) {
        public Scanner {
            WrongValueException.require(
                    baud >= 300 && baud <= 921_600, "baud", "settings-expected.number", 300, 921_600);
        }
    }

    /**
     * The folder whose files the desk imports.
     *
     * @param folder an absolute path, or one relative to the data folder; null for none
     */
    public record Watch(@Nullable String folder) {
        public Watch {
            WrongValueException.require(folder == null || isFolder(folder), "folder", "settings-expected.folder");
        }

        /** Whether a text can be the path of a folder; it need not exist. */
        public static boolean isFolder(String text) {
            try {
                return !Path.of(text).toString().isEmpty();
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    /**
     * The inbox for payments of other programs on this computer.
     *
     * @param on whether the desk runs it
     * @param port where it listens
     */
    public record Inbox(boolean on, int port) {
        public Inbox {
            WrongValueException.require(isPort(port), "port", "settings-expected.number", 1, HIGHEST_PORT);
        }
    }

    /**
     * The phone as camera.
     *
     * @param on whether the desk offers it; it listens only while its page is open
     * @param port where it listens
     * @param network the name of the network adapter; null for the first that a phone may be behind
     */
    public record Phone(boolean on, int port, @Nullable String network) {
        public Phone {
            WrongValueException.require(isPort(port), "port", "settings-expected.number", 1, HIGHEST_PORT);
        }

        public Phone switched(boolean newOn) {
            return new Phone(newOn, port, network);
        }
    }

    public static boolean isPort(int number) {
        return number >= 1 && number <= HIGHEST_PORT;
    }

    public Settings withLedgerUrl(@Nullable String url) {
        return change(draft -> draft.ledger = new LedgerPlace(url, ledger.passwordFile));
    }

    public Settings withApiUrl(@Nullable String url) {
        return change(draft -> draft.api = new Api(url, api.answerTimeout, api.connectTimeout, api.lateAfter));
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return change(draft -> draft.api = new Api(api.url, timeout, api.connectTimeout, api.lateAfter));
    }

    public Settings withLanguage(Language newLanguage) {
        return change(draft -> draft.language = newLanguage);
    }

    public Settings withTheme(Theme newTheme) {
        return change(draft -> draft.theme = newTheme);
    }

    public Settings withDisplay(DisplaySettings newDisplay) {
        return change(draft -> draft.display = newDisplay);
    }

    public Settings withPeople(@Nullable String newTill, @Nullable String newCashier) {
        return change(draft -> {
            draft.till = newTill;
            draft.cashier = newCashier;
        });
    }

    public Settings withCamera(Camera newCamera) {
        return change(draft -> draft.camera = newCamera);
    }

    public Settings withScanner(Scanner newScanner) {
        return change(draft -> draft.scanner = newScanner);
    }

    public Settings withGateway(GatewaySettings newGateway) {
        return change(draft -> draft.gateway = newGateway);
    }

    public Settings withInbox(Inbox newInbox) {
        return change(draft -> draft.inbox = newInbox);
    }

    public Settings withWatch(Watch newWatch) {
        return change(draft -> draft.watch = newWatch);
    }

    public Settings withPhone(Phone newPhone) {
        return change(draft -> draft.phone = newPhone);
    }

    public Settings withUpdates(UpdateSettings newUpdates) {
        return change(draft -> draft.updates = newUpdates);
    }

    private Settings change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** A copy whose components can be assigned. Components that are never changed by the program are not among them. */
    private static final class Draft {
        private final Settings original;
        private LedgerPlace ledger;
        private Api api;
        private @Nullable Language language;
        private Theme theme;
        private @Nullable String till;
        private @Nullable String cashier;
        private Camera camera;
        private Scanner scanner;
        private GatewaySettings gateway;
        private Inbox inbox;
        private Watch watch;
        private Phone phone;
        private UpdateSettings updates;
        private DisplaySettings display;

        private Draft(Settings original) {
            this.original = original;
            ledger = original.ledger;
            api = original.api;
            language = original.language;
            theme = original.theme;
            till = original.till;
            cashier = original.cashier;
            camera = original.camera;
            scanner = original.scanner;
            gateway = original.gateway;
            inbox = original.inbox;
            watch = original.watch;
            phone = original.phone;
            updates = original.updates;
            display = original.display;
        }

        private Settings settings() {
            return new Settings(
                    ledger,
                    api,
                    original.proxy,
                    language,
                    theme,
                    till,
                    cashier,
                    original.providers,
                    camera,
                    scanner,
                    gateway,
                    inbox,
                    watch,
                    phone,
                    updates,
                    display);
        }
    }
}
