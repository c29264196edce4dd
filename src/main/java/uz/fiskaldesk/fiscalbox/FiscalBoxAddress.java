package uz.fiskaldesk.fiscalbox;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where FiscalBox runs. Documented is only "the local address of the KKM"; {@link #DEFAULT} is the host of the
 * documented sample.
 */
public record FiscalBoxAddress(URI base) {
    public static final FiscalBoxAddress DEFAULT = new FiscalBoxAddress(URI.create("https://api.fiscalbox.uz"));

    /** The address in a text such as {@code 192.168.1.5:8347} or {@code http://localhost/api}; empty where it is none. */
    public static Optional<FiscalBoxAddress> parse(String text) {
        String trimmed = text.strip();
        String withScheme = trimmed.contains("://") ? trimmed : "http://" + trimmed;
        try {
            URI uri = URI.create(withScheme);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean usable = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535;
            return usable ? Optional.of(new FiscalBoxAddress(uri)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address of an endpoint, its path sent as it is documented: some end with a slash, some do not. */
    URI at(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    boolean isHttps() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
