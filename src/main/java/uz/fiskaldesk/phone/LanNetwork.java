package uz.fiskaldesk.phone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local network of this computer that a phone may be in.
 *
 * @param adapter the system's name of the network adapter, such as {@code wlan0}
 * @param label its name for people, such as {@code Intel(R) Wi-Fi 6 AX201}
 * @param address the private IPv4 address of this computer in it
 */
public record LanNetwork(String adapter, String label, InetAddress address) {
    private static final Logger LOG = LoggerFactory.getLogger(LanNetwork.class);

    /** Adapters of virtual machines, containers and VPNs, which no phone is behind. */
    private static final Pattern VIRTUAL = Pattern.compile(
            "(?i)virtual|vmware|vmnet|hyper-v|vethernet|vbox|docker|^veth|^br-|^virbr|^tun|^tap|wsl|vpn|tailscale|zerotier");

    /**
     * The networks with a private address (RFC 1918), those of virtual adapters last. Public addresses are left out: the
     * desk is not to be reached from the Internet. May take a second on Windows.
     */
    public static List<LanNetwork> all() {
        return usable(found(false));
    }

    /**
     * Whether this computer is connected to a network: an adapter that is not virtual is up and has an address that a router or
     * a person gave it. May take a second on Windows.
     */
    public static boolean isConnected() {
        return isConnected(found(true));
    }

    static boolean isConnected(List<LanNetwork> found) {
        return found.stream()
                .anyMatch(each -> !each.isVirtual() && !each.address().isLinkLocalAddress());
    }

    /** @param pointToPoint whether modems are included */
    private static List<LanNetwork> found(boolean pointToPoint) {
        List<LanNetwork> found = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp() && !each.isLoopback() && (pointToPoint || !each.isPointToPoint())) {
                    String label = each.getDisplayName() == null ? each.getName() : each.getDisplayName();
                    each.inetAddresses().forEach(address -> found.add(new LanNetwork(each.getName(), label, address)));
                }
            }
        } catch (SocketException e) {
            LOG.warn("the networks of this computer cannot be listed", e);
        }
        return found;
    }

    static List<LanNetwork> usable(List<LanNetwork> found) {
        return found.stream()
                .filter(each ->
                        each.address() instanceof Inet4Address && each.address().isSiteLocalAddress())
                .sorted(Comparator.comparing(LanNetwork::isVirtual))
                .toList();
    }

    private boolean isVirtual() {
        return VIRTUAL.matcher(adapter).find() || VIRTUAL.matcher(label).find();
    }
}
