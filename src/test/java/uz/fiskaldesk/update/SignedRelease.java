package uz.fiskaldesk.update;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/** A release that packaging/SignRelease.java has signed with the private key of the tests, on a server of this computer. */
public final class SignedRelease implements AutoCloseable {
    private static final Path KEY = Path.of("src/test/resources/uz/fiskaldesk/update/private-key.pem");

    private final ReleaseFolder server;
    private final String archive;

    private SignedRelease(ReleaseFolder server, String archive) {
        this.server = server;
        this.archive = archive;
    }

    public static SignedRelease of(String version, Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path release = Files.createDirectories(folder.resolve("release"));
        Path notes = Files.createDirectories(folder.resolve("notes"));
        for (String language : List.of("en", "ru", "uz", "uz-Cyrl")) {
            Files.writeString(notes.resolve(language + ".txt"), "\"" + language + "\"\nЯнги");
        }
        String archive = ReleaseFolder.archiveOf(version);
        Files.write(release.resolve(archive), new byte[] {1, 2, 3});
        Files.writeString(release.resolve("SHA256SUMS"), "not an installer");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "packaging/SignRelease.java",
                        "sign",
                        KEY.toString(),
                        release.toString(),
                        version,
                        "7",
                        "180",
                        notes.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        ReleaseFolder server = new ReleaseFolder();
        server.publish(archive, Files.readAllBytes(release.resolve(archive)));
        byte[] manifest = Files.readAllBytes(release.resolve(Manifest.FILE));
        server.publish(Manifest.FILE, manifest);
        return new SignedRelease(server, archive);
    }

    public URI address() {
        return server.address();
    }

    /** Replaces the archive by another one of the same size. */
    public void spoil() {
        server.publish(archive, new byte[] {3, 2, 1});
    }

    @Override
    public void close() {
        server.close();
    }
}
