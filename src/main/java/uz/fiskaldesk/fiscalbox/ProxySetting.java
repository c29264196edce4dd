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
 * Through which HTTP proxy FiscalBox is reached: the system's, none, or a certain one. What runs on this computer itself
 * is never reached through a proxy. A proxy may want a name and a password (Basic, RFC 7617; others are not spoken).
 */
public final class ProxySetting {
    private static final int USUAL_PORT = 8080;

    private final ProxySelector selector;
    private final @Nullable String authorization;

    private ProxySetting(ProxySelector selector, @Nullable String authorization) {
        this.selector = selector;
        this.authorization = authorization;
    }

    /**
     * As the operating system says.
     *
     * @param environment {@code System.getenv()}, whose {@code https_proxy} and siblings count before other settings
     */
    public static ProxySetting ofSystem(Map<String, String> environment) {
        EnvironmentProxies named = new EnvironmentProxies(environment);
        ProxySelector others = ProxySelector.getDefault();
        return new ProxySetting(
                new ProxyRule(uri -> named.isEmpty() ? firstOf(others, uri) : named.proxyFor(uri)), null);
    }

    private static Proxy firstOf(@Nullable ProxySelector selector, URI uri) {
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    /** No proxy, whatever the operating system says. */
    public static ProxySetting none() {
        return new ProxySetting(new ProxyRule(_ -> Proxy.NO_PROXY), null);
    }

    /**
     * Lets the JVM see the system's proxies, and send a password to a proxy that makes a tunnel, which JDK 8u111 and
     * later refuse by default. Both are read once, by the first class that connects: to be called before anything else.
     */
    public static void prepareJvm() {
        setUnlessSet("java.net.useSystemProxies", "true");
        setUnlessSet("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** A certain proxy: {@code proxy.shop.uz:3128} or {@code http://proxy.shop.uz:3128}; empty where it is no address. */
    public static Optional<ProxySetting> at(String text) {
        String trimmed = text.strip();
        if (!FiscalBoxAddress.hasFormOfAddress(trimmed)) {
            return Optional.empty();
        }
        return address(trimmed).map(address -> {
            Proxy proxy = new Proxy(Proxy.Type.HTTP, address);
            return new ProxySetting(new ProxyRule(_ -> proxy), null);
        });
    }

    /** The proxy's address in a text with or without {@code http://}; a name and password in it are passed over. */
    static Optional<InetSocketAddress> address(String text) {
        String withScheme = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(withScheme);
            boolean usable = "http".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            return usable
                    ? Optional.of(InetSocketAddress.createUnresolved(
                            uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same, with what the proxy wants to know of us. */
    public ProxySetting withPassword(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ProxySetting(selector, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    ProxySelector selector() {
        return selector;
    }

    /** The proxy on the way to an address; null where there is none. */
    @Nullable
    InetSocketAddress onTheWayTo(URI uri) {
        Proxy proxy = firstOf(selector, uri);
        return proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress address ? address : null;
    }

    /** The value of Proxy-Authorization; null where no password is set. The HTTP client shows it to no other server. */
    @Nullable
    String authorization() {
        return authorization;
    }
}
