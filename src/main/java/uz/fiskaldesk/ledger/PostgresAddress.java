package uz.fiskaldesk.ledger;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * Where a shared ledger is and how the connection to it behaves. The parameters of the address are PostgreSQL's own
 * ({@code user}, {@code sslmode}, {@code sslrootcert}, {@code currentSchema} and so on); a password may not be among
 * them, for addresses stand in process lists, settings and logs. Beyond this computer the server has to prove who it is
 * ({@code sslmode=verify-full}), unless the address itself names another mode.
 */
final class PostgresAddress {
    static final String JDBC = "jdbc:postgresql:";

    /** Seconds. Whatever the network does, no call hangs for minutes. What the address says itself wins. */
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

    /** Host, port, more of them, and the database, up to the parameters or the end. */
    private static final Pattern SHOWN = Pattern.compile(
            "^" + JDBC + "(//(([\\p{Alnum}._-]+|\\[[\\p{XDigit}:.%]+])?(:\\d+)?,?)*/?)?[^/?@:]*(?=\\?|$)");

    private static final int LONGEST_CONNECT_SECONDS = 30;

    private static final Set<String> SECRETS = Set.of("password", "sslpassword");

    private final String url;
    private final @Nullable String password;

    /**
     * @param password null where the server wants none, or it stands in the user's {@code pgpass} file
     * @throws LedgerException where the address is none, or has a password in it
     */
    PostgresAddress(String url, @Nullable String password) {
        this.url = url;
        this.password = password;
        if (parameters(url).stream().anyMatch(SECRETS::contains) || hasUserInfo(url)) {
            throw new LedgerException(Trouble.PASSWORD_IN_ADDRESS, where(url));
        }
        // In this order: the driver repeats what it does not understand on standard error.
        if (!SHOWN.matcher(url).find() || Driver.parseURL(url, null) == null) {
            throw new LedgerException(Trouble.ADDRESS, where(url));
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

    /** The address as it may be shown: hosts and database, and nothing where it is not certain that these are. */
    static String where(String url) {
        Matcher known = SHOWN.matcher(url);
        return known.find() ? known.group() : JDBC + "…";
    }

    /** Whether somebody on the way cannot read along or pretend to be the server, or the way is within this computer. */
    boolean isGuarded() {
        Properties all = Driver.parseURL(url, properties());
        return isLoopback() || (all != null && VERIFY_FULL.equals(all.getProperty(SSL_MODE)));
    }

    private boolean isLoopback() {
        Properties all = Driver.parseURL(url, null);
        String hosts = all == null ? null : all.getProperty("PGHOST");
        return hosts != null && Arrays.stream(hosts.split(",")).allMatch(PostgresAddress::isLoopback);
    }

    /** By what is written; what a name stands for is only known when it is asked. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    String where() {
        return where(url);
    }

    String url() {
        return url;
    }

    /** How long to wait for a connection: what the address says, else the default. */
    Duration connectTimeout() {
        Properties all = Driver.parseURL(url, properties());
        String seconds = all == null ? null : all.getProperty("connectTimeout");
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(String.valueOf(seconds)), 1, LONGEST_CONNECT_SECONDS));
        } catch (NumberFormatException e) {
            throw new LedgerException(Trouble.ADDRESS, where(), e);
        }
    }

    /** What goes with the address into a connection. */
    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        if (!isLoopback()) {
            // The driver's own default goes on in the clear with whoever answers.
            properties.setProperty(SSL_MODE, VERIFY_FULL);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }
}
