package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the installer for one user with an image that consists of the scripts only, in the home of an unusual account. */
@EnabledOnOs(OS.LINUX)
class InstallScriptTest {
    private static final Path SCRIPTS = Path.of("packaging/image");

    @TempDir
    private Path folder;

    private Path home;
    private Path data;
    private Map<String, String> environment;

    @BeforeEach
    void createHome() throws IOException {
        home = Files.createDirectories(folder.resolve("Фурқат ДʼАртаньян O'Hara & Co $1 50%"));
        Path share = home.resolve("маълумот");
        data = share.resolve("fiskaldesk");
        environment = new HashMap<>(Map.of("HOME", home.toString(), "XDG_DATA_HOME", share.toString()));
    }

    /** Creates an image whose program prints its version. */
    private Path image(String version) throws IOException {
        Path image = folder.resolve("image of " + version);
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = image.resolve(SCRIPTS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(image.resolve("version"), version + "\n");
        Files.writeString(image.resolve("bin/fiskaldesk"), "#!/bin/sh\necho program " + version + "\n");
        Files.createDirectories(image.resolve("share/icons"));
        Files.writeString(image.resolve("share/icons/fiskaldesk-16.png"), "icon");
        Files.writeString(image.resolve("share/icons/fiskaldesk.svg"), "icon");
        Files.createDirectories(image.resolve("share/man/man1"));
        Files.writeString(image.resolve("share/man/man1/fiskaldesk.1"), "manual");
        return image;
    }

    private Image.Run install(String version, String... words) throws Exception {
        return Image.run(image(version).resolve("install"), folder, environment, words);
    }

    private String runProgram() throws Exception {
        return Image.run(home.resolve(".local/bin/fiskaldesk"), folder, Map.of())
                .done()
                .out()
                .strip();
    }

    private List<String> versions() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".local/opt/fiskaldesk"))) {
            return files.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void twoUpdatesKeepTheLedger() throws Exception {
        Path ledger = Files.createDirectories(data).resolve("ledger.db");
        Files.writeString(ledger, "payments");

        for (String version : List.of("0.9.0", "0.10.0", "0.10.1")) {
            install(version).done();
            assertThat(runProgram()).isEqualTo("program " + version);
        }

        assertThat(ledger).hasContent("payments");
        assertThat(versions()).containsExactly("0.10.0", "0.10.1");
        Image.run(home.resolve(".local/opt/fiskaldesk/current/install"), folder, environment, "--rollback")
                .done();
        assertThat(runProgram()).isEqualTo("program 0.10.0");
    }

    @Test
    void aDowngradeIsRefusedAndChangesNothing() throws Exception {
        install("0.10.0").done();

        Image.Run older = install("0.9.9");

        assertThat(older.exitCode()).isEqualTo(2);
        assertThat(older.err().lines())
                .singleElement()
                .asString()
                .contains("0.10.0 is installed, which is newer than 0.9.9", "--rollback");
        assertThat(runProgram()).isEqualTo("program 0.10.0");
        assertThat(versions()).containsExactly("0.10.0");
    }

    @Test
    void theSameVersionCanBeInstalledAgain() throws Exception {
        install("0.9.0").done();
        install("0.9.0").done();

        assertThat(runProgram()).isEqualTo("program 0.9.0");
    }

    /** As the desktop entry specification wants it: an argument in quotes, in a string with escapes. */
    @Test
    void theMenuEntryQuotesThePathOfTheProgram() throws Exception {
        install("0.9.0", "--autostart").done();

        String entry = Files.readString(data.resolveSibling("applications/fiskaldesk.desktop"));
        String path =
                home.resolve(".local/opt/fiskaldesk/current/bin/fiskaldesk").toString();
        assertThat(entry.lines())
                .contains("Exec=\"" + path.replace("$", "\\\\$").replace("%", "%%") + "\"")
                .contains("Comment[ru]=Завершает платежи Anor, о фискальном чеке которых FiscalBox ещё не знает");
        assertThat(home.resolve(".config/autostart/fiskaldesk.desktop")).hasContent(entry);
    }

    @Test
    void settingsAreTakenOnceAndKeptAfterwards() throws Exception {
        Path settings = Files.writeString(folder.resolve("касса's settings.json"), "{\"till\": \"1\"}");
        install("0.9.0", "--settings", settings.toString()).done();
        assertThat(data.resolve("settings.json")).hasContent("{\"till\": \"1\"}");

        Files.writeString(settings, "{\"till\": \"2\"}");
        assertThat(install("0.9.1", "--settings", settings.toString()).done().out())
                .contains("were kept");

        assertThat(data.resolve("settings.json")).hasContent("{\"till\": \"1\"}");
    }

    @Test
    void aMissingSettingsFileStopsTheInstallation() throws Exception {
        Image.Run run = install("0.9.0", "--settings", "missing.json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("missing.json cannot be read");
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void removalKeepsTheDataUnlessAsked() throws Exception {
        Files.writeString(Files.createDirectories(data).resolve("ledger.db"), "payments");
        install("0.9.0", "--autostart").done();

        install("0.9.0", "--remove").done();
        assertThat(home.resolve(".local/opt/fiskaldesk")).doesNotExist();
        assertThat(home.resolve(".config/autostart/fiskaldesk.desktop")).doesNotExist();
        assertThat(data.resolve("ledger.db")).exists();

        assertThat(install("0.9.0", "--data").exitCode()).as("without --remove").isEqualTo(2);
        install("0.9.0", "--remove", "--data").done();
        assertThat(data).doesNotExist();
    }
}
