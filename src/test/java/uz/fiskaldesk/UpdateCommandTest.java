package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.update.SignedRelease;

/** Tests {@code fiskaldesk update} with a release that packaging/sign-release has signed. */
class UpdateCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal() {
        Terminal terminal = new Terminal(folder.resolve("data"));
        // The release is signed by another process, by the real clock.
        terminal.clock.tick(Duration.between(terminal.clock.instant(), Instant.now()));
        return terminal;
    }

    private void settings(String json) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/settings.json"), json);
    }

    @Test
    void saysThatThisBuildKnowsNoReleases() {
        terminal().run("update").refused(2, "without an address and a key for updates");
        terminal().run("update", "--check").refused(2, "Get new versions where you got this one");
    }

    @Test
    void findsVerifiesAndSavesARelease() throws Exception {
        try (SignedRelease release = SignedRelease.of("9.8.7", folder)) {
            settings("{\"updates\": {\"on\": false, \"address\": \"" + release.address() + "\"}}");
            Terminal.Run check = terminal().run("update", "--check");
            assertThat(check.out()).isEqualTo("9.8.7\n");
            assertThat(check.err()).contains("Version 9.8.7 is available");
            Terminal.Run update = terminal().run("update");
            assertThat(update.code()).isZero();
            assertThat(update.out()).contains("fiskaldesk-9.8.7-linux-x86_64.zip");
            release.spoil();
            assertThat(terminal().run("update").code()).isEqualTo(6);
            assertThat(terminal().run("update").err()).contains("is not the file that was published");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/y", "192.168.1.5", "https://", "http://x/?a", "http://a@b/"})
    void refusesAddressesThatAreNone(String address) throws IOException {
        settings("{\"updates\": {\"address\": \"" + address + "\"}}");
        assertThat(terminal().run("update").err()).contains("updates.address");
    }
}
