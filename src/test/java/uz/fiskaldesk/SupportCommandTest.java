package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code support}: what the file contains, and that nothing in it is secret. */
class SupportCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private Terminal terminal;

    @BeforeEach
    void setUp() throws IOException {
        terminal = new Terminal(folder);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.resolve("fiskaldesk.log"), "WARN from 998946532140 with 8600140000003145\n");
        try (GZIPOutputStream old = new GZIPOutputStream(Files.newOutputStream(logs.resolve("fiskaldesk.1.log.gz")))) {
            old.write("INFO yesterday +998 94 653 21 40\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                folder.resolve("settings.json"),
                "{\"proxy\": {\"url\": \"http://anna:hunter2@proxy:3128\"}, \"theme\": \"dark\"}");
    }

    private void rejectOne() throws IOException {
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.of(Behaviour.reject(333, "expired")))) {
            terminal.run(
                    "add",
                    Payments.FIRST,
                    "--phone",
                    "998946532140",
                    "--card",
                    "860014******3145",
                    "--note",
                    "call +998946532140");
            new Terminal(folder)
                    .with(fiscalBox.address())
                    .run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT, "--yes");
        }
    }

    private static Map<String, String> unzip(Path file) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    @Test
    void theFileHasVersionsSettingsAttemptsAndLogsWithoutSecrets() throws IOException {
        rejectOne();
        Path file = elsewhere.resolve("support.zip");
        Terminal.Run run = terminal.run("support", file.toString());
        assertThat(run.code()).isZero();
        Map<String, String> parts = unzip(file);
        assertThat(parts)
                .containsOnlyKeys(
                        "about.txt", "settings.json", "payments.txt", "logs/fiskaldesk.log", "logs/fiskaldesk.1.log");
        assertThat(run.out()).contains(parts.keySet());
        assertThat(parts.get("about.txt")).contains("FiskalDesk " + Version.read(), "REJECTED=1");
        assertThat(parts.get("settings.json")).contains("\"theme\": \"dark\"", "//***@proxy");
        assertThat(parts.get("payments.txt"))
                .contains(Payments.FIRST, Payments.RECEIPT, "REJECTED", "333: expired", "RECEIPT_ATTACHED");
        assertThat(parts.values())
                .as("phones, cards and passwords are masked")
                .allSatisfy(text -> assertThat(text).doesNotContain("6532140", "653 21 40", "hunter2", "40000003"));
        terminal.run("support", file.toString()).refused(2, "--force");
    }

    @Test
    void withoutAFileTheContentsArePrinted() throws IOException {
        rejectOne();
        String printed = terminal.run("support").done().out();
        assertThat(printed)
                .contains("--- about.txt", "--- payments.txt", "333: expired")
                .doesNotContain("6532140");
    }

    @Test
    void worksWithUnusableSettingsAndADamagedList() throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"inboxToken\": \"s3cret\", \"theme\": ");
        Files.writeString(folder.resolve("ledger.db"), "this is no database ".repeat(500));
        Path file = elsewhere.resolve("support.zip");
        assertThat(terminal.run("support", file.toString()).code()).isZero();
        Map<String, String> parts = unzip(file);
        assertThat(parts.get("settings.json")).contains("\"theme\"").doesNotContain("s3cret");
        assertThat(parts.get("about.txt")).contains("List: ");
        assertThat(parts).containsKey("logs/fiskaldesk.log");
    }
}
