package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open sesame",
                "open sesame\n",
                "open sesame\r\n",
                "\ufeffopen sesame\r\n",
                "open sesame\nsecond line"
            })
    void readsThePasswordFromTheFirstLine(String text) throws Exception {
        assertThat(SecretFile.read(file(text))).isEqualTo("open sesame");
    }

    @Test
    void keepsSpacesInThePassword() throws Exception {
        assertThat(SecretFile.read(file(" ўтинг \n"))).isEqualTo(" ўтинг ");
    }

    @ParameterizedTest
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rwx------", "rw----r--"})
    void restrictsAccessBeforeReading(String permissions) throws Exception {
        Path file = file("secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThat(SecretFile.read(file)).isEqualTo("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void doesNotChangeARestrictedFile() throws Exception {
        Path file = file("secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(SecretFile.read(file)).isEqualTo("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
    }

    @Test
    void failsIfTheFileIsMissingOrEmpty() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> SecretFile.read(folder.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatIOException().isThrownBy(() -> SecretFile.read(file("")));
        assertThatIOException().isThrownBy(() -> SecretFile.read(file("\nsecond line")));
        assertThatIOException().isThrownBy(() -> SecretFile.read(file("x".repeat(5_000))));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("proxy-password"), text);
    }
}
