package uz.fiskaldesk.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a shop. {@link SettingsFile} binds them to JSON: each component is a key of the file. Every command
 * line option has a key here. Null means not set; a component that is never null has its default in {@link #DEFAULT}.
 *
 * <p>To add a key, add a component and its default. Validate its value in the constructor with
 * {@link WrongValueException#require}, or, if the check needs another package, with a rule passed to
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
        Gateway gateway,
        Inbox inbox,
        Watch watch) {
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
            new Gateway(false, 8792, null, List.of(), List.of(), Gateway.Finish.ASK, 10, null),
            new Inbox(false, 8791),
            new Watch(null));

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
        @JsonProperty("light")
        LIGHT,
        @JsonProperty("dark")
        DARK
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

            @JsonCreator
            static Size parse(String text) {
                Matcher matcher = FORM.matcher(text);
                WrongValueException.require(matcher.matches(), "", "settings-expected.size");
                return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
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
     * The gateway between the POS and FiscalBox.
     *
     * @param on whether the desk runs it
     * @param port where it listens
     * @param address an address of this computer where it listens for other computers; null for this computer only
     * @param allow the addresses and ranges of the computers that may use it
     * @param origins the origins of web pages that may use it
     * @param finish what happens with a receipt that the POS has not confirmed in time, and that certainly belongs to a
     *     payment
     * @param finishAfterMinutes how long the POS has
     * @param amountUnit the unit of amounts in the POS's requests; null if it is not known, so that amounts are ignored
     */
    public record Gateway(
            boolean on,
            int port,
            @Nullable String address,
            List<String> allow,
            List<String> origins,
            Finish finish,
            int finishAfterMinutes,
            @Nullable AmountUnit amountUnit) {
        /** What happens with a receipt that the POS has not confirmed in time. */
        public enum Finish {
            /** A person is asked to send it. */
            @JsonProperty("ask")
            ASK,
            /** It is sent. */
            @JsonProperty("auto")
            AUTO
        }

        private static final int MOST_MINUTES = 60;
        private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#*\\s]+");

        public Gateway {
            allow = List.copyOf(allow);
            origins = List.copyOf(origins);
            WrongValueException.require(
                    address == null || isAddress(address), "address", "settings-expected.own-address");
            WrongValueException.require(
                    allow.stream().allMatch(range -> AddressRange.parse(range).isPresent()),
                    "allow",
                    "settings-expected.address-ranges");
            WrongValueException.require(
                    !servesOthers(address) || !allow.isEmpty(), "address", "settings-expected.allow");
            WrongValueException.require(
                    origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
                    "origins",
                    "settings-expected.origins");
            WrongValueException.require(
                    finishAfterMinutes >= 1 && finishAfterMinutes <= MOST_MINUTES,
                    "finishAfterMinutes",
                    "settings-expected.number",
                    1,
                    MOST_MINUTES);
            WrongValueException.require(isPort(port), "port", "settings-expected.number", 1, HIGHEST_PORT);
        }

        private static boolean isAddress(String text) {
            return AddressRange.address(text)
                    .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                    .isPresent();
        }

        private static boolean servesOthers(@Nullable String address) {
            return address != null
                    && !AddressRange.address(address)
                            .map(InetAddress::isLoopbackAddress)
                            .orElse(true);
        }

        /** Whether other computers can use it. */
        public boolean servesOthers() {
            return servesOthers(address);
        }

        public Gateway with(boolean newOn, int newPort) {
            return new Gateway(newOn, newPort, address, allow, origins, finish, finishAfterMinutes, amountUnit);
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

    public static boolean isPort(int number) {
        return number >= 1 && number <= HIGHEST_PORT;
    }

    /** A unit of amounts of money. FiscalBox's documents contradict each other, so nothing may guess it. */
    public enum AmountUnit {
        @JsonProperty("sum")
        SUM,
        @JsonProperty("tiyin")
        TIYIN
    }

    public Settings withLedgerUrl(@Nullable String url) {
        return new Settings(
                new LedgerPlace(url, ledger.passwordFile),
                api,
                proxy,
                language,
                theme,
                till,
                cashier,
                providers,
                camera,
                scanner,
                gateway,
                inbox,
                watch);
    }

    public Settings withApiUrl(@Nullable String url) {
        return with(new Api(url, api.answerTimeout, api.connectTimeout, api.lateAfter));
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return with(new Api(api.url, timeout, api.connectTimeout, api.lateAfter));
    }

    private Settings with(Api newApi) {
        return new Settings(
                ledger, newApi, proxy, language, theme, till, cashier, providers, camera, scanner, gateway, inbox,
                watch);
    }

    public Settings withLanguage(Language newLanguage) {
        return new Settings(
                ledger,
                api,
                proxy,
                newLanguage,
                theme,
                till,
                cashier,
                providers,
                camera,
                scanner,
                gateway,
                inbox,
                watch);
    }

    public Settings withTheme(Theme newTheme) {
        return new Settings(
                ledger, api, proxy, language, newTheme, till, cashier, providers, camera, scanner, gateway, inbox,
                watch);
    }

    public Settings withPeople(@Nullable String newTill, @Nullable String newCashier) {
        return new Settings(
                ledger,
                api,
                proxy,
                language,
                theme,
                newTill,
                newCashier,
                providers,
                camera,
                scanner,
                gateway,
                inbox,
                watch);
    }

    public Settings withCamera(Camera newCamera) {
        return new Settings(
                ledger, api, proxy, language, theme, till, cashier, providers, newCamera, scanner, gateway, inbox,
                watch);
    }

    public Settings withScanner(Scanner newScanner) {
        return new Settings(
                ledger,
                api,
                proxy,
                language,
                theme,
                till,
                cashier,
                providers,
                camera,
                newScanner,
                gateway,
                inbox,
                watch);
    }

    public Settings withGateway(Gateway newGateway) {
        return new Settings(
                ledger,
                api,
                proxy,
                language,
                theme,
                till,
                cashier,
                providers,
                camera,
                scanner,
                newGateway,
                inbox,
                watch);
    }

    public Settings withInbox(Inbox newInbox) {
        return new Settings(
                ledger, api, proxy, language, theme, till, cashier, providers, camera, scanner, gateway, newInbox,
                watch);
    }

    public Settings withWatch(Watch newWatch) {
        return new Settings(
                ledger, api, proxy, language, theme, till, cashier, providers, camera, scanner, gateway, inbox,
                newWatch);
    }
}
