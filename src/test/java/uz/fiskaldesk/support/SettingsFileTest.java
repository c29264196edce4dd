package uz.fiskaldesk.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsFileTest {
    private static final Settings ALL = new Settings(
            new Settings.LedgerPlace("jdbc:postgresql://db/fiskaldesk", "list-password.txt"),
            new Settings.Api("http://192.168.1.5:8347", Duration.ofSeconds(90), Duration.ofMillis(1500)),
            new Settings.Proxy("http://proxy:3128", "kassa", "secret.txt"),
            new Settings.Look(Language.UZBEK_CYRILLIC, Settings.Theme.DARK),
            new Settings.People("Kassa №1", "Gulnora Oʻktamova"),
            new Settings.Camera(false, "Logi C270 usb-1", "Logi C270", new Settings.Camera.Size(640, 480), true),
            new Settings.Scanner("COM3", 115_200, false, true));

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private SettingsFile settings = at(Path.of(""));

    @BeforeEach
    void choosePlace() {
        file = folder.resolve("desk/settings.json");
        settings = at(file);
    }

    @Test
    void areTheDefaultsWhereThereIsNoFile() throws Exception {
        assertThat(settings.read()).isEqualTo(new SettingsFile.Found(Settings.DEFAULT, null, null));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void comeBackAsTheyWereWritten() throws Exception {
        settings.write(ALL);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Found(ALL, null, null));
        settings.write(Settings.DEFAULT);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Found(Settings.DEFAULT, null, null));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void comeBackInEveryLanguageAndTheme(Language language) throws Exception {
        for (Settings.Theme theme : Settings.Theme.values()) {
            Settings written = Settings.DEFAULT.withLanguage(language).withTheme(theme);
            settings.write(written);
            assertThat(settings.read().settings()).isEqualTo(written);
        }
    }

    @Test
    void haveTheKeysThatTheCommandLineHasOptionsFor() throws Exception {
        settings.write(ALL);
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(json)
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"ledger\":{\"url\":\"jdbc:postgresql://db/fiskaldesk\","
                                                + "\"passwordFile\":\"list-password.txt\"},"
                                                + "\"api\":{\"url\":\"http://192.168.1.5:8347\",\"timeoutSeconds\":90,"
                                                + "\"connectTimeoutSeconds\":1.5},\"proxy\":{\"url\":\"http://proxy:3128\","
                                                + "\"user\":\"kassa\",\"passwordFile\":\"secret.txt\"},\"language\":\"uz-Cyrl\",\"theme\":\"dark\","
                                                + "\"till\":\"Kassa №1\",\"cashier\":\"Gulnora Oʻktamova\","
                                                + "\"camera\":{\"on\":false,\"id\":\"Logi C270 usb-1\",\"name\":\"Logi C270\","
                                                + "\"size\":\"640x480\",\"mirrored\":true},"
                                                + "\"scanner\":{\"port\":\"COM3\",\"baud\":115200,\"sounds\":false,\"sendAtOnce\":true}}"));
    }

    @Test
    void leaveEverythingElseInTheFileAlone() throws Exception {
        write(
                "{\"camera\":{\"index\":2},\"api\":{\"url\":\"http://a\",\"later\":[1]},\"$note\":\"for 2027\",\"till\":\"x\"}");
        settings.write(ALL);
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(json.at("/camera/index").intValue()).isEqualTo(2);
        assertThat(json.at("/api/later/0").intValue()).isEqualTo(1);
        assertThat(json.at("/$note").stringValue()).isEqualTo("for 2027");
        assertThat(json.at("/till").stringValue()).isEqualTo("Kassa №1");
    }

    @Test
    void areReadAsWindowsEditorsSaveThem() throws Exception {
        write("\ufeff{\r\n  \"till\": \"Касса\"\r\n}\r\n");
        assertThat(settings.read().settings().till()).isEqualTo("Касса");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ledger\":null,\"api\":null,\"proxy\":null,\"language\":null,\"theme\":null,\"till\":null,\"cashier\":null}",
                "{\"ledger\":{},\"api\":{\"url\":\" \",\"timeoutSeconds\":null}}",
                "{\"till\":\"\",\"cashier\":\" \"}"
            })
    void areTheDefaultsWhereNothingIsSaid(String json) throws Exception {
        write(json);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Found(Settings.DEFAULT, null, null));
        settings.write(ALL);
        assertThat(settings.read().settings()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"api\":{\"timeoutSeconds\":0}}           | api.timeoutSeconds is not a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":-1}}          | api.timeoutSeconds is not a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":601}}         | api.timeoutSeconds is not a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":1e999}}       | api.timeoutSeconds is not a number from 1 to 600",
                "{\"api\":{\"connectTimeoutSeconds\":\"9\"}} | api.connectTimeoutSeconds is not a number from 1 to 600",
                "{\"language\":\"de\"}                      | language is none of uz, uz-Cyrl, ru, en",
                "{\"theme\":\"pink\"}                       | theme is neither light nor dark",
                "{\"till\":5}                               | till is not a text",
                "{\"api\":{\"url\":{}}}                     | api.url is not a text",
                "{\"ledger\":\"jdbc:sqlite:x\"}             | ledger is not an object",
                "{\"api\":[]}                               | api is not an object",
                "{\"proxy\":\"none\"}                       | proxy is not an object",
                "{\"proxy\":{\"user\":7}}                   | proxy.user is not a text",
                "[]                                         | the file does not hold an object",
                "\"x\"                                      | the file does not hold an object",
                "``                                         | the file does not hold an object"
            })
    void areKeptAsideWhereAValueIsWrong(String json, String problem) throws Exception {
        write(json);
        SettingsFile.Found found = settings.read();
        assertThat(found.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(found.problem()).isEqualTo(problem);
        assertThat(found.keptAside()).hasContent(json).hasFileName("settings.json.bad-20261124-090000");
        assertThat(file).doesNotExist();
        settings.write(ALL);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Found(ALL, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"till\":\"x\"",
                "{\"till\":\"x\"}}",
                "till: x",
                "{\"till\":1,\"till\":2}",
                "\0\0\0\0",
                "{'till':'x'}"
            })
    void areKeptAsideWhereTheyAreNoJson(String text) throws Exception {
        write(text);
        SettingsFile.Found found = settings.read();
        assertThat(found.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(found.problem()).isNotBlank();
        assertThat(found.keptAside()).hasBinaryContent(text.getBytes(UTF_8));
    }

    @Test
    void areNotOverwrittenByTheNextBrokenOnes() throws Exception {
        write("first");
        Path first = settings.read().keptAside();
        write("second");
        Path second = settings.read().keptAside();
        assertThat(first).isNotNull().hasContent("first");
        assertThat(second).isNotNull().hasContent("second");
    }

    @Test
    void areNotWrittenOverAFileThatBecameUnreadableMeanwhile() throws Exception {
        write("somebody is just editing this");
        assertThatThrownBy(() -> settings.write(ALL)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("somebody is just editing this");
    }

    @Test
    void stayWholeWhereWritingFails() throws Exception {
        settings.write(ALL);
        // The place of the temporary file is taken, by something that no program can write to.
        Files.createDirectories(folder.resolve("desk/settings.json.new/x"));
        assertThatThrownBy(() -> settings.write(Settings.DEFAULT)).isInstanceOf(IOException.class);
        assertThat(settings.read().settings()).isEqualTo(ALL);
    }

    @Test
    void leaveNothingBesideThemselves() throws Exception {
        settings.write(ALL);
        settings.write(Settings.DEFAULT);
        try (Stream<Path> files = Files.list(folder.resolve("desk"))) {
            assertThat(files).containsExactly(file);
        }
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder.resolve("desk"));
        Files.writeString(file, text);
    }

    private static SettingsFile at(Path file) {
        return new SettingsFile(file, Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC));
    }
}
