package uz.fiskaldesk.support;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may set. Every option of the command line has its place here; what is null was never set.
 *
 * @param ledger where the list of payments lies
 * @param api how FiscalBox is asked
 * @param proxy how FiscalBox is reached where there is a proxy
 * @param look how the program looks and speaks
 * @param people who works where
 * @param camera the webcam before which receipts are held
 * @param scanner the scanner, and what is heard of it
 */
public record Settings(
        LedgerPlace ledger, Api api, Proxy proxy, Look look, People people, Camera camera, Scanner scanner) {
    /**
     * The ledger.
     *
     * @param url its JDBC URL ({@code ledger.url}); null is the file in the data folder
     * @param passwordFile where the password of a shared one stands ({@code ledger.passwordFile}), as seen from the
     *     settings' folder; null is {@code ledger-password}
     */
    public record LedgerPlace(
            @Nullable String url, @Nullable String passwordFile) {
        public static final LedgerPlace OF_THIS_TILL = new LedgerPlace(null, null);
    }

    /**
     * FiscalBox.
     *
     * @param url its address ({@code api.url}); null is the usual one
     * @param answerTimeout until an answer is complete ({@code api.timeoutSeconds})
     * @param connectTimeout until a connection stands ({@code api.connectTimeoutSeconds})
     */
    public record Api(@Nullable String url, Duration answerTimeout, Duration connectTimeout) {
        public static final Api USUAL = new Api(null, Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    /**
     * The program's look and language.
     *
     * @param language null is the system's
     */
    public record Look(@Nullable Language language, Theme theme) {
        public static final Look OF_SYSTEM = new Look(null, Theme.LIGHT);
    }

    /**
     * Who works where.
     *
     * @param till the till's name; null is the machine's
     * @param cashier the cashier's name; null is the system's user
     */
    public record People(@Nullable String till, @Nullable String cashier) {
        public static final People OF_SYSTEM = new People(null, null);
    }

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
            LedgerPlace.OF_THIS_TILL,
            Api.USUAL,
            Proxy.OF_SYSTEM,
            Look.OF_SYSTEM,
            People.OF_SYSTEM,
            Camera.ANY,
            Scanner.KEYBOARD);

    public @Nullable String ledgerUrl() {
        return ledger.url();
    }

    public @Nullable String ledgerPasswordFile() {
        return ledger.passwordFile();
    }

    public @Nullable String apiUrl() {
        return api.url();
    }

    public Duration answerTimeout() {
        return api.answerTimeout();
    }

    public Duration connectTimeout() {
        return api.connectTimeout();
    }

    public @Nullable Language language() {
        return look.language();
    }

    public Theme theme() {
        return look.theme();
    }

    public @Nullable String till() {
        return people.till();
    }

    public @Nullable String cashier() {
        return people.cashier();
    }

    public Settings withLedgerUrl(@Nullable String url) {
        return with(new LedgerPlace(url, ledger.passwordFile()));
    }

    private Settings with(LedgerPlace newLedger) {
        return new Settings(newLedger, api, proxy, look, people, camera, scanner);
    }

    public Settings withApiUrl(@Nullable String url) {
        return with(new Api(url, api.answerTimeout(), api.connectTimeout()));
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return with(new Api(api.url(), timeout, api.connectTimeout()));
    }

    private Settings with(Api newApi) {
        return new Settings(ledger, newApi, proxy, look, people, camera, scanner);
    }

    public Settings withLanguage(Language language) {
        return with(new Look(language, look.theme()));
    }

    public Settings withTheme(Theme theme) {
        return with(new Look(look.language(), theme));
    }

    private Settings with(Look newLook) {
        return new Settings(ledger, api, proxy, newLook, people, camera, scanner);
    }

    public Settings withPeople(@Nullable String till, @Nullable String cashier) {
        return new Settings(ledger, api, proxy, look, new People(till, cashier), camera, scanner);
    }

    public Settings withCamera(Camera newCamera) {
        return new Settings(ledger, api, proxy, look, people, newCamera, scanner);
    }

    public Settings withScanner(Scanner newScanner) {
        return new Settings(ledger, api, proxy, look, people, camera, newScanner);
    }

    /** These settings with everything that differs between two others changed to the second. */
    public Settings changedAs(Settings before, Settings after) {
        Change change = new Change(this, before, after);
        return new Settings(
                new LedgerPlace(change.of(Settings::ledgerUrl), change.of(Settings::ledgerPasswordFile)),
                new Api(
                        change.of(Settings::apiUrl),
                        change.of(Settings::answerTimeout),
                        change.of(Settings::connectTimeout)),
                change.of(Settings::proxy),
                new Look(change.of(Settings::language), change.of(Settings::theme)),
                new People(change.of(Settings::till), change.of(Settings::cashier)),
                change.of(Settings::camera),
                change.of(Settings::scanner));
    }

    private record Change(Settings mine, Settings before, Settings after) {
        <T extends @Nullable Object> T of(Function<Settings, T> part) {
            T now = part.apply(after);
            return Objects.equals(part.apply(before), now) ? part.apply(mine) : now;
        }
    }
}
