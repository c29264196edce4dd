package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on the image, as somebody at the till would try them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "many processes of the batch file are slow there")
class SecurityIT {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final String RECEIPT = "ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20230104121801&s=514343190161";

    @TempDir
    private Path folder;

    private Image.Run run(String... words) throws Exception {
        return run(Map.of(), words);
    }

    private Image.Run run(Map<String, String> environment, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--lang", "en", "--data-dir", folder.resolve("data").toString()));
        return Image.run(folder, environment, all.toArray(String[]::new));
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void thePinIsNotGuessedByManyProcessesAtOnceNorAroundIt() throws Exception {
        run("supervisor", "--set", "--new-pin-file", file("pin", "2407")).done();
        String wrong = file("wrong", "0000");
        try (ExecutorService cashiers = Executors.newFixedThreadPool(6)) {
            List<Future<Image.Run>> tries = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                tries.add(cashiers.submit(() -> run("supervisor", "--remove", "--pin-file", wrong)));
            }
            int looked = 0;
            for (Future<Image.Run> each : tries) {
                assertThat(each.get().exitCode()).isEqualTo(2);
                looked += each.get().err().startsWith("The PIN is wrong") ? 1 : 0;
            }
            assertThat(looked).isEqualTo(3);
        }
        assertThat(run(
                                "supervisor",
                                "--remove",
                                "--pin-file",
                                folder.resolve("pin").toString())
                        .err())
                .contains("too many wrong PINs");
        String ledger = "jdbc:sqlite:" + folder.resolve("data/ledger.db");
        assertThat(Image.run(
                                folder,
                                Map.of(),
                                "supervisor",
                                "--remove",
                                "--ledger",
                                ledger,
                                "--data-dir",
                                folder.resolve("other").toString(),
                                "--lang",
                                "en",
                                "--pin-file",
                                folder.resolve("pin").toString())
                        .err())
                .contains("too many wrong PINs");
    }

    @Test
    void nobodySignsWithAnothersName() throws Exception {
        Map<String, String> disguised = Map.of("FISKALDESK_JVM_OPTIONS", "-Duser.name=manager");
        run(disguised, "add", ID).done();
        assertThat(run("show", ID, "--json").done().out()).contains("\"who\":").doesNotContain("manager");
    }

    @Test
    void receiptsThatOnlyLookLikeOneAreRefused() throws Exception {
        for (String spoof : List.of(
                "https://ofd.soliq.uz.evil.example/check?" + RECEIPT.substring(RECEIPT.indexOf('?') + 1),
                "https://evil.example@" + RECEIPT,
                "https://" + RECEIPT.replace("soliq", "sоliq"),
                "https://" + RECEIPT + "&r=2422",
                "javascript:" + RECEIPT)) {
            assertThat(run("receipt", spoof).exitCode()).as(spoof).isNotZero();
        }
    }

    @Test
    void aSlipInTheSettingsNeverMeansAnotherList() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path settings = Files.writeString(data.resolve("settings.json"), "{ \"ledger\": {\"url\": ");
        for (int i = 0; i < 2; i++) {
            Image.Run run = run("add", ID);
            assertThat(run.exitCode()).isEqualTo(6);
            assertThat(run.err()).contains("line 1, column").doesNotContain("REDACTED");
        }
        assertThat(settings).exists();
        assertThat(data.resolve("ledger.db")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSmallFileStopsNothing() throws Exception {
        Path sheet = Path.of("src/test/resources/uz/fiskaldesk/intake/far-column.xlsx")
                .toAbsolutePath();
        Image.Run imported = run("import", sheet.toString());
        assertThat(imported.out() + imported.err()).doesNotContain("unexpected", "OutOfMemory");
        assertThat(run("list").exitCode()).isZero();
    }
}
