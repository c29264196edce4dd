package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    @Test
    void usesTheXdgFolderOnLinux() {
        assertThat(folder(Map.of(), "Linux")).isEqualTo(Path.of("/home/kassa/.local/share/fiskaldesk"));
        assertThat(folder(Map.of("XDG_DATA_HOME", "/data/kassa"), "Linux"))
                .isEqualTo(Path.of("/data/kassa/fiskaldesk"));
    }

    /** XDG Base Directory Specification: relative paths must be ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "data", "./data"})
    void ignoresARelativeXdgFolder(String data) {
        assertThat(folder(Map.of("XDG_DATA_HOME", data), "Linux"))
                .isEqualTo(Path.of("/home/kassa/.local/share/fiskaldesk"));
    }

    @Test
    void usesLocalAppDataOnWindows() {
        assertThat(folder(Map.of("LOCALAPPDATA", "/users/kassa/local"), "Windows 11"))
                .isEqualTo(Path.of("/users/kassa/local/FiskalDesk"));
        assertThat(folder(Map.of("LOCALAPPDATA", ""), "Windows 10"))
                .isEqualTo(Path.of("/home/kassa/AppData/Local/FiskalDesk"));
    }

    @Test
    void usesApplicationSupportOnMac() {
        assertThat(folder(Map.of("XDG_DATA_HOME", "/x"), "Mac OS X"))
                .isEqualTo(Path.of("/home/kassa/Library/Application Support/FiskalDesk"));
    }

    @Test
    void containsSettingsLedgerAndLogs() {
        DataFolder folder = new DataFolder(Path.of("/d"));
        assertThat(folder.settings()).isEqualTo(Path.of("/d/settings.json"));
        assertThat(folder.ledger()).isEqualTo(Path.of("/d/ledger.db"));
        assertThat(folder.logs()).isEqualTo(Path.of("/d/logs"));
    }

    @Test
    void separatesTraining() {
        DataFolder training = new DataFolder(Path.of("/d")).training();
        assertThat(training.ledger()).isEqualTo(Path.of("/d/training/ledger.db"));
        assertThat(training.settings()).isNotEqualTo(new DataFolder(Path.of("/d")).settings());
    }

    private static Path folder(Map<String, String> environment, String os) {
        return DataFolder.ofSystem(environment, os, "/home/kassa").path();
    }
}
