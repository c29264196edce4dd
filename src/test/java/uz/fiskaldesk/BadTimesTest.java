package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testfx.api.FxToolkit;
import uz.fiskaldesk.crash.Disks;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.Logging;

/** Tests unusable ledgers and settings: one sentence, exit code 6, the stack trace in the log, and no loss of data. */
class BadTimesTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder).logging(BadTimesTest::log);
    }

    private static void log(Path logs) {
        detachLog();
        Logging.toFolder(logs);
    }

    @AfterEach
    void tearDown() {
        detachLog();
    }

    private static void detachLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        var file = root.getAppender("file");
        if (file != null) {
            file.stop();
            root.detachAppender(file);
        }
    }

    private String logged() throws Exception {
        return Files.readString(folder.resolve("logs").resolve("fiskaldesk.log"));
    }

    @Test
    void aDamagedLedger() throws Exception {
        Path ledger = Files.writeString(folder.resolve("ledger.db"), "no ledger ".repeat(2_000));
        terminal.run("list").refused(6, "damaged");
        assertThat(logged()).contains("\tat ");
        assertThat(Files.readString(ledger)).startsWith("no ledger");
    }

    @Test
    void aLedgerOfANewerVersion() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                    + " script, checksum, installed_by, execution_time, success) VALUES"
                    + " (9999, '9999', 'future', 'SQL', 'V9999__future.sql', 1, '', 1, 1)");
        }
        terminal.run("list").refused(6, "newer version");
        terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT).refused(6, "newer version");
    }

    @Test
    void aReadOnlyLedger() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        Optional<Disks.Undo> undo = Disks.readOnly(folder);
        assumeTrue(undo.isPresent(), "nothing makes a folder read-only for this user");
        try (Disks.Undo _ = undo.get()) {
            terminal.logging(_ -> {}).run("add", Payments.SECOND).refused(6, "write permission");
        }
        assertThat(terminal.run("list", "--json").done().lines()).hasSize(1);
    }

    @Test
    void aFullDisk() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Optional<Disks.Undo> undo = Disks.small(small, 800);
        assumeTrue(undo.isPresent(), "no small disk can be had here");
        try (Disks.Undo _ = undo.get()) {
            Terminal tight = new Terminal(small);
            tight.run("add", Payments.FIRST).done();
            Path filler = small.resolve("filler");
            Files.write(filler, new byte[(int) small.toFile().getUsableSpace()]);
            tight.run("add", Payments.SECOND, "--note", "x".repeat(400)).refused(6, "disk is full");
            Files.delete(filler);
            assertThat(tight.run("list", "--json").done().lines()).hasSize(1);
        }
    }

    @Test
    void aDataFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        new Terminal(file).run("list").refused(6, file.toString());
        // Opens the desk. It ends the JavaFX that it starts, which could not be started again for the tests of windows.
        FxToolkit.registerPrimaryStage();
        new Terminal(file).run().refused(6, "The data folder " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{oops", "[]", "", "{\"api\": {\"timeoutSeconds\": \"soon\"}}", "{\"language\": \"de\"}"})
    void invalidSettingsAreKeptAndStopEveryRun(String text) throws Exception {
        Path settings = Files.writeString(folder.resolve("settings.json"), text);
        for (int run = 1; run <= 2; run++) {
            terminal.run("add", Payments.FIRST).refused(6, "settings.json").refused(6, "line 1, column ");
            terminal.run("list").refused(6, "settings.json");
            assertThat(settings).hasContent(text);
        }
        assertThat(folder.resolve("ledger.db"))
                .as("nothing was done on other settings")
                .doesNotExist();
        Files.writeString(settings, "{}");
        terminal.run("add", Payments.FIRST).done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "receipt"})
    void invalidSettingsDoNotStopCommandsThatDoNotNeedThem(String word) throws Exception {
        Path settings = Files.writeString(folder.resolve("settings.json"), "{oops");
        Terminal.Run run = word.equals("receipt") ? terminal.run(word, Payments.RECEIPT) : terminal.run(word);
        run.done();
        assertThat(settings).hasContent("{oops");
        assertThat(folder.resolve("settings.last-good.json")).doesNotExist();
    }

    @Test
    void anUnknownKeyIsReportedAndStopsNothing() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"apiUrl\": \"http://127.0.0.1:1\", \"later\": 1}");
        Terminal.Run run = terminal.run("add", Payments.FIRST);
        assertThat(run.code()).isZero();
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("line 1, column 2: apiUrl", "did you mean api.url?"),
                        line -> assertThat(line).contains("column 34: later").doesNotContain("did you mean"));
    }

    @Test
    void unreadableSettingsAreReported() throws Exception {
        Files.createDirectory(folder.resolve("settings.json"));
        terminal.run("list").refused(6, "settings.json");
    }

    @Test
    void everyOptionHasAKeyInTheSettings(@TempDir Path elsewhere) throws Exception {
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.parse("{\"default\": \"hang\"}"))) {
            Files.writeString(folder.resolve("settings.json"), """
                    {"ledger": {"url": "jdbc:sqlite:%s"}, "api": {"url": "%s", "timeoutSeconds": 0.3},
                     "language": "ru", "till": "Касса 2", "cashier": "Азиза"}
                    """.formatted(
                            elsewhere.resolve("l.db").toString().replace("\\", "/"), fiscalBox.address()));
            terminal.run("add", Payments.FIRST).done();
            assertThat(elsewhere.resolve("l.db")).exists();
            Terminal.Run run = terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT);
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).contains("чек");
            assertThat(terminal.run("show", Payments.FIRST, "--json").done().out())
                    .contains("\"who\":\"Азиза (Dilnoza)\"", "\"till\":\"Касса 2\"");
            // An option applies to its run only.
            assertThat(terminal.run("list", "--lang", "en", "--state", "READY").err())
                    .contains("No payments");
            assertThat(terminal.run("list", "--state", "READY").err()).doesNotContain("No payments");
        }
    }

    @Test
    void anInvalidAddressInTheSettingsStopsTheRunFirst() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        Files.writeString(folder.resolve("settings.json"), "{\"api\": {\"url\": \"ftp://x\"}}");
        terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT).refused(6, "api.url must be an address");
        Files.delete(folder.resolve("settings.json"));
        assertThat(terminal.run("list", "--json").done().out()).contains("\"state\":\"PENDING\"");
    }

    @Test
    void phonesAndCardsDoNotReachTheLog() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"till\": 8600141234563145}");
        terminal.run("add", Payments.FIRST, "--phone", "998946532140", "--card", "8600141234563145");
        Files.delete(folder.resolve("settings.json"));
        terminal.run("add", Payments.FIRST, "--phone", "998946532140", "--card", "8600141234563145")
                .done();
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            List<Path> all = logs.toList();
            assertThat(all)
                    .allSatisfy(log ->
                            assertThat(Files.readString(log)).doesNotContain("998946532140", "8600141234563145"));
        }
    }
}
