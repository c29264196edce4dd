package uz.fiskaldesk.support;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may set. Every option of the command line has its place here; what is null was never set.
 *
 * @param ledgerUrl JDBC URL of the ledger ({@code ledger.url}); null is the file in the data folder
 * @param ledgerPasswordFile where the password of a shared ledger stands ({@code ledger.passwordFile}), as seen from the
 *     settings' folder; null is {@code ledger-password}
 * @param apiUrl address of FiscalBox ({@code api.url})
 * @param answerTimeout until an answer is complete ({@code api.timeoutSeconds})
 * @param connectTimeout until a connection stands ({@code api.connectTimeoutSeconds})
 * @param proxy how FiscalBox is reached where there is a proxy
 * @param language null is the system's
 * @param till the till's name; null is the machine's
 * @param cashier the cashier's name; null is the system's user
 * @param camera the webcam before which receipts are held
 * @param scanner the scanner, and what is heard of it
 */
public record Settings(
        @Nullable String ledgerUrl,
        @Nullable String ledgerPasswordFile,
        @Nullable String apiUrl,
        Duration answerTimeout,
        Duration connectTimeout,
        Proxy proxy,
        @Nullable Language language,
        Theme theme,
        @Nullable String till,
        @Nullable String cashier,
        Camera camera,
        Scanner scanner) {
    /** The window's look. */
    public enum Theme {
        LIGHT,
        DARK
    }

    /**
     * The HTTP proxy on the way to FiscalBox.
     *
     * @param url its address ({@code proxy.url}); null is the system's, {@code none} is none
     * @param user the name that it wants ({@code proxy.user}); null where it wants none
     * @param passwordFile where the password stands ({@code proxy.passwordFile}), as seen from the settings' folder; null
     *     is {@code proxy-password}
     */
    public record Proxy(
            @Nullable String url,
            @Nullable String user,
            @Nullable String passwordFile) {
        public static final Proxy OF_SYSTEM = new Proxy(null, null, null);
        public static final String NONE = "none";
    }

    /**
     * The webcam.
     *
     * @param on whether it is used at all ({@code camera.on})
     * @param id the one that was chosen ({@code camera.id}); null is any
     * @param name its name, by which it is known on another socket ({@code camera.name})
     * @param size of its pictures, such as 1280x720 ({@code camera.size})
     * @param mirrored whether it is shown as in a mirror ({@code camera.mirrored})
     */
    public record Camera(
            boolean on, @Nullable String id, @Nullable String name, Size size, boolean mirrored) {
        /** Width and height in pixels. */
        public record Size(int width, int height) {}

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
     * @param port the serial port of one that is on such a port ({@code scanner.port}); null where it is not
     * @param baud bits a second on that port ({@code scanner.baud})
     * @param sounds whether it is heard that a receipt was taken or refused ({@code scanner.sounds})
     * @param sendsAtOnce whether a clean scan is sent without Enter ({@code scanner.sendAtOnce}); a wrong pair cannot be
     *     taken back
     */
    public record Scanner(@Nullable String port, int baud, boolean sounds, boolean sendsAtOnce) {
        public static final Scanner KEYBOARD = new Scanner(null, 9600, true, false);
    }

    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public static final Settings DEFAULT = new Settings(
            null,
            null,
            null,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Proxy.OF_SYSTEM,
            null,
            Theme.LIGHT,
            null,
            null,
            Camera.ANY,
            Scanner.KEYBOARD);

    public Settings withLedgerUrl(@Nullable String url) {
        return new Settings(
                url,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                theme,
                till,
                cashier,
                camera,
                scanner);
    }

    public Settings withApiUrl(@Nullable String url) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                url,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                theme,
                till,
                cashier,
                camera,
                scanner);
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                timeout,
                connectTimeout,
                proxy,
                language,
                theme,
                till,
                cashier,
                camera,
                scanner);
    }

    public Settings withLanguage(Language newLanguage) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                newLanguage,
                theme,
                till,
                cashier,
                camera,
                scanner);
    }

    public Settings withTheme(Theme newTheme) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                newTheme,
                till,
                cashier,
                camera,
                scanner);
    }

    public Settings withPeople(@Nullable String newTill, @Nullable String newCashier) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                theme,
                newTill,
                newCashier,
                camera,
                scanner);
    }

    public Settings withCamera(Camera newCamera) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                theme,
                till,
                cashier,
                newCamera,
                scanner);
    }

    public Settings withScanner(Scanner newScanner) {
        return new Settings(
                ledgerUrl,
                ledgerPasswordFile,
                apiUrl,
                answerTimeout,
                connectTimeout,
                proxy,
                language,
                theme,
                till,
                cashier,
                camera,
                newScanner);
    }

    /** These settings with everything that differs between two others changed to the second. */
    public Settings changedAs(Settings before, Settings after) {
        return new Settings(
                changed(ledgerUrl, before.ledgerUrl, after.ledgerUrl),
                changed(ledgerPasswordFile, before.ledgerPasswordFile, after.ledgerPasswordFile),
                changed(apiUrl, before.apiUrl, after.apiUrl),
                before.answerTimeout.equals(after.answerTimeout) ? answerTimeout : after.answerTimeout,
                before.connectTimeout.equals(after.connectTimeout) ? connectTimeout : after.connectTimeout,
                before.proxy.equals(after.proxy) ? proxy : after.proxy,
                changed(language, before.language, after.language),
                before.theme == after.theme ? theme : after.theme,
                changed(till, before.till, after.till),
                changed(cashier, before.cashier, after.cashier),
                before.camera.equals(after.camera) ? camera : after.camera,
                before.scanner.equals(after.scanner) ? scanner : after.scanner);
    }

    private static <T> @Nullable T changed(@Nullable T mine, @Nullable T before, @Nullable T after) {
        return Objects.equals(before, after) ? mine : after;
    }
}
