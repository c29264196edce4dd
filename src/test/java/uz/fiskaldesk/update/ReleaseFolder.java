package uz.fiskaldesk.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.WebClient;

/** A server on this computer that publishes releases, signed with a key of its own. */
public final class ReleaseFolder implements AutoCloseable {
    /** Answers a request. */
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    static final String PLATFORM = "linux-x86_64";

    private final HttpServer server;
    private final KeyPair pair;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public ReleaseFolder() throws IOException, GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            requests.add(name);
            Answer answer = answers.get(name);
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            } else {
                answer.send(exchange);
            }
        });
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fiskaldesk");
    }

    public ReleaseKeys keys() {
        return new ReleaseKeys(
                address().toString(),
                List.of(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
    }

    /** Updates that never find anything. */
    public static Updates none(Path folder, Clock clock) {
        return updates(new ReleaseKeys("", List.of()), new Installation.None(), folder, clock);
    }

    /** The updates of version 0.1.0, which was installed for one user, from this server. */
    public Updates updates(Path folder, Clock clock) {
        return updates(keys(), new Installation.ForUser(), folder, clock);
    }

    /** The updates of version 0.1.0 by a package, from this server. */
    public Updates updatesOfPackage(Path folder, Clock clock) {
        return updates(keys(), new Installation.SystemPackage("sudo apt"), folder, clock);
    }

    private static Updates updates(ReleaseKeys keys, Installation installation, Path folder, Clock clock) {
        return new Updates(
                new Updates.Program(new ReleaseVersion(0, 1, 0), () -> 6, PLATFORM, installation),
                keys,
                null,
                true,
                new WebClient(ProxySetting.none(), Duration.ofSeconds(10)),
                folder,
                clock);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    void answer(String name, Answer answer) {
        answers.put(name, answer);
    }

    void publish(String name, byte[] content) {
        answer(name, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
    }

    /** Publishes the archive of a version, and its manifest. */
    public void release(String version, Instant signedAt, byte[] archive) throws GeneralSecurityException {
        publish(archiveOf(version), archive);
        publish(Manifest.FILE, signed(json(version, signedAt, archive)));
    }

    static String archiveOf(String version) {
        return "fiskaldesk-" + version + "-" + PLATFORM + ".zip";
    }

    static String json(String version, Instant signedAt, byte[] archive) throws GeneralSecurityException {
        return """
                {"version": "%s", "signedAt": "%s", "expires": "%s", "ledgerSchema": 7,
                 "files": [{"name": "%s", "size": %d, "sha256": "%s"}],
                 "notes": {"en": "Quicker.", "ru": "Быстрее."}, "later": "a field of a later version"}
                """.formatted(
                version,
                signedAt,
                signedAt.plus(Duration.ofDays(180)),
                archiveOf(version),
                archive.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive)));
    }

    /** The manifest with this content, signed. */
    byte[] signed(String json) throws GeneralSecurityException {
        return manifest(pair, Manifest.PURPOSE, json);
    }

    static byte[] manifest(KeyPair pair, String purpose, String json) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update((purpose + json).getBytes(StandardCharsets.UTF_8));
        return (Base64.getEncoder().encodeToString(signature.sign()) + "\n" + json).getBytes(StandardCharsets.UTF_8);
    }

    /** An archive as packaging/installers makes it, whose installer runs this shell script. */
    public static byte[] archive(Path folder, String script) throws IOException {
        Path file = folder.resolve("made.zip");
        Files.deleteIfExists(file);
        try (FileSystem zip =
                FileSystems.newFileSystem(file, Map.of("create", true, "enablePosixFileAttributes", true))) {
            Path image = zip.getPath("/fiskaldesk-0.2.0");
            Files.createDirectories(image.resolve("bin"));
            Files.writeString(image.resolve("install"), "#!/bin/sh\nset -eu\n" + script + "\n");
            Files.writeString(image.resolve("bin/fiskaldesk"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(
                    image.resolve("bin/fiskaldesk"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return Files.readAllBytes(file);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
