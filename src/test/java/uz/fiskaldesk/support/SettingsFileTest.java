package uz.fiskaldesk.support;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
            new Settings.Api(
                    "http://192.168.1.5:8347", Duration.ofSeconds(90), Duration.ofMillis(1500), Duration.ofMinutes(30)),
            new Settings.Proxy("http://proxy:3128", "kassa", "secret.txt"),
            Language.UZBEK_CYRILLIC,
            Settings.Theme.DARK,
            "Kassa №1",
            "Gulnora Oʻktamova",
            List.of("anor", "click"),
            new Settings.Camera(false, "Logi C270 usb-1", "Logi C270", new Settings.Camera.Size(640, 480), true),
            new Settings.Scanner("COM3", 115_200, false, true),
            new GatewaySettings(
                    true,
                    8080,
                    "192.168.1.10",
                    List.of("192.168.1.0/24"),
                    List.of("https://pos.example.uz"),
                    GatewaySettings.Finish.AUTO,
                    5,
                    GatewaySettings.AmountUnit.TIYIN),
            new Settings.Inbox(true, 8081),
            new Settings.Watch("bank"),
            new Settings.Phone(true, 8082, "wlan0"),
            new UpdateSettings(false, "http://192.168.1.5/fiskaldesk"),
            new DisplaySettings(150, 20, 60));

    private static final Translations TEXTS = Translations.in(Language.ENGLISH);

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private Path goodCopy = Path.of("");
    private SettingsFile settings = at(Path.of(""));

    @BeforeEach
    void choosePlace() {
        file = folder.resolve("desk/settings.json");
        goodCopy = folder.resolve("desk/settings.last-good.json");
        settings = at(file);
    }

    @Test
    void areTheDefaultsIfThereIsNoFile() {
        assertThat(settings.read()).isEqualTo(new SettingsFile.Contents(Settings.DEFAULT, List.of()));
        settings.keepGoodCopy();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void areReadAsWritten() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Contents(ALL, List.of()));
        settings.change(ALL, Settings.DEFAULT);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Contents(Settings.DEFAULT, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void areReadAsWrittenForEveryLanguageAndTheme(Language language) throws Exception {
        for (Settings.Theme theme : Settings.Theme.values()) {
            Settings written = Settings.DEFAULT.withLanguage(language).withTheme(theme);
            settings.change(settings.read().settings(), written);
            assertThat(settings.read().settings()).isEqualTo(written);
        }
    }

    @Test
    void haveAKeyForEveryOption() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        assertThat(json()).isEqualTo(JsonMapper.shared().readTree("""
                {"ledger": {"url": "jdbc:postgresql://db/fiskaldesk", "passwordFile": "list-password.txt"},
                 "api": {"url": "http://192.168.1.5:8347", "timeoutSeconds": 90, "connectTimeoutSeconds": 1.5, "lateAfterSeconds": 1800},
                 "proxy": {"url": "http://proxy:3128", "user": "kassa", "passwordFile": "secret.txt"},
                 "language": "uz-Cyrl", "theme": "dark", "till": "Kassa №1", "cashier": "Gulnora Oʻktamova",
                 "providers": ["anor", "click"],
                 "camera": {"on": false, "id": "Logi C270 usb-1", "name": "Logi C270", "size": "640x480", "mirrored": true},
                 "scanner": {"port": "COM3", "baud": 115200, "sounds": false, "sendAtOnce": true},
                 "gateway": {"on": true, "port": 8080, "address": "192.168.1.10", "allow": ["192.168.1.0/24"], "origins": ["https://pos.example.uz"], "finish": "auto", "finishAfterMinutes": 5, "amountUnit": "tiyin"},
                 "inbox": {"on": true, "port": 8081},
                 "watch": {"folder": "bank"},
                 "phone": {"on": true, "port": 8082, "network": "wlan0"},
                 "updates": {"on": false, "address": "http://192.168.1.5/fiskaldesk"},
                 "display": {"textPercent": 150, "longWaitMinutes": 20, "veryLongWaitMinutes": 60}}
                """));
    }

    @Test
    void changeOnlyWhatWasChanged() throws Exception {
        write("{\"till\":\"x\",\"camera\":null}");
        Settings before = settings.read().settings();
        // The file is edited in the meantime.
        write("{\"cashier\":\"Aziza\",\"till\":\"x\",\"camera\":null}");
        settings.change(
                before,
                before.withTheme(Settings.Theme.DARK).withCamera(before.camera().switched(false)));
        assertThat(json()).isEqualTo(JsonMapper.shared().readTree("""
                        {"cashier": "Aziza", "till": "x", "camera": {"on": false}, "theme": "dark"}"""));
    }

    @Test
    void changeNothingElseInTheFile() throws Exception {
        write(
                "{\"camera\":{\"index\":2},\"api\":{\"url\":\"http://a\",\"later\":[1]},\"$note\":\"for 2027\",\"till\":\"x\"}");
        settings.change(Settings.DEFAULT, ALL);
        assertThat(json().at("/camera/index").intValue()).isEqualTo(2);
        assertThat(json().at("/api/later/0").intValue()).isEqualTo(1);
        assertThat(json().at("/$note").stringValue()).isEqualTo("for 2027");
        assertThat(json().at("/till").stringValue()).isEqualTo("Kassa №1");
    }

    @Test
    void areReadInTheEncodingsOfWindowsEditors() throws Exception {
        for (String marked : List.of("\ufeff", "")) {
            for (Charset charset : marked.isEmpty() ? List.of(UTF_8, UTF_16) : List.of(UTF_8)) {
                Files.createDirectories(file.getParent());
                Files.write(file, (marked + "{\r\n  \"till\": \"Касса\"\r\n}\r\n").getBytes(charset));
                assertThat(settings.read().settings().till()).isEqualTo("Касса");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ledger\":null,\"api\":null,\"proxy\":null,\"language\":null,\"theme\":null,\"till\":null,\"cashier\":null}",
                "{\"ledger\":{},\"api\":{\"url\":\" \",\"timeoutSeconds\":null},\"scanner\":{\"baud\":null,\"sounds\":null}}",
                "{\"till\":\"\",\"cashier\":\" \",\"language\":\"\"}"
            })
    void areTheDefaultsForMissingAndNullKeys(String json) throws Exception {
        write(json);
        assertThat(settings.read()).isEqualTo(new SettingsFile.Contents(Settings.DEFAULT, List.of()));
        settings.change(Settings.DEFAULT, ALL);
        assertThat(settings.read().settings()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"api\":{\"timeoutSeconds\":0}}            | 1 |  9 | api.timeoutSeconds must be a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":-1}}           | 1 |  9 | api.timeoutSeconds must be a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":601}}          | 1 |  9 | api.timeoutSeconds must be a number from 1 to 600",
                "{\"api\":{\"timeoutSeconds\":1e999}}        | 1 |  9 | api.timeoutSeconds must be a number from 1 to 600",
                "{\"api\":{\"connectTimeoutSeconds\":\"9\"}} | 1 |  9 | api.connectTimeoutSeconds must be a number",
                "{\"language\":\"de\"}                       | 1 |  2 | language must be one of uz, uz-Cyrl, ru, en",
                "{\"language\":0}                            | 1 |  2 | language must be one of uz, uz-Cyrl, ru, en",
                "{\"theme\":\"pink\"}                        | 1 |  2 | theme must be one of system, light, dark, high-contrast",
                "{\"till\":5}                                | 1 |  2 | till must be a text",
                "{\"till\":[\"x\"]}                          | 1 |  2 | till must be a text",
                "{\"api\":{\"url\":{}}}                      | 1 |  9 | api.url must be a text",
                "{\"ledger\":\"jdbc:sqlite:x\"}              | 1 |  2 | ledger must be an object",
                "{\"api\":[]}                                | 1 |  2 | api must be an object",
                "{\"proxy\":\"none\"}                        | 1 |  2 | proxy must be an object",
                "{\"proxy\":{\"user\":7}}                    | 1 | 11 | proxy.user must be a text",
                "{\"camera\":{\"on\":\"yes\"}}               | 1 | 12 | camera.on must be true or false",
                "{\"camera\":{\"on\":1}}                     | 1 | 12 | camera.on must be true or false",
                "{\"camera\":{\"size\":\"big\"}}             | 1 | 12 | camera.size must be like 1280x720",
                "{\"camera\":{\"size\":5}}                   | 1 | 12 | camera.size must be like 1280x720",
                "{\"scanner\":{\"baud\":1.5}}                | 1 | 13 | scanner.baud must be a number",
                "{\"scanner\":{\"baud\":\"9600\"}}           | 1 | 13 | scanner.baud must be a number",
                "{\"gateway\":{\"finishAfterMinutes\":61}}    | 1 | 13 | gateway.finishAfterMinutes must be a number from 1 to 60",
                "{\"gateway\":{\"address\":\"kassa1\"}}       | 1 | 13 | gateway.address must be an IP address of this computer, such as 192.168.1.10",
                "{\"gateway\":{\"address\":\"0.0.0.0\"}}      | 1 | 13 | gateway.address must be an IP address of this computer, such as 192.168.1.10",
                "{\"gateway\":{\"address\":\"10.0.0.1\"}}     | 1 | 13 | gateway.address must be set together with gateway.allow, the IP addresses of the cash registers",
                "{\"gateway\":{\"allow\":[\"10.0.0.0/33\"]}}  | 1 | 13 | gateway.allow must be a list of IP addresses and ranges, such as 192.168.1.0/24",
                "{\"gateway\":{\"origins\":[\"null\"]}}       | 1 | 13 | gateway.origins must be a list of origins of web pages, such as https://pos.example.uz",
                "{\"gateway\":{\"port\":0}}                  | 1 | 13 | gateway.port must be a number from 1 to 65535",
                "{\"gateway\":{\"port\":65536}}              | 1 | 13 | gateway.port must be a number from 1 to 65535",
                "{\"watch\":{\"folder\":\"a\\u0000b\"}}         | 1 | 11 | watch.folder must be the path of a folder",
                "{\"scanner\":{\"baud\":299}}                | 1 | 13 | scanner.baud must be a number from 300 to 921600",
                "{\"display\":{\"longWaitMinutes\":200}}    | 1 |  2 | display.veryLongWaitMinutes must be a number from 200 to 1440",
                "{\"api\":{\"url\":\"garbage\"}}             | 1 |  9 | api.url must be like 1280x720",
            })
    void reportThePositionOfAWrongValue(String json, int line, int column, String problem) throws Exception {
        write(json);
        assertThat(trouble()).contains("line " + line + ", column " + column + ":", problem, file.toString());
        assertThat(trouble()).as("the second time").contains(problem);
        assertThat(file).hasContent(json);
        assertThatThrownBy(() -> settings.change(Settings.DEFAULT, ALL)).isInstanceOf(SettingsException.class);
        assertThat(file).hasContent(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                          | 1 | 2",
                "{~  \"till\": \"x\"~        | 3 | 1",
                "{\"till\":\"x\"}}          | 1 | 13",
                "till: x                    | 1 | 1",
                "{~ \"till\": 1,~ \"till\": 2} | 3 | 8",
                "{'till':'x'}               | 1 | 2",
                "{~\"till\": \"Касса\" \"x\"} | 2 | 17",
                "[]                         | 1 | 1",
                "\"x\"                      | 1 | 1",
                "``                         | 1 | 1"
            })
    void reportThePositionOfInvalidJson(String text, int line, int column) throws Exception {
        write(text.replace('~', '\n'));
        assertThat(trouble())
                .contains(file + " ")
                .containsPattern("line " + line + ", column (" + column + "|" + (column + 1) + ")\\b")
                .doesNotContain("REDACTED", "Source", "JsonToken", "tools.", "code ");
        assertThat(file).hasContent(text.replace('~', '\n'));
    }

    @Test
    void reportThePositionOfInvalidUtf8() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, "{\n \"till\": \"Касса\"}".getBytes(Charset.forName("windows-1251")));
        assertThat(trouble()).contains("UTF-8", "line 2, column 11");
    }

    @Test
    void areNotReadIfTheFileIsTooLong() throws Exception {
        write(" ".repeat(1 << 20) + "{}");
        assertThat(trouble()).contains("cannot be read");
    }

    @Test
    void areNotTheDefaultsForABrokenLink() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, folder.resolve("share-that-is-not-mounted"));
        assertThat(trouble()).contains("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "lang, language",
        "apiUrl, api.url",
        "api_url, api.url",
        "timeout, api.timeoutSeconds",
        "api.timeout, api.timeoutSeconds",
        "api.uri, api.url",
        "proxy.password, proxy.passwordFile",
        "tiil, till",
        "Theme, theme",
        "sendAtOnce, scanner.sendAtOnce",
        "zzz.b, ",
        "retention, "
    })
    void reportAnUnknownKeyAndTheMostSimilarOne(String key, String nearest) throws Exception {
        String[] parts = key.split("\\.", -1);
        write(parts.length == 1 ? "{\n \"" + key + "\": 1}" : "{\"" + parts[0] + "\": {\n \"" + parts[1] + "\": 1}}");
        boolean objectKnown = !parts[0].equals("zzz");
        SettingsFile.Contents contents = settings.read();
        assertThat(contents.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(contents.unknown())
                .singleElement()
                .isEqualTo(new SettingsFile.UnknownKey(objectKnown ? key : "zzz", objectKnown ? 2 : 1, 2, nearest));
    }

    /** The documents write the keys with dots, so that people do so in the file. */
    @ParameterizedTest
    @ValueSource(strings = {"api.url", "ledger.url", "scanner.sendAtOnce"})
    void reportAKeyThatIsWrittenWithADot(String key) throws Exception {
        write("{\n \"" + key + "\": \"http://192.168.1.5:8347\"}");
        SettingsFile.Contents contents = settings.read();
        assertThat(contents.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(contents.unknown())
                .singleElement()
                .isEqualTo(new SettingsFile.UnknownKey(key, 2, 2, "\"" + key.replace(".", "\": {\"") + "\": …}"));
    }

    @Test
    void reportThePositionOfAnUnknownKeyWithAnyCharacter() throws Exception {
        write("{\n \"a/b~c\": 1}");
        assertThat(settings.read().unknown())
                .singleElement()
                .isEqualTo(new SettingsFile.UnknownKey("a/b~c", 2, 2, null));
    }

    @Test
    void reportANumberThatIsTooLongForAnyType() throws Exception {
        write("{\"api\":{\"timeoutSeconds\":" + "9".repeat(400) + "}}");
        assertThat(trouble()).contains("line 1, column 9:", "api.timeoutSeconds must be a number from 1 to 600");
        write("{\"scanner\":{\"baud\":" + "9".repeat(400) + "}}");
        assertThat(trouble()).contains("line 1, column 13:", "scanner.baud must be a number");
    }

    @Test
    void keepACopyOfTheLastUsableFile() throws Exception {
        write("{\"till\":\"x\"}");
        settings.keepGoodCopy();
        assertThat(goodCopy).hasContent("{\"till\":\"x\"}");
        write("{\"till\":");
        settings.keepGoodCopy();
        assertThat(goodCopy).hasContent("{\"till\":\"x\"}");
        assertThat(settings.hasGoodCopy()).isTrue();

        settings.useGoodCopy();
        assertThat(settings.read().settings().till()).isEqualTo("x");
        assertThat(file.resolveSibling("settings.json.bad-20261124-090000")).hasContent("{\"till\":");
    }

    @Test
    void areResetOnlyOnRequestAndNothingIsDeleted() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        write("oops");
        settings.startFresh();
        assertThat(settings.read().settings()).isEqualTo(Settings.DEFAULT);
        assertThat(settings.hasGoodCopy()).isFalse();
        assertThat(file.resolveSibling("settings.json.bad-20261124-090000")).hasContent("oops");
        write("again");
        settings.startFresh();
        assertThat(file.resolveSibling("settings.json.bad-20261124-090000-2")).hasContent("again");
    }

    @Test
    void areNotTheDefaultsIfTheMissingFileNamedAnotherLedger() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        Files.delete(file);
        assertThat(trouble()).contains("missing", goodCopy.toString());
        settings.useGoodCopy();
        assertThat(settings.read().settings()).isEqualTo(ALL);

        settings.change(ALL, ALL.withLedgerUrl(null));
        Files.delete(file);
        assertThat(trouble()).as("the defaults would be another FiscalBox").contains("missing", goodCopy.toString());
        settings.useGoodCopy();

        settings.change(ALL.withLedgerUrl(null), ALL.withLedgerUrl(null).withApiUrl(null));
        Files.delete(file);
        assertThat(settings.read().settings()).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void stayIntactIfWritingFails() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        Files.delete(file);
        // A folder of the same name makes writing impossible.
        Files.createDirectories(file.resolve("x"));
        assertThatThrownBy(() -> settings.change(ALL, Settings.DEFAULT)).isInstanceOf(SettingsException.class);
        assertThat(goodCopy).exists();
    }

    @Test
    void leaveNoTemporaryFiles() throws Exception {
        settings.change(Settings.DEFAULT, ALL);
        settings.change(ALL, Settings.DEFAULT);
        try (Stream<Path> files = Files.list(folder.resolve("desk"))) {
            assertThat(files).containsExactlyInAnyOrder(file, goodCopy);
        }
    }

    private String trouble() {
        SettingsException trouble = catchThrowableOfType(SettingsException.class, settings::read);
        assertThat(trouble).isNotNull();
        return trouble.sentence(TEXTS);
    }

    private JsonNode json() throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder.resolve("desk"));
        Files.writeString(file, text);
    }

    private static SettingsFile at(Path file) {
        return new SettingsFile(
                file,
                Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC),
                List.of(new SettingsFile.Rule("api.url", url -> url.startsWith("http"), "settings-expected.size")));
    }
}
