package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distinguishes this machine from others. Host names and IP addresses are ignored because they change, and so is
 * anything that requires privileges. A clone of a disk has the same ID but other network adapters.
 *
 * @param id a hash of the operating system's machine ID; empty if it has none
 * @param adapters hashes of the hardware addresses of network adapters; empty if none can be read
 * @param name the host name, for messages; not compared
 */
record MachineFingerprint(String id, Set<String> adapters, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(MachineFingerprint.class);

    /** https://www.freedesktop.org/software/systemd/man/machine-id.html: only a hash of it may be stored. */
    private static final List<Path> ID_FILES = List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

    private static final Path LINUX_ADAPTERS = Path.of("/sys/class/net");
    private static final int HASH_BYTES = 8;

    /** The bit of a hardware address that marks it as assigned by software (IEEE 802). */
    private static final int LOCALLY_ADMINISTERED = 2;

    MachineFingerprint {
        adapters = Set.copyOf(adapters);
    }

    /** @param environment {@code System.getenv()} */
    static MachineFingerprint ofSystem(Map<String, String> environment) {
        String windowsName = environment.getOrDefault("COMPUTERNAME", "");
        String id = windowsName.isEmpty()
                ? ID_FILES.stream()
                        .map(MachineFingerprint::line)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("")
                : windowsName;
        String name = windowsName.isEmpty() ? line(Path.of("/etc/hostname")) : windowsName;
        Set<String> adapters = Files.isDirectory(LINUX_ADAPTERS) ? linuxAdapters() : listedAdapters();
        return new MachineFingerprint(
                id.isEmpty() ? "" : hash(id),
                adapters.stream().map(MachineFingerprint::hash).collect(Collectors.toSet()),
                name);
    }

    /** Also true if nothing is known that could distinguish them. */
    boolean isSameAs(MachineFingerprint other) {
        boolean otherId = !id.isEmpty() && !other.id.isEmpty() && !id.equals(other.id);
        boolean otherAdapters =
                !adapters.isEmpty() && !other.adapters.isEmpty() && Collections.disjoint(adapters, other.adapters);
        return !otherId && !otherAdapters;
    }

    /** What is compared, as text for storage. */
    String serialized() {
        return id + ";" + String.join(",", new TreeSet<>(adapters));
    }

    static MachineFingerprint parse(String serialized, String name) {
        String[] parts = serialized.split(";", -1);
        boolean anyAdapter = parts.length > 1 && !parts[1].isEmpty();
        return new MachineFingerprint(parts[0], anyAdapter ? Set.of(parts[1].split(",")) : Set.of(), name);
    }

    private static String line(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            LOG.debug("{}", file, e);
            return "";
        }
    }

    /** Includes adapters that are down, which Java does not list on Linux. */
    private static Set<String> linuxAdapters() {
        Set<String> adapters = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(LINUX_ADAPTERS)) {
            for (Path one : all) {
                String address = line(one.resolve("address")).replace(":", "");
                if (Files.exists(one.resolve("device")) && address.length() > 2) {
                    addLasting(HexFormat.of().parseHex(address), adapters);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("could not list network adapters", e);
        }
        return adapters;
    }

    private static Set<String> listedAdapters() {
        Set<String> adapters = new TreeSet<>();
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                byte[] address = one.isVirtual() || one.isLoopback() ? null : one.getHardwareAddress();
                if (address != null) {
                    addLasting(address, adapters);
                }
            }
        } catch (SocketException e) {
            LOG.debug("could not list network adapters", e);
        }
        return adapters;
    }

    private static void addLasting(byte[] address, Set<String> adapters) {
        if (address.length > 0 && (address[0] & LOCALLY_ADMINISTERED) == 0) {
            adapters.add(HexFormat.of().formatHex(address));
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required by the Java platform", e);
        }
    }
}
