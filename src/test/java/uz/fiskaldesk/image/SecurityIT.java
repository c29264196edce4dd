package uz.fiskaldesk.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Attacks on the image by a user at the till. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "many processes of the batch file are slow there")
@Execution(ExecutionMode.CONCURRENT)
class SecurityIT {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20230104121801&s=514343190161";

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
    void parallelProcessesCannotGuessOrBypassThePin() throws Exception {
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
    void approverNamesCannotBeForged() throws Exception {
        Map<String, String> disguised = Map.of("FISKALDESK_JVM_OPTIONS", "-Duser.name=manager");
        run(disguised, "add", ID).done();
        assertThat(run("show", ID, "--json").done().out()).contains("\"who\":").doesNotContain("manager");
    }

    @Test
    void forgedReceiptsAreRefused() throws Exception {
        run("receipt", RECEIPT).done();
        for (String spoof : List.of(
                RECEIPT.replace("soliq.uz", "soliq.uz.evil.example"),
                RECEIPT.replace("ofd.", "evil.example@ofd."),
                RECEIPT.replace("soliq", "sоliq"),
                RECEIPT + "&r=2422",
                RECEIPT + "#&%74=2422",
                RECEIPT.replace("https:", "javascript:"))) {
            assertThat(run("receipt", spoof).exitCode()).as(spoof).isNotZero();
        }
    }

    @Test
    void invalidSettingsNeverSelectAnotherList() throws Exception {
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

    /** Includes files that existed before, here the settings. */
    @Test
    void otherUsersCannotReadFilesForAnyUmask() throws Exception {
        Path shop = folder.resolve("shop");
        Path data = Files.createDirectories(shop.resolve("data"));
        ownerOnly(shop);
        ownerOnly(data);
        Path settings = Files.writeString(data.resolve("settings.json"), "{}");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-rw-rw-"));
        openToAll("add", ID, "--data-dir", data.toString()).done();
        openToAll("export", "--format", "csv", shop.resolve("out.csv").toString(), "--data-dir", data.toString())
                .done();
        // Server commands make the daily backup at their start.
        Process inbox = Image.start(
                Path.of("/bin/sh"), folder, Map.of(), openly("inbox", "--port", "0", "--data-dir", data.toString()));
        try {
            await(() -> Files.isDirectory(data.resolve("backups")) && isBackup(data.resolve("backups")));
        } finally {
            inbox.destroy();
            assertThat(inbox.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(shop)) {
            for (Path each : all.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                if (!rights.endsWith("------")) {
                    open.add(rights + " " + each);
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(data.resolve("logs/fiskaldesk.log")).exists();
        assertThat(data.resolve("settings.last-good.json")).exists();
        assertThat(shop.resolve("out.csv")).exists();
    }

    private static void ownerOnly(Path path) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    private static String[] openly(String... words) {
        List<String> all = new ArrayList<>(
                List.of("-c", "umask 000; exec \"$@\"", "sh", Image.launcher().toString()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private Image.Run openToAll(String... words) throws Exception {
        return Image.run(Path.of("/bin/sh"), folder, Map.of(), openly(words));
    }

    private static boolean isBackup(Path backups) throws Exception {
        try (Stream<Path> files = Files.list(backups)) {
            return files.anyMatch(file -> file.toString().endsWith(".db"));
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long latest = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(latest);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void anExportReplacesNeitherTheListNorAnotherFile() throws Exception {
        run("add", ID).done();
        Path ledger = folder.resolve("data/ledger.db");
        Image.Run onLedger = run("export", "--format", "csv", "--force", ledger.toString());
        assertThat(onLedger.exitCode()).as("%s", onLedger).isEqualTo(2);
        assertThat(onLedger.err()).contains("among FiskalDesk's own files");
        String other = file("report.csv", "mine");
        assertThat(run("export", "--format", "csv", other).exitCode()).isEqualTo(2);
        assertThat(Path.of(other)).hasContent("mine");
        assertThat(run("list", "--json").done().out().lines()).hasSize(1);
    }

    @Test
    void leadingZerosDoNotMakeAnotherReceiptAndManipulationIsDetected() throws Exception {
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            String api = fiscalBox.address().toString();
            run("import", file("three.csv", "transaction_id\n" + id(1) + "\n" + id(2) + "\n" + id(3) + "\n"))
                    .done();
            for (int i = 1; i <= 3; i++) {
                String receipt = RECEIPT.replace("r=2421", "r=" + "0".repeat(i - 1) + "123");
                Image.Run run = run("confirm", id(i), "--receipt", receipt, "--api", api, "--yes");
                assertThat(run.exitCode()).as("%s", run).isEqualTo(i == 1 ? 0 : 2);
                assertThat(run.err()).contains(i == 1 ? "" : id(1));
            }
            assertThat(fiscalBox.confirmations()).hasSize(1);
            assertThat(run("check", "--api", api).done().out()).contains("unchanged");

            PostgresServer.run(
                    SqliteLedger.urlOf(folder.resolve("data/ledger.db")),
                    "UPDATE payment SET state = 'CONFIRMED'",
                    "DELETE FROM attempt");
            Image.Run check = run("check", "--api", api);
            assertThat(check.exitCode()).isEqualTo(6);
            assertThat(check.out())
                    .contains("the payment " + id(3) + " does not follow from its history")
                    .contains("(payment " + id(1) + ") was changed or taken away")
                    .doesNotContain("unchanged");
        }
    }

    private static String id(int number) {
        return ID.substring(0, ID.length() - 1) + number;
    }

    @Test
    void theSimulatorIsNamedAndRefusedIfSettingsAreGuarded() throws Exception {
        Process simulator = Image.start(folder, Map.of(), "simulator", "--port", "0");
        try {
            String api = Image.firstLine(simulator);
            run("import", file("two.csv", "transaction_id\n" + id(1) + "\n" + id(2) + "\n"))
                    .done();
            run("confirm", id(1), "--receipt", RECEIPT, "--api", api, "--yes").done();
            assertThat(run("show", id(1)).done().out()).contains("by the practice FiscalBox", api);

            run("supervisor", "--set", "--new-pin-file", file("pin", "2407")).done();
            String another = RECEIPT.replace("r=2421", "r=2422").replace("c=20230104", "c=20230105");
            String[] confirm = {"confirm", id(2), "--receipt", another, "--api", api, "--yes"};
            Image.Run guarded = run(confirm);
            assertThat(guarded.exitCode()).isEqualTo(2);
            assertThat(guarded.err()).contains("The options --api differ from the settings.");
            // The PIN does not change that: the simulator's responses do not count if the settings are guarded.
            List<String> withPin = new ArrayList<>(List.of(confirm));
            withPin.addAll(List.of("--pin-file", folder.resolve("pin").toString()));
            assertThat(run(withPin.toArray(String[]::new)).exitCode()).isEqualTo(3);
        } finally {
            simulator.destroy();
            assertThat(simulator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void trainingLedgersAndCopiesAreRefused() throws Exception {
        run("add", ID).done();
        Path data = folder.resolve("data");
        Path copy = Files.createDirectories(folder.resolve("copy"));
        try (Stream<Path> files = Files.list(data)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Files.copy(each, copy.resolve(each.getFileName()));
            }
        }
        Image.Run copied = Image.run(folder, Map.of(), "add", id(2), "--lang", "en", "--data-dir", copy.toString());
        assertThat(copied.exitCode()).isEqualTo(6);
        assertThat(copied.err()).contains("is a copy or an older state");

        Path trainingData = Files.createDirectories(data.resolve("training"));
        Path training = trainingData.resolve("ledger.db");
        new LedgerFile(SqliteLedger.urlOf(training))
                .openForTraining(Instant.now())
                .close();
        Image.Run asReal = Image.run(folder, Map.of(), "list", "--lang", "en", "--data-dir", trainingData.toString());
        assertThat(asReal.exitCode()).isEqualTo(6);
        assertThat(asReal.err()).contains("is one of training");
        Image.Run restored = run("restore", training.toString());
        assertThat(restored.exitCode()).isEqualTo(2);
        assertThat(run("list", "--json").done().out().lines()).hasSize(1);
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNeverShown() throws Exception {
        List<Image.Run> runs = List.of(
                run("list", "--ledger", "jdbc:postgresql://till:geheim47@127.0.0.1:9/list"),
                run("list", "--ledger", "jdbc:postgresql://127.0.0.1:9/list?user=till&password=geheim47"),
                run("check", "--api", "http://till:geheim47@127.0.0.1:9"));
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.exitCode()).as("%s", run).isIn(2, 6);
            assertThat(run.out() + run.err()).doesNotContain("geheim47");
        });
        assertThat(runs.getFirst().err()).contains("has a password in it");
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each, ISO_8859_1)).as("%s", each).doesNotContain("geheim47");
            }
        }
    }

    /** 14 backups are kept. */
    @Test
    void backupsFromAWrongClockDoNotReplaceLaterOnes() throws Exception {
        run("add", id(1)).done();
        Path ledger = folder.resolve("data/ledger.db");
        LedgerFile file = new LedgerFile(SqliteLedger.urlOf(ledger));
        Instant ahead = Instant.now().plus(Duration.ofDays(20 * 365));
        for (int day = 0; day < 14; day++) {
            file.backUpDaily(ahead.plus(Duration.ofDays(day)));
        }
        run("add", id(2)).done();
        Path backups = folder.resolve("data/backups");
        Process inbox = Image.start(
                folder,
                Map.of(),
                "inbox",
                "--port",
                "0",
                "--data-dir",
                folder.resolve("data").toString());
        String year = "ledger-" + LocalDate.now(ZoneId.of("Asia/Tashkent")).getYear();
        try {
            await(() -> Stream.of(Objects.requireNonNull(backups.toFile().list()))
                    .anyMatch(name -> name.startsWith(year) && name.endsWith(".db")));
        } finally {
            inbox.destroy();
            assertThat(inbox.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        Files.delete(ledger);

        assertThat(run("list", "--json").done().out()).contains(id(1), id(2));
    }
}
