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
        @Nullable String cashier) {
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
            null);

    public Settings withLedgerUrl(@Nullable String url) {
        return new Settings(
                url, ledgerPasswordFile, apiUrl, answerTimeout, connectTimeout, proxy, language, theme, till, cashier);
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
                cashier);
    }

    public Settings withAnswerTimeout(Duration timeout) {
        return new Settings(
                ledgerUrl, ledgerPasswordFile, apiUrl, timeout, connectTimeout, proxy, language, theme, till, cashier);
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
                cashier);
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
                cashier);
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
                newCashier);
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
                changed(cashier, before.cashier, after.cashier));
    }

    private static <T> @Nullable T changed(@Nullable T mine, @Nullable T before, @Nullable T after) {
        return Objects.equals(before, after) ? mine : after;
    }
}
