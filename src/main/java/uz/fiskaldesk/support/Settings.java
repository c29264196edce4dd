package uz.fiskaldesk.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may set, in the form in which {@link SettingsFile} keeps it: a component is a key of the file. Every
 * option of the command line has its key here. What is null was never set; a component that is never null has its
 * default in {@link #DEFAULT}.
 *
 * <p>To add a key, add a component and its default. A constraint on its value is checked in the constructor by
 * {@link WrongValueException#require}, or where it takes another package to tell, by a rule that is given to
 * {@link SettingsFile}.
 *
 * @param ledger where the list of payments lies
 * @param api how FiscalBox is asked
 * @param proxy how FiscalBox is reached where there is a proxy
 * @param language null is the system's
 * @param theme the window's look
 * @param till the till's name; null is the machine's
 * @param cashier the cashier's name; null is the system's user
 * @param camera the webcam before which receipts are held
 * @param scanner the scanner, and what is heard of it
 */
public record Settings(
        LedgerPlace ledger,
        Api api,
        Proxy proxy,
        @Nullable Language language,
        Theme theme,
        @Nullable String till,
        @Nullable String cashier,
        Camera camera,
        Scanner scanner) {
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

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
            Camera.ANY,
            new Scanner(null, 9600, true, false));

    /**
     * The ledger.
     *
     * @param url its JDBC URL; null is the file in the data folder
     * @param passwordFile where the password of a shared one stands, as seen from the settings' folder; null is
     *     {@code ledger-password}
     */
    public record LedgerPlace(
            @Nullable String url, @Nullable String passwordFile) {}

    /**
     * FiscalBox.
     *
     * @param url its address; null is the usual one
     * @param answerTimeout until an answer is complete
     * @param connectTimeout until a connection stands
     * @param lateAfter how long a payment that should move by itself may stand still before that is reported
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

    /** The window's look. */
    public enum Theme {
        @JsonProperty("light")
        LIGHT,
        @JsonProperty("dark")
        DARK
    }

    /**
     * The HTTP proxy on the way to FiscalBox.
     *
     * @param url its address; null is the system's, {@code none} is none
     * @param user the name that it wants; null where it wants none
     * @param passwordFile where the password stands, as seen from the settings' folder; null is {@code proxy-password}
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
     * @param on whether it is used at all
     * @param id the one that was chosen; null is any
     * @param name its name, by which it is known on another socket
     * @param size of its pictures, written as 1280x720
     * @param mirrored whether it is shown as in a mirror
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
     * A hand scanner. One that types like a keyboard needs no setting.
     *
     * @param port the serial port of one that is on such a port; null where it is not
     * @param baud bits a second on that port
     * @param sounds whether it is heard that a receipt was taken or refused
     * @param sendsAtOnce whether a clean scan is sent without Enter; a wrong pair cannot be taken back
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

    public Settings withLedgerUrl(@Nullable String url) {
        return new Settings(
                new LedgerPlace(url, ledger.passwordFile), api, proxy, language, theme, till, cashier, camera, scanner);
    }

    public Settings withApiUrl(@Nullable String url) {
        return with(new Api(url, api.answerTimeout, api.connectTimeout, api.lateAfter));
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return with(new Api(api.url, timeout, api.connectTimeout, api.lateAfter));
    }

    private Settings with(Api newApi) {
        return new Settings(ledger, newApi, proxy, language, theme, till, cashier, camera, scanner);
    }

    public Settings withLanguage(Language newLanguage) {
        return new Settings(ledger, api, proxy, newLanguage, theme, till, cashier, camera, scanner);
    }

    public Settings withTheme(Theme newTheme) {
        return new Settings(ledger, api, proxy, language, newTheme, till, cashier, camera, scanner);
    }

    public Settings withPeople(@Nullable String newTill, @Nullable String newCashier) {
        return new Settings(ledger, api, proxy, language, theme, newTill, newCashier, camera, scanner);
    }

    public Settings withCamera(Camera newCamera) {
        return new Settings(ledger, api, proxy, language, theme, till, cashier, newCamera, scanner);
    }

    public Settings withScanner(Scanner newScanner) {
        return new Settings(ledger, api, proxy, language, theme, till, cashier, camera, newScanner);
    }
}
