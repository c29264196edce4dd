package uz.fiskaldesk.fiscalbox;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the proxy variables {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy}, which the JDK
 * ignores. There is no standard for them; this follows curl's manual (section Environment): the first two are selected by
 * the scheme, lower case takes precedence over upper case, and {@code no_proxy} is a list of hosts and domains or
 * {@code *}.
 */
final class EnvironmentProxies {
    private final Map<String, String> environment;
    private final List<String> exceptions;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        this.exceptions = Arrays.stream(value("no_proxy").split(",", -1))
                .filter(exception -> !exception.isBlank())
                .map(exception -> exception.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .toList();
    }

    /** Whether no proxy variable is set. */
    boolean isEmpty() {
        return value("https_proxy").isEmpty()
                && value("http_proxy").isEmpty()
                && value("all_proxy").isEmpty();
    }

    Proxy proxyFor(URI uri) {
        if (isException(uri.getHost().toLowerCase(Locale.ROOT))) {
            return Proxy.NO_PROXY;
        }
        String named = value(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
        Optional<InetSocketAddress> address = ProxySetting.address(named.isEmpty() ? value("all_proxy") : named);
        return address.map(at -> new Proxy(Proxy.Type.HTTP, at)).orElse(Proxy.NO_PROXY);
    }

    private boolean isException(String host) {
        return exceptions.stream()
                .anyMatch(
                        exception -> exception.equals("*") || host.equals(exception) || host.endsWith("." + exception));
    }

    private String value(String name) {
        String value = environment.get(name);
        return (value == null ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : value).strip();
    }
}
