package uz.fiskaldesk.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import uz.fiskaldesk.support.AddressRange;

/**
 * Who may use a server.
 *
 * @param address where it listens
 * @param clients the addresses of other computers that may connect
 * @param origins the origins of web pages that may use it, such as {@code https://pos.example.uz}
 */
public record Access(InetAddress address, List<AddressRange> clients, Set<String> origins) {
    /** Programs of this computer, and no web page. */
    public static final Access LOOPBACK = new Access(InetAddress.ofLiteral("127.0.0.1"), List.of(), Set.of());

    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?i)(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

    /** The values of {@code Sec-Fetch-Site} of requests that no other web page made (W3C, Fetch Metadata). */
    private static final Set<String> OWN_SITE = Set.of("none", "same-origin");

    public Access {
        clients = List.copyOf(clients);
        origins = Set.copyOf(origins);
    }

    /** The address as it is written in a URL. */
    public String host() {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }

    /** Whether a computer may connect. This one always may. */
    boolean allows(InetAddress client) {
        return client.isLoopbackAddress()
                || client.equals(address)
                || clients.stream().anyMatch(range -> range.contains(client));
    }

    /** Whether a {@code Host} names this server. Another name means DNS rebinding: a web page reached it by its own domain. */
    boolean isOwnHost(String host) {
        return LOOPBACK_HOST.matcher(host).matches()
                || host.toLowerCase(Locale.ROOT)
                        .replaceFirst("(?<=[^:]|]):\\d{1,5}$", "")
                        .equals(host());
    }

    /**
     * Whether a web page that may not use the server has made the request: browsers say so with {@code Origin}, or at least
     * with {@code Sec-Fetch-Site}. Other programs send neither.
     */
    boolean isForeignPage(MessageHead head) {
        List<String> named = head.values("Origin");
        return named.isEmpty() ? !OWN_SITE.containsAll(head.values("Sec-Fetch-Site")) : !origins.containsAll(named);
    }
}
