package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lets {@code packaging/machine.sh} download a stand-in for the JDK from a local server. */
@EnabledOnOs(OS.LINUX)
class JdkDownloadTest {
    /** As on a machine that has no JDK and no package of one. */
    private static final String BARE = "find_jdk() { return 1; }; install_distribution_jdk() { return 1; }; ";

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private Path cache;
    private byte[] archive;
    private long served;

    @BeforeEach
    void serveAnArchive() throws Exception {
        cache = folder.resolve("кэш's/fiskaldesk");
        Path bin = Files.createDirectories(folder.resolve("archive/jdk-25/bin"));
        for (String tool : List.of("java", "javac")) {
            assertThat(Files.writeString(bin.resolve(tool), "#!/bin/sh\n")
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"25.0.4\"\n");
        Path file = folder.resolve("jdk.tar.gz");
        Image.run(
                        Path.of("/bin/tar"),
                        folder,
                        Map.of(),
                        "-czf",
                        file.toString(),
                        "-C",
                        folder.resolve("archive").toString(),
                        "jdk-25")
                .done();
        archive = Files.readAllBytes(file);
        served = archive.length;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive, 0, (int) served);
            // Closing before the announced length breaks the connection off.
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Image.Run setUp(String preparation, String sha256) throws Exception {
        Path list = folder.resolve("jdk.txt");
        List<String> lines = new ArrayList<>();
        for (String system : List.of("linux-x64", "linux-aarch64")) {
            lines.add(system + " " + sha256 + " http://127.0.0.1:"
                    + server.getAddress().getPort() + "/jdk.tar.gz");
        }
        Files.write(list, lines);
        String script = "root='%s'; . packaging/machine.sh; %s require_jdk; echo \"$JAVA25_HOME\""
                .formatted(Path.of("").toAbsolutePath(), preparation);
        return Image.run(
                Path.of("/bin/sh"),
                folder,
                Map.of(
                        "HOME",
                        folder.toString(),
                        "XDG_CACHE_HOME",
                        Objects.requireNonNull(cache.getParent()).toString(),
                        "FISKALDESK_JDK_LIST",
                        list.toString()),
                "-c",
                "cd '" + Path.of("").toAbsolutePath() + "'; " + script);
    }

    private String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    }

    private void assertRefused(Image.Run run, String... parts) throws IOException {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines().toList())
                .last()
                .asString()
                .startsWith("FiskalDesk: ")
                .contains(parts);
        try (Stream<Path> files = Files.exists(cache) ? Files.list(cache) : Stream.empty()) {
            assertThat(files).as("nothing is left").isEmpty();
        }
    }

    @Test
    void theJdkIsDownloadedOnceAndUsed() throws Exception {
        Image.Run run = setUp(BARE, sha256()).done();

        Path jdk = Path.of(run.out().strip());
        assertThat(jdk).startsWith(cache);
        assertThat(jdk.resolve("bin/javac")).isExecutable();
        assertThat(run.err().lines()).singleElement().asString().contains("downloading it once to " + cache);
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).as("no archive is left").containsExactly(jdk);
        }

        String search = "set -- \"$(jdk_cache)\"/jdk-*; [ \"$(jdk_version \"$1\")\" = 25 ] || exit 9; exit 0; ";
        assertThat(setUp(search, sha256()).exitCode()).as("found in the cache").isZero();
        assertThat(requests).hasValue(1);
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        assertRefused(setUp(BARE, "0".repeat(64)), "is not the expected file", sha256(), "adoptium.net");
    }

    @Test
    void aDownloadThatBreaksOffIsRefused() throws Exception {
        served = archive.length / 2;

        assertRefused(setUp(BARE, sha256()), "the download failed", "check the network");
    }

    @Test
    void aMissingNetworkIsReported() throws Exception {
        server.stop(0);

        assertRefused(setUp(BARE, sha256()), "the download failed", "check the network");
    }

    @Test
    void nothingIsDownloadedWhereThatIsForbidden() throws Exception {
        assertRefused(setUp(BARE + "no_download=true; ", sha256()), "JDK 25 or newer was not found");
        assertThat(requests).hasValue(0);
    }

    @Test
    void thePinnedArchivesAreThoseOfOneVersion() throws IOException {
        Pattern line = Pattern.compile(
                "(linux|mac|windows)-(x64|aarch64) [0-9a-f]{64} https://github\\.com/adoptium/temurin25-binaries/\\S+/OpenJDK25U-jdk_\\2_\\1_hotspot_(\\S+?)\\.(tar\\.gz|zip)");
        List<String> pinned = Files.readAllLines(Path.of("packaging/jdk.txt")).stream()
                .filter(text -> !text.startsWith("#"))
                .toList();

        assertThat(pinned).hasSize(5).allMatch(text -> line.matcher(text).matches());
        assertThat(pinned.stream()
                        .map(text -> line.matcher(text).replaceFirst("$3"))
                        .distinct())
                .hasSize(1);
    }
}
