package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code check}, which prints a line each for the settings, the ledger, FiscalBox and the clock. */
class CheckCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    private Terminal.Run check(Scenario scenario, Clock clock) throws Exception {
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(scenario, 0, clock, _ -> {})) {
            Terminal.Run run =
                    terminal.run("check", "--api", fiscalBox.address().toString());
            assertThat(fiscalBox.confirmations()).isEmpty();
            return run;
        }
    }

    /** Returns all lines except the last, which names this computer's cameras. */
    private static List<String> lines(Terminal.Run run) {
        List<String> lines = run.lines();
        assertThat(lines.getLast()).startsWith("Cameras: ");
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void everyPartIsReportedIfAllIsWell() throws Exception {
        terminal.run("add", Payments.FIRST).done();
        Terminal.Run run = check(Scenario.confirming(), terminal.clock).done();
        assertThat(lines(run))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Settings: in order, " + folder.resolve("settings.json")),
                        line -> assertThat(line).isEqualTo("Ledger: in order; payments: 1, open: 1"),
                        line -> assertThat(line).startsWith("History: 1 entries, unchanged; its end is "),
                        line -> assertThat(line)
                                .startsWith("FiscalBox: connected to http://127.0.0.1:")
                                .endsWith(", fiscal module UZ170703100597"),
                        line -> assertThat(line).isEqualTo("Till: Payments can be taken: FiscalBox accepts them."),
                        line -> assertThat(line).startsWith("Clock: in order"));
    }

    @Test
    void aLatePaymentIsReported() throws Exception {
        try (Ledger ledger =
                SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), terminal.clock.instant())) {
            Instant began = terminal.clock.instant().minus(Duration.ofMinutes(40));
            ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(Act.Kind.IMPORTED));
            Ledger.StartedAttempt begun = ledger.claim(
                            ledger.find(Samples.id(1)).orElseThrow(), "till 3", began, null)
                    .orElseThrow();
            ledger.recordOutcome(begun.attemptId(), Samples.notSent(), began, began.plus(Duration.ofMinutes(5)));
        }
        Terminal.Run run = check(Scenario.confirming(), terminal.clock);
        assertThat(run.code()).isEqualTo(6);
        assertThat(lines(run))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Payments that should have been sent by now: 1")
                        .contains("35 min")
                        .as("an absent FiscalBox is the usual cause, and opening the desk again would not help")
                        .contains("If FiscalBox does not answer (see below), put that right first"));
    }

    @Test
    void aWrongClockIsReported() throws Exception {
        Terminal.Run run = check(Scenario.confirming(), Clock.offset(terminal.clock, Duration.ofMinutes(6)));
        assertThat(run.code()).isEqualTo(1);
        assertThat(lines(run).getLast()).startsWith("Clock: 6 min").contains("set the clock");
    }

    @Test
    void aTillThatWillStopIsWarnedOfBeforeItDoes() throws Exception {
        Scenario scenario = Scenario.parse("""
                {"infoFields": {"receipt_count": "700", "receipt_max_count": 858, "zreport_count": 810,
                 "zreport_max_count": "832", "version_code": "1.12.1"}}""");
        Terminal.Run run = check(scenario, terminal.clock).done();
        assertThat(lines(run))
                .contains(
                        "Till: Payments can be taken: FiscalBox accepts them.",
                        "Till: Connect the till to the internet and send its receipts soon: 700 of at most 858 are not"
                                + " sent. When this memory is full, FiscalBox accepts no payments.",
                        "Till: Call the service centre and order a new fiscal module: there is memory for 22 more of"
                                + " 832 shifts.",
                        "Till: Unsent receipts: 700, memory for 858",
                        "Till: Version of FiscalBox: 1.12.1");
    }

    @Test
    void aFullTillIsTrouble() throws Exception {
        Scenario scenario = Scenario.parse("{\"infoFields\": {\"receipt_count\": 858, \"receipt_max_count\": 858}}");
        Terminal.Run run = check(scenario, terminal.clock);
        assertThat(run.code()).isEqualTo(1);
        assertThat(lines(run)).contains("Till: Take no new payments now: they could not be fiscalized.");
    }

    @Test
    void theStateOfTheTillIsJsonForOtherPrograms() throws Exception {
        Scenario scenario = Scenario.parse("""
                {"infoFields": {"receipt_count": 858, "receipt_max_count": 858, "zreport_count": 38,
                 "first_unacknowledged_receipt_time": "2020-01-02 03:04:05", "version_code": "1.12.1"}}""");
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(scenario, 0, terminal.clock, _ -> {})) {
            Terminal.Run run =
                    terminal.run("check", "--json", "--api", fiscalBox.address().toString());
            assertThat(run.code()).isEqualTo(1);
            JsonNode json = new JsonMapper().readTree(run.lines().getFirst());
            assertThat(run.lines()).hasSize(1);
            assertThat(json.path("lines").valueStream().map(JsonNode::asString))
                    .contains("Ledger: none yet; it is made when it is first used");
            JsonNode till = json.path("till");
            assertThat(till.path("safeForPayment").booleanValue()).isFalse();
            assertThat(till.path("terminalId").asString()).isEqualTo("UZ170703100597");
            assertThat(till.path("unsentReceipts").longValue()).isEqualTo(858);
            assertThat(till.path("receiptCapacity").longValue()).isEqualTo(858);
            assertThat(till.path("oldestUnsent").asString()).isEqualTo("2020-01-01T22:04:05Z");
            assertThat(till.path("shifts").longValue()).isEqualTo(38);
            assertThat(till.path("shiftCapacity").isNull()).isTrue();
            assertThat(till.path("version").asString()).isEqualTo("1.12.1");
            assertThat(till.path("warnings").path(0).path("code").asString()).isEqualTo("receipt-memory-full");
            assertThat(till.path("warnings").path(0).path("blocksPayments").booleanValue())
                    .isTrue();
            assertThat(till.path("warnings").path(1).path("code").asString()).isEqualTo("unsent-too-old");
        }
        Terminal.Run down = terminal.run("check", "--json", "--api", "http://127.0.0.1:1");
        assertThat(down.code()).isEqualTo(4);
        JsonNode till = new JsonMapper().readTree(down.lines().getFirst()).path("till");
        assertThat(till.path("safeForPayment").booleanValue()).isFalse();
        assertThat(till.path("warnings").path(0).path("code").asString()).isEqualTo("unreachable");
        assertThat(till.path("warnings").path(0).path("text").asString())
                .startsWith("There is no connection to FiscalBox. Start FiscalBox");
    }

    @Test
    void anUninitialisedModuleIsReported() throws Exception {
        Terminal.Run run = check(Scenario.parse("{\"info\": \"102\"}"), terminal.clock);
        assertThat(run.code()).isEqualTo(1);
        assertThat(lines(run).getLast()).contains("102", "Wait until FiscalBox has started");
    }

    @Test
    void fiscalBoxSendsItsStoredReceipts() throws Exception {
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            String address = fiscalBox.address().toString();
            Terminal.Run run = terminal.run("send-receipts", "--api", address).done();
            assertThat(run.lines())
                    .containsExactly("Retry the payments now: FiscalBox has sent its receipts."
                            + " FiscalBox: All receipts have been sent");
            fiscalBox.play(Scenario.parse("{\"info\": \"102\"}"));
            Terminal.Run refused = terminal.run("send-receipts", "--api", address);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.lines().getFirst())
                    .startsWith("Wait until FiscalBox has started fully")
                    .endsWith("FiscalBox: code 102: FISCAL_MODULE_NOT_INITIALIZED");
            assertThat(fiscalBox.requests())
                    .allSatisfy(seen -> assertThat(seen.path()).isEqualTo("/order/sendreceipt"));
        }
        assertThat(terminal.run("send-receipts", "--api", "http://127.0.0.1:1").code())
                .isEqualTo(4);
    }

    @Test
    void otherPartsAreCheckedWithoutFiscalBox() {
        Terminal.Run run = terminal.run("check", "--api", "http://127.0.0.1:1");
        assertThat(run.code()).isEqualTo(4);
        assertThat(lines(run)).hasSize(3);
        assertThat(lines(run).getLast())
                .startsWith("FiscalBox: no connection to http://127.0.0.1:1")
                // The advice does not mention sending.
                .doesNotContain("Not sent", "next payment");
    }

    /** Returns the contents of all files in the data folder except the log. */
    private Map<Path, String> everything() throws IOException {
        Map<Path, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(file, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @Test
    void nothingIsCreatedIfThereIsNoLedger() throws Exception {
        Map<Path, String> before = everything();

        Terminal.Run run = terminal.run("check", "--api", "http://127.0.0.1:1");

        assertThat(lines(run).get(1)).isEqualTo("Ledger: none yet; it is made when it is first used");
        assertThat(everything()).isEqualTo(before);
    }

    /** Uses the file of an earlier version with a payment that a killed process was sending, then damages that file. */
    @Test
    void actionsOfTheNextStartAreReportedButNotDone() throws Exception {
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        LedgerFile file = new LedgerFile(url);
        try (Ledger ledger = file.open(terminal.clock.instant()).ledger()) {
            ledger.add(Samples.payment(1), Samples.receipt(1), Samples.act(Act.Kind.ADDED));
            file.backUpDaily(terminal.clock.instant());
            ledger.claim(ledger.find(Samples.id(1)).orElseThrow(), "Kassa", terminal.clock.instant(), null);
        }
        Map<Path, String> before = everything();

        Terminal.Run run = terminal.run("check", "--api", "http://127.0.0.1:1");

        assertThat(lines(run).get(1)).isEqualTo("Ledger: in order; payments: 1, open: 1");
        assertThat(lines(run).get(2)).startsWith("Ledger: 1 payments were interrupted while being sent");
        assertThat(everything()).isEqualTo(before);

        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM flyway_schema_history WHERE installed_rank ="
                    + " (SELECT max(installed_rank) FROM flyway_schema_history)");
        }
        before = everything();
        run = terminal.run("check", "--api", "http://127.0.0.1:1");
        assertThat(lines(run).get(2)).startsWith("Ledger: from an earlier version");
        assertThat(everything()).isEqualTo(before);

        Files.write(folder.resolve("ledger.db"), new byte[0]);
        before = everything();
        run = terminal.run("check", "--api", "http://127.0.0.1:1");
        assertThat(run.code()).isEqualTo(6);
        assertThat(lines(run).get(1)).startsWith("Ledger: damaged or missing.").contains("backups");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void nothingIsCreatedInASharedDatabase() {
        String shared = PostgresServer.get().newDatabase();

        Terminal.Run run = terminal.run("check", "--api", "http://127.0.0.1:1", "--ledger", shared);

        assertThat(lines(run).get(1)).isEqualTo("Ledger: none yet; it is made when it is first used");
        assertThat(PostgresServer.queryFirst(shared, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
        terminal.run("add", Payments.FIRST, "--ledger", shared).done();
        assertThat(lines(terminal.run("check", "--api", "http://127.0.0.1:1", "--ledger", shared))
                        .get(1))
                .isEqualTo("Ledger: in order; payments: 1, open: 1");
        assertThat(PostgresServer.queryFirst(shared, "SELECT count(*) FROM lease"))
                .isEqualTo("0");
    }

    @Test
    void anUnusableLedgerDoesNotHideOtherProblems() throws Exception {
        Files.writeString(folder.resolve("ledger.db"), "not a ledger ".repeat(1000));
        Terminal.Run run = check(Scenario.confirming(), terminal.clock);
        assertThat(run.code()).isEqualTo(6);
        assertThat(lines(run)).hasSize(5);
        assertThat(lines(run).get(1)).contains("damaged");
    }

    @Test
    void unusableSettingsAreReportedOnce() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"api\": {\"url\": \"ftp://x\"}}");
        Terminal.Run run = terminal.run("check");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).isEmpty();
        assertThat(lines(run))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("Settings: ")
                                .contains("line 1, column 10: api.url must be"),
                        line -> assertThat(line)
                                .isEqualTo("Ledger and FiscalBox: not checked, because the settings cannot be used"));
    }

    @Test
    void unencryptedTrafficOutsideTheShopIsReported() throws Exception {
        // The proxy does not exist, so no request leaves this machine.
        Files.writeString(folder.resolve("settings.json"), "{\"proxy\": {\"url\": \"http://127.0.0.1:1\"}}");
        assertThat(lines(terminal.run("check", "--api", "http://fiscalbox.example")))
                .anySatisfy(line -> assertThat(line).contains("http://fiscalbox.example is not encrypted"));
        assertThat(lines(terminal.run("check", "--api", "https://fiscalbox.example")))
                .noneSatisfy(line -> assertThat(line).contains("not encrypted"));
        assertThat(lines(terminal.run("check", "--api", "http://127.0.0.1:1")))
                .noneSatisfy(line -> assertThat(line).contains("not encrypted"));
    }

    @Test
    void anUnknownKeyIsReportedInsteadOfOk() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"lang\": \"ru\"}");
        Terminal.Run run = check(Scenario.confirming(), terminal.clock).done();
        assertThat(lines(run).getFirst()).startsWith("Settings: ").contains("lang", "did you mean language?");
        assertThat(run.out()).doesNotContain("Settings: in order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"api\": {\"url\": \"ftp://x\"}}",
                "{\"api\": {\"url\": \"garbage\"}}",
                "{\"proxy\": {\"url\": \"nonr\"}}",
                "{\"ledger\": {\"url\": \"ledger.db\"}}",
                "{\"ledger\": {\"url\": \"jdbc:mysql://x\"}}",
                "{\"proxy\": {\"url\": \"socks://x\"}}",
                "{\"proxy\": {\"user\": \"till\"}}",
                "{\"ledger\": {\"url\": \"jdbc:postgresql://127.0.0.1:1/x\", \"passwordFile\": \"nowhere\"}}"
            })
    void unusableSettingsAreReported(String settings) throws Exception {
        Files.writeString(folder.resolve("settings.json"), settings);
        Terminal.Run run = terminal.run("check");
        assertThat(run.code()).isEqualTo(6);
        assertThat(lines(run).getFirst()).startsWith("Settings: ").doesNotContain("in order");
    }
}
