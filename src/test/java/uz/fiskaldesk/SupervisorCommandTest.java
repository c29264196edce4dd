package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.cli.Program;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests the supervisor's PIN on the command line, read from a file or the terminal. */
@NullUnmarked
class SupervisorCommandTest {
    @TempDir
    Path folder;

    private String said;
    private Properties usual = new Properties();
    private Map<String, String> environment = Map.of("LANG", "en_US.UTF-8");

    private int run(String... arguments) {
        StringWriter err = new StringWriter();
        StringWriter out = new StringWriter();
        PrintWriter errors = new PrintWriter(err);
        Host host = new Host(
                environment,
                usual,
                "aziza",
                Clock.systemUTC(),
                _ -> {},
                new CountDownLatch(1)::await,
                InputStream.nullInputStream(),
                errors);
        List<String> all = new ArrayList<>(List.of("--lang", "en"));
        if (!List.of(arguments).contains("--data-dir") && environment.size() == 1) {
            all.addAll(List.of("--data-dir", folder.toString()));
        }
        all.addAll(List.of(arguments));
        int code = new Program(options -> new CompositionRoot(options, host, null), "1", new PrintWriter(out), errors)
                .run(all.toArray(String[]::new));
        errors.flush();
        said = out + err.toString();
        return code;
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private void setPin() throws Exception {
        assertThat(run("supervisor", "--set", "--name", "Malika", "--new-pin-file", file("pin", "2407\n")))
                .as(said)
                .isZero();
    }

    @Test
    void changingAndRemovingThePinNeedsTheCurrentOne() throws Exception {
        assertThat(run("supervisor")).isZero();
        assertThat(said).contains("everybody may do everything");
        setPin();
        assertThat(said).contains("change the settings");

        String other = file("other", "9999");
        assertThat(run("supervisor", "--set", "--pin-file", other, "--new-pin-file", other))
                .isEqualTo(2);
        assertThat(said).contains("The PIN is wrong");
        assertThat(run("supervisor", "--remove", "--pin-file", other)).isEqualTo(2);
        assertThat(run(
                        "supervisor",
                        "--set",
                        "--guards",
                        "by-hand,settings",
                        "--pin-file",
                        file("pin", "2407"),
                        "--new-pin-file",
                        other))
                .isZero();
        assertThat(said).doesNotContain("set a payment aside");
        assertThat(run("supervisor", "--remove", "--pin-file", other)).isZero();
        assertThat(run("supervisor")).isZero();
        assertThat(said).contains("everybody may do everything");
    }

    @Test
    void guardedCommandsFailWithoutTerminalAndFile() throws Exception {
        setPin();

        assertThat(run("supervisor", "--remove")).isEqualTo(2);
        assertThat(said).contains("--pin-file");
        assertThat(run("supervisor")).isZero();
        assertThat(said).contains("change the settings");
    }

    @Test
    void anInvalidPinIsRefused() throws Exception {
        assertThat(run("supervisor", "--set", "--new-pin-file", file("pin", "12")))
                .isEqualTo(2);
        assertThat(run(
                        "supervisor",
                        "--set",
                        "--new-pin-file",
                        folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(run("supervisor", "--set", "--guards", "everything", "--new-pin-file", file("pin", "2407")))
                .isEqualTo(2);
        assertThat(run("supervisor", "--set", "--remove")).isEqualTo(2);
        assertThat(run("supervisor")).isZero();
        assertThat(said).contains("everybody may do everything");
    }

    @Test
    void restoreNeedsThePinAndRecordsTheApprover() throws Exception {
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        LedgerFile file = new LedgerFile(url);
        try (Ledger ledger = file.open(Samples.NOON).ledger()) {
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
            file.backUpDaily(Samples.NOON);
            ledger.add(Samples.payment(2), null, Samples.act(Act.Kind.ADDED));
        }
        setPin();

        assertThat(run("restore")).isEqualTo(2);
        assertThat(said).contains("bring the list of payments back or move it", "--pin-file");
        assertThat(run("restore", "--pin-file", file("no", "9999"))).isEqualTo(2);
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            assertThat(ledger.find(Samples.id(2))).isPresent();
        }

        assertThat(run("restore", "--pin-file", file("pin", "2407"))).as(said).isZero();
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            assertThat(ledger.find(Samples.id(2))).isEmpty();
            assertThat(ledger.acts(ledger.find(Samples.id(1)).orElseThrow()))
                    .filteredOn(act -> act.kind() == Act.Kind.FROM_BACKUP)
                    .allMatch(act -> act.who().endsWith(" / Malika"))
                    .hasSize(1);
        }
    }

    @Test
    void moveLedgerNeedsThePin() throws Exception {
        assertThat(run("add", Samples.id(1).text())).isZero();
        setPin();
        String shared = PostgresServer.get().newDatabase();

        assertThat(run("move-ledger", shared)).isEqualTo(2);
        assertThat(run("move-ledger", shared, "--pin-file", file("no", "9999"))).isEqualTo(2);
        assertThat(run("list")).isZero();
        assertThat(PostgresServer.queryFirst(shared, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");

        assertThat(run("move-ledger", shared, "--pin-file", file("pin", "2407")))
                .as(said)
                .isZero();
        assertThat(PostgresServer.queryFirst(shared, "SELECT count(*) FROM payment"))
                .isEqualTo("1");
    }

    @Test
    void anotherReceiptNeedsThePinAndRecordsTheApprover() throws Exception {
        String id = Samples.id(1).text();
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
        }
        // If the settings are guarded as well, responses of the simulator do not count.
        String guards = "another-receipt";
        assertThat(run(
                        "supervisor",
                        "--set",
                        "--name",
                        "Malika",
                        "--guards",
                        guards,
                        "--new-pin-file",
                        file("pin", "2407")))
                .isZero();
        String first = Samples.receipt(1).url();
        try (FiscalBoxSimulator simulator =
                FiscalBoxSimulator.start(Scenario.of(Behaviour.resetAfterBooking(), Behaviour.confirm())
                        .withTerminal(Samples.receipt(1).terminalId()))) {
            String api = simulator.address().toString();
            String second = Samples.receipt(2).url();
            assertThat(run("confirm", id, "--receipt", first, "--yes", "--api", api))
                    .isEqualTo(3);

            assertThat(run("confirm", id, "--receipt", second, "--replace", "--api", api))
                    .isEqualTo(2);
            assertThat(said).contains("another receipt while the outcome is unknown");
            assertThat(run(
                            "confirm",
                            id,
                            "--receipt",
                            second,
                            "--replace",
                            "--api",
                            api,
                            "--pin-file",
                            file("no", "9999")))
                    .isEqualTo(2);
            assertThat(simulator.confirmations()).hasSize(1);

            assertThat(run(
                            "confirm",
                            id,
                            "--receipt",
                            second,
                            "--replace",
                            "--api",
                            api,
                            "--pin-file",
                            file("p", "2407")))
                    .as(said)
                    .isZero();
        }
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();
            assertThat(entry.state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(ledger.acts(entry))
                    .filteredOn(act -> act.kind() == Act.Kind.ANOTHER_RECEIPT)
                    .allMatch(act -> act.who().endsWith(" / Malika"))
                    .hasSize(1);
        }
    }

    @Test
    void anOlderBackupDoesNotRemoveThePin() throws Exception {
        LedgerFile file = new LedgerFile(SqliteLedger.urlOf(folder.resolve("ledger.db")));
        try (Ledger ledger = file.open(Samples.NOON).ledger()) {
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
            file.backUpDaily(Samples.NOON);
        }
        setPin();
        assertThat(run("restore", "--pin-file", file("pin", "2407"))).as(said).isZero();
        assertThat(run("supervisor")).isZero();
        assertThat(said).contains("change the settings");
    }

    @Test
    void optionsThatOverrideGuardedSettingsNeedThePin() throws Exception {
        String id = Samples.id(1).text();
        String receipt = Samples.receipt(1).url();
        assertThat(run("add", id)).isZero();
        setPin();
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            String api = simulator.address().toString();
            for (List<String> option : List.of(
                    List.of("--api", api),
                    List.of("--ledger", SqliteLedger.urlOf(folder.resolve("other.db"))),
                    List.of("--timeout", "5"))) {
                List<String> words = new ArrayList<>(List.of("confirm", id, "--receipt", receipt, "--yes"));
                words.addAll(option);
                assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
                assertThat(said)
                        .contains("The options " + option.getFirst() + " differ from the settings.")
                        .contains("--pin-file");
                words.addAll(List.of("--pin-file", file("no", "9999")));
                assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
                assertThat(run("supervisor", "--remove", "--pin-file", file("pin", "2407")))
                        .isZero();
                setPin();
            }
            assertThat(run("--api", api, "retry", "--all")).isEqualTo(2);
            assertThat(simulator.requests()).isEmpty();
            assertThat(folder.resolve("other.db")).doesNotExist();

            // Options equal to the settings override nothing.
            assertThat(run("list", "--api", "https://api.fiscalbox.uz", "--timeout", "60"))
                    .as(said)
                    .isZero();
        }
    }

    @Test
    void simulatorResponsesDoNotCountIfSettingsAreGuarded() throws Exception {
        String id = Samples.id(1).text();
        assertThat(run("add", id)).isZero();
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            String api = simulator.address().toString();
            setPin();
            assertThat(run(
                            "confirm",
                            id,
                            "--receipt",
                            Samples.receipt(1).url(),
                            "--yes",
                            "--api",
                            api,
                            "--pin-file",
                            file("pin", "2407")))
                    .isEqualTo(3);
            assertThat(said).contains("This is the practice FiscalBox (simulator), not a real one");
            assertThat(run("show")).isZero();
            assertThat(said)
                    .as("only runs that the PIN has let through, once each")
                    .containsOnlyOnce("aziza / Malika  Options that differ from the guarded settings were permitted:"
                            + " --api " + api);
            // The same address in the settings, which only the supervisor can change.
            file("settings.json", "{\"api\": {\"url\": \"" + api + "\"}}");
            assertThat(run("retry", id)).isEqualTo(3);
            assertThat(run("supervisor", "--remove", "--pin-file", file("pin", "2407")))
                    .isZero();

            assertThat(run("retry", id)).as(said).isZero();
            assertThat(said).contains("Done. The payment is fiscalized (");
            assertThat(run("show", id)).isZero();
            assertThat(said.lines().filter(line -> line.contains("by the practice FiscalBox")))
                    .as("the line of the payment, and of its attempt: %s", said)
                    .hasSize(2);
        }
    }

    @Test
    void anotherDataFolderDoesNotBypassThePin() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user.home", folder.resolve("home").toString());
        properties.setProperty("os.name", "Linux");
        usual = properties;
        Path data = folder.resolve("home/.local/share/fiskaldesk");
        Files.createDirectories(data);
        assertThat(run("--data-dir", data.toString(), "supervisor", "--set", "--new-pin-file", file("pin", "2407")))
                .as(said)
                .isZero();
        assertThat(run("list")).isEqualTo(2);
        assertThat(said).contains("The options --data-dir differ from the settings.");
        assertThat(folder.resolve("ledger.db")).doesNotExist();
        assertThat(run("--pin-file", file("pin", "2407"), "list")).as(said).isZero();
    }

    /** They select another data folder as --data-dir does. */
    @Test
    void environmentAndPropertiesDoNotBypassThePin() throws Exception {
        Path home = folder.resolve("home");
        usual.setProperty("user.home", home.toString());
        usual.setProperty("os.name", "Linux");
        environment = Map.of("LANG", "en_US.UTF-8", "HOME", home.toString());
        assertThat(run("supervisor", "--set", "--new-pin-file", file("pin", "2407")))
                .as(said)
                .isZero();
        assertThat(run("list")).as(said).isZero();

        environment = Map.of("HOME", home.toString(), "XDG_DATA_HOME", folder.toString());
        assertThat(run("list")).isEqualTo(2);
        assertThat(said).contains("XDG_DATA_HOME differ from the settings.");
        assertThat(folder.resolve("fiskaldesk/ledger.db")).doesNotExist();
        assertThat(run("--pin-file", file("pin", "2407"), "list")).as(said).isZero();

        environment = Map.of("LANG", "en_US.UTF-8", "HOME", home.toString());
        usual.setProperty("os.name", "Mac OS X");
        assertThat(run("list")).as(said).isEqualTo(2);
        usual.setProperty("os.name", "Linux");
        usual.setProperty("user.home", folder.resolve("elsewhere").toString());
        assertThat(run("list")).as(said).isEqualTo(2);
    }

    @Test
    void optionsWithoutTheirActAreRefused() {
        assertThat(run("supervisor", "--guards", "doubt")).isEqualTo(2);
        assertThat(said).contains("--set");
        assertThat(run("supervisor", "--remove", "--guards", "doubt")).isEqualTo(2);
        assertThat(run("answers", "--code", "5", "--message", "no")).isEqualTo(2);
        assertThat(said).contains("--add");
    }
}
