package uz.fiskaldesk.ledger;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * The address of a shared ledger and the properties of connections to it. The URL's parameters are those of
 * PostgreSQL's driver ({@code user}, {@code sslmode}, {@code sslrootcert}, {@code currentSchema} and so on). Passwords
 * are rejected, because URLs are visible in process lists, settings and logs. Beyond the loopback interface the default
 * is {@code sslmode=verify-full}.
 */
final class PostgresAddress {
    static final String JDBC = "jdbc:postgresql:";

    /** Timeouts in seconds, so that no call hangs for minutes. Parameters of the URL take precedence. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "connectTimeout", "5",
            "loginTimeout", "10",
            "socketTimeout", "20",
            "tcpKeepAlive", "true",
            "ApplicationName", "FiskalDesk");

    private static final String SSL_MODE = "sslmode";
    private static final String VERIFY_FULL = "verify-full";

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

    /** Hosts, ports and the database, up to the parameters or the end. */
    private static final Pattern SHOWN = Pattern.compile(
            "^" + JDBC + "(//(([\\p{Alnum}._-]+|\\[[\\p{XDigit}:.%]+])?(:\\d+)?,?)*/?)?[^/?@:]*(?=\\?|$)");

    private static final int LONGEST_CONNECT_SECONDS = 30;

    private static final Set<String> SECRETS = Set.of("password", "sslpassword");

    private final String url;
    private final @Nullable String password;

    /**
     * @param password null if the server requires none, or it is in the user's {@code pgpass} file
     * @throws LedgerException if the URL is invalid or contains a password
     */
    PostgresAddress(String url, @Nullable String password) {
        this.url = url;
        this.password = password;
        if (parameters(url).stream().anyMatch(SECRETS::contains) || hasUserInfo(url)) {
            throw new LedgerException(Reason.PASSWORD_IN_ADDRESS, where(url));
        }
        // In this order, because the driver prints an invalid URL to standard error.
        if (!SHOWN.matcher(url).find() || Driver.parseURL(url, null) == null) {
            throw new LedgerException(Reason.ADDRESS, where(url));
        }
    }

    private static Set<String> parameters(String url) {
        int start = url.indexOf('?');
        return start < 0
                ? Set.of()
                : Arrays.stream(url.substring(start + 1).split("&"))
                        .map(parameter -> decoded(parameter.split("=", 2)[0]).toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static boolean hasUserInfo(String url) {
        int parameters = url.indexOf('?');
        return url.lastIndexOf('@', parameters < 0 ? url.length() : parameters) >= 0;
    }

    /** The URL without secrets, for messages: hosts and database only, and nothing if the URL is not understood. */
    static String where(String url) {
        Matcher known = SHOWN.matcher(url);
        return known.find() ? known.group() : JDBC + "…";
    }

    /** Whether the server is verified and the connection encrypted, or the server is on this computer. */
    boolean isGuarded() {
        return isLoopback() || VERIFY_FULL.equals(parameter(SSL_MODE, properties()));
    }

    /** Judged by the text; names are not resolved. */
    private boolean isLoopback() {
        return Arrays.stream(parameter("PGHOST", null).split(","))
                .allMatch(host -> LOOPBACK.matcher(host).matches());
    }

    private String parameter(String name, @Nullable Properties defaults) {
        Properties all = Objects.requireNonNull(Driver.parseURL(url, defaults));
        return String.valueOf(all.getProperty(name));
    }

    String where() {
        return where(url);
    }

    String url() {
        return url;
    }

    /** How long to wait for a connection. */
    Duration connectTimeout() {
        try {
            long seconds = Long.parseLong(parameter("connectTimeout", properties()));
            return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_CONNECT_SECONDS));
        } catch (NumberFormatException e) {
            throw new LedgerException(Reason.ADDRESS, where(), e);
        }
    }

    /** The connection properties to use with the URL. */
    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        if (!isLoopback()) {
            // The driver's default, prefer, falls back to an unencrypted, unverified connection.
            properties.setProperty(SSL_MODE, VERIFY_FULL);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }
}
