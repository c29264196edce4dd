package uz.fiskaldesk.fiscalbox;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The base address of FiscalBox. Its documentation only says "the local address of the KKM"; {@link #DEFAULT} is the host
 * used in its examples.
 */
public record FiscalBoxAddress(URI base) {
    public static final FiscalBoxAddress DEFAULT = new FiscalBoxAddress(URI.create("https://api.fiscalbox.uz"));

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Loopback, RFC 1918 and link-local. */
    private static final Pattern PRIVATE_IPV4 =
            Pattern.compile("^(127\\.|10\\.|192\\.168\\.|169\\.254\\.|172\\.(1[6-9]|2\\d|3[01])\\.)");

    /** Loopback, RFC 4193 and link-local. */
    private static final Pattern PRIVATE_IPV6 = Pattern.compile("^\\[(::1]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)");

    private static final Pattern PRIVATE_NAME =
            Pattern.compile("^[^.]+$|(^|\\.)(localhost|local|lan|internal|home\\.arpa)$");

    /** What is accepted without a scheme. Otherwise any word would be a host name. */
    private static final Pattern WITHOUT_SCHEME =
            Pattern.compile("localhost(/.*)?|.*:\\d+(/.*)?|[^/]*\\.[^/]*(/.*)?", Pattern.CASE_INSENSITIVE);

    /**
     * Parses an address such as {@code 192.168.1.5:8347} or {@code http://localhost/api}; empty if it is not valid. A single
     * word is accepted only with a scheme or a port.
     */
    public static Optional<FiscalBoxAddress> parse(String text) {
        String trimmed = text.strip();
        if (!hasFormOfAddress(trimmed)) {
            return Optional.empty();
        }
        return uri(trimmed)
                .filter(uri -> ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null
                        && uri.getFragment() == null)
                .map(FiscalBoxAddress::new);
    }

    /** A URI with a host and a valid port. The scheme is http if there is none. */
    static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            boolean valid = uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65_535;
            return valid ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean hasFormOfAddress(String text) {
        return text.contains("://") || WITHOUT_SCHEME.matcher(text).matches();
    }

    /** The address of an endpoint. The path is kept as documented, with or without a trailing slash. */
    URI at(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /**
     * Whether requests could be read or modified by third parties: they are not encrypted and leave the private network.
     * Names without a dot and those of home networks (RFC 6762, RFC 8375) count as private. Names are not resolved.
     */
    public boolean isUnencrypted() {
        if (isHttps()) {
            return false;
        }
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return !PRIVATE_IPV6.matcher(host).find();
        }
        return IPV4.matcher(host).matches()
                ? !PRIVATE_IPV4.matcher(host).find()
                : !PRIVATE_NAME.matcher(host).find();
    }

    boolean isHttps() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
