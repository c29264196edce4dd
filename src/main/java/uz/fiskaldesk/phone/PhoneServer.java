package uz.fiskaldesk.phone;

import java.io.IOException;
import java.net.BindException;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.http.Access;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.support.AddressRange;
import uz.fiskaldesk.support.ServerException;

/**
 * Takes photographs of receipts from a paired phone in the shop's network. It listens at one private address, answers
 * private addresses only, and writes nothing to disk. Plain HTTP: no certificate would be valid for such an address, and
 * what is sent is a photograph of paper that the customer takes away. Thread-safe.
 */
public final class PhoneServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneServer.class);
    private static final int HTTP_PORT = 80;

    /** Two minutes suffice for 20 MB at 1.5 Mbit/s. */
    static final LoopbackServer.Limits LIMITS = new LoopbackServer.Limits(
            16, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofSeconds(20), Duration.ofSeconds(2));

    /** The private IPv4 addresses (RFC 1918): the shop's Wi-Fi may be another network than that of its tills. */
    private static final List<AddressRange> CLIENTS = Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
            .flatMap(range -> AddressRange.parse(range).stream())
            .toList();

    private final LoopbackServer server;

    private PhoneServer(LoopbackServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @throws ServerException if the port is in use
     * @throws IOException if the address is not of this computer any more
     */
    public static PhoneServer start(LanNetwork network, int port, Pairing pairing, PhoneDesk desk) throws IOException {
        return start(network, port, pairing, desk, System::nanoTime);
    }

    static PhoneServer start(LanNetwork network, int port, Pairing pairing, PhoneDesk desk, LongSupplier nanoTime)
            throws IOException {
        String host = new Access(network.address(), List.of(), Set.of()).host() + (port == HTTP_PORT ? "" : ":" + port);
        Access access = new Access(network.address(), CLIENTS, Set.of("http://" + host));
        try {
            return new PhoneServer(LoopbackServer.start(
                    "phone", access, port, LIMITS, new PhoneHandler(host, pairing, desk, nanoTime)));
        } catch (BindException e) {
            if (NetworkInterface.getByInetAddress(network.address()) == null) {
                throw e;
            }
            LOG.info("the port for the phone cannot be opened", e);
            throw new ServerException("phone.port-in-use", port);
        }
    }

    /** The link for the phone. */
    public URI link(String token) {
        return server.address().resolve("/" + token);
    }

    /** The address without a token. */
    public URI address() {
        return server.address();
    }

    /** Accepts no more requests and waits for those in progress; see {@link LoopbackServer#close}. */
    @Override
    public void close() {
        server.close();
    }
}
