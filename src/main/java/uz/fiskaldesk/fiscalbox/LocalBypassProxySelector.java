package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Selects at most one proxy for an address, and never one for this computer. */
final class LocalBypassProxySelector extends ProxySelector {
    private final Function<URI, Proxy> rule;

    LocalBypassProxySelector(Function<URI, Proxy> rule) {
        this.rule = rule;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(isThisComputer(uri.getHost()) ? Proxy.NO_PROXY : rule.apply(uri));
    }

    /** Decides by the name alone, without resolving it. */
    private static boolean isThisComputer(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException problem) {
        // There is no other proxy to try; the failure itself is reported by the request.
    }
}
