package uz.fiskaldesk.fiscalbox;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy for requests to FiscalBox: the system's, none, or a given one. Addresses on this computer are never
 * accessed through a proxy. Supports proxies with Basic authentication (RFC 7617).
 */
public final class ProxySetting {
    private static final int DEFAULT_PORT = 8080;

    private final ProxySelector selector;
    private final @Nullable String authorization;

    private ProxySetting(ProxySelector selector, @Nullable String authorization) {
        this.selector = selector;
        this.authorization = authorization;
    }

    /**
     * The operating system's proxy.
     *
     * @param environment {@code System.getenv()}; {@code https_proxy} and related variables take precedence over other
     *     settings
     */
    public static ProxySetting ofSystem(Map<String, String> environment) {
        EnvironmentProxies fromEnvironment = new EnvironmentProxies(environment);
        ProxySelector fallback = ProxySelector.getDefault();
        return new ProxySetting(
                new LocalBypassProxySelector(
                        uri -> fromEnvironment.isEmpty() ? firstOf(fallback, uri) : fromEnvironment.proxyFor(uri)),
                null);
    }

    private static Proxy firstOf(@Nullable ProxySelector selector, URI uri) {
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    /** No proxy. */
    public static ProxySetting none() {
        return new ProxySetting(new LocalBypassProxySelector(_ -> Proxy.NO_PROXY), null);
    }

    /**
     * Sets JDK system properties: enables the system's proxies, and Basic authentication for tunnels, which is disabled by
     * default since JDK 8u111. The JDK reads both only once, so this has to be called before the first connection.
     */
    public static void prepareJvm() {
        System.getProperties().putIfAbsent("java.net.useSystemProxies", "true");
        System.getProperties().putIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** A given proxy, such as {@code proxy.shop.uz:3128} or {@code http://proxy.shop.uz:3128}; empty if not a valid address. */
    public static Optional<ProxySetting> at(String text) {
        String trimmed = text.strip();
        if (!FiscalBoxAddress.hasFormOfAddress(trimmed)) {
            return Optional.empty();
        }
        return address(trimmed).map(address -> {
            Proxy proxy = new Proxy(Proxy.Type.HTTP, address);
            return new ProxySetting(new LocalBypassProxySelector(_ -> proxy), null);
        });
    }

    /** Parses an address with or without {@code http://}. A user name and password in it are ignored. */
    static Optional<InetSocketAddress> address(String text) {
        return FiscalBoxAddress.uri(text)
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> uri.getPath().isEmpty() || uri.getPath().equals("/"))
                .map(uri -> InetSocketAddress.createUnresolved(
                        uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()));
    }

    /** The same proxy with a user name and password. */
    public ProxySetting withPassword(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ProxySetting(selector, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    ProxySelector selector() {
        return selector;
    }

    /** The proxy that is used for an address; null if there is none. */
    @Nullable
    InetSocketAddress proxyFor(URI uri) {
        Proxy proxy = firstOf(selector, uri);
        return proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address ? address : null;
    }

    /** The value of Proxy-Authorization; null if no password is set. The HTTP client sends it to the proxy only. */
    @Nullable
    String authorization() {
        return authorization;
    }
}
