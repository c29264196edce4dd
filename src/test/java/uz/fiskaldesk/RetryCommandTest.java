package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code retry} for one payment, several payments, and all payments in certain states. */
class RetryCommandTest {
    private static final String DOUBTED = "a12fc00f-5af5-45b8-adf8-0000000000d1";

    @TempDir
    private Path folder;

    private Terminal terminal;
    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void setUp() throws Exception {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming());
        terminal = new Terminal(folder).with(fiscalBox.address());
        // Three payments in the state READY.
        Files.writeString(
                folder.resolve("three.csv"),
                "transaction_id,receipt\n" + Payments.FIRST + "," + Payments.RECEIPT + "\n" + Payments.SECOND + ","
                        + Payments.ANOTHER + "\n" + Payments.THIRD + ","
                        + Payments.ANOTHER.replace("r=2422", "r=2423").replace("190162", "190163") + "\n");
        terminal.run("import", folder.resolve("three.csv").toString()).done();
    }

    @AfterEach
    void tearDown() {
        fiscalBox.close();
    }

    private List<String> states() {
        return terminal.run("list", "--json").lines().stream()
                .map(line -> line.replaceAll(".*\"state\":\"(\\w+)\".*", "$1"))
                .sorted()
                .toList();
    }

    @Test
    void allReadyPaymentsAreSentOnce() {
        Terminal.Run run = terminal.run("retry", "--all").done();
        assertThat(run.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("Done. The payment is fiscalized"));
        assertThat(fiscalBox.requests())
                .extracting(RecordedRequest::transactionId)
                .containsExactlyInAnyOrder(Payments.FIRST, Payments.SECOND, Payments.THIRD);
        assertThat(terminal.run("retry", "--all").refused(0, "nothing to send").code())
                .isZero();
        assertThat(fiscalBox.requests()).hasSize(3);
    }

    @Test
    void theWorstOutcomeIsTheExitCode() {
        fiscalBox.play(Scenario.confirming()
                .with(Payments.SECOND, Behaviour.reject(7, null))
                .with(Payments.THIRD, Behaviour.closeAfterBooking()));
        Terminal.Run run = terminal.run("retry", "--all");
        assertThat(run.code()).isEqualTo(3);
        assertThat(states()).containsExactly("CONFIRMED", "REJECTED", "UNKNOWN");
        assertThat(run.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("a12f0000-"));
    }

    /**
     * Another process sends the fifth payment while four requests are active; output and exit code describe its state.
     */
    @ParameterizedTest
    @CsvSource({"confirm, 0, Practice", "reject, 1, Rejected", "hang-after-booking, 0, Sending…"})
    void paymentsChangedByOthersDetermineTheExitCode(String colleague, int code, String state) throws Exception {
        fiscalBox.close();
        String fifth = "a12f0000-0000-4000-8000-000000000005";
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Terminal.Run> one;
        Scenario scenario = Scenario.parse("{\"transactions\": {\"" + fifth + "\": \"" + colleague + "\"}}");
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(scenario, 0, terminal.clock, seen -> {
            if (!fifth.equals(seen.transactionId())) {
                four.countDown();
                await(goOn);
            } else if (colleague.startsWith("hang")) {
                goOn.countDown();
            }
        })) {
            String address = box.address().toString();
            Terminal others = new Terminal(folder);
            for (int i = 4; i <= 5; i++) {
                Path file = folder.resolve(i + ".csv");
                Files.writeString(
                        file,
                        "transaction_id,receipt\na12f0000-0000-4000-8000-00000000000" + i + ","
                                + Payments.ANOTHER
                                        .replace("r=2422", "r=300" + i)
                                        .replace("190162", "30000" + i) + "\n");
                others.run("import", file.toString()).done();
            }
            CompletableFuture<Terminal.Run> all = run("retry", "--all", "--api", address);
            await(four);
            one = run("retry", fifth, "--api", address);
            if (!colleague.startsWith("hang")) {
                one.join();
                goOn.countDown();
            }
            Terminal.Run run = all.join();
            assertThat(run.err()).contains("The payment " + fifth + " (" + state + ") cannot be sent now.");
            assertThat(run.code()).isEqualTo(code);
        }
        // Closing the simulator ends the blocked request.
        one.join();
    }

    private CompletableFuture<Terminal.Run> run(String... words) {
        return CompletableFuture.supplyAsync(() -> new Terminal(folder).run(words), Thread::startVirtualThread);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void otherStatesAreSentOnlyIfNamed() {
        fiscalBox.play(Scenario.confirming()
                .with(Payments.FIRST, Behaviour.reject(7, null), Behaviour.confirm())
                .with(Payments.SECOND, Behaviour.closeAfterBooking(), Behaviour.confirm()));
        terminal.run("retry", "--all");
        terminal.run("retry", "--all").refused(0, "nothing to send");
        assertThat(states()).containsExactly("CONFIRMED", "REJECTED", "UNKNOWN");
        assertThat(terminal.run("retry", "--all", "--state", "rejected").done().lines())
                .hasSize(1);
        assertThat(states()).containsExactly("CONFIRMED", "CONFIRMED", "UNKNOWN");
        terminal.run("retry", "--all", "--state", "UNKNOWN", "--state", "READY").done();
        assertThat(states()).containsExactly("CONFIRMED", "CONFIRMED", "CONFIRMED");
        // The receipts are unchanged.
        assertThat(fiscalBox.confirmations())
                .filteredOn(request -> Payments.SECOND.equals(request.transactionId()))
                .extracting(RecordedRequest::qrCode)
                .containsExactly(Payments.ANOTHER, Payments.ANOTHER);
    }

    @Test
    void severalPaymentsCanBeSent() {
        terminal.run("retry", Payments.THIRD, Payments.FIRST, Payments.FIRST).done();
        assertThat(fiscalBox.requests())
                .extracting(RecordedRequest::transactionId)
                .containsExactlyInAnyOrder(Payments.FIRST, Payments.THIRD);
    }

    @Test
    void anInvalidIdPreventsAllSending() {
        terminal.run("retry", Payments.FIRST, "123").refused(2, "not a UUID");
        terminal.run("retry", Payments.FIRST, "a12f0000-0000-4000-8000-000000000009")
                .refused(2, "not on the list");
        terminal.run("add", "a12f0000-0000-4000-8000-000000000009").done();
        terminal.run("retry", Payments.FIRST, "a12f0000-0000-4000-8000-000000000009")
                .refused(2, "no receipt yet");
        assertThat(fiscalBox.requests()).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        terminal.run("retry").refused(2, "either transaction IDs or --all");
        terminal.run("retry", "--all", Payments.FIRST).refused(2, "either transaction IDs or --all");
        terminal.run("retry", Payments.FIRST, "--state", "READY").refused(2, "--state goes with --all");
        terminal.run("retry", "--all", "--state", "CONFIRMED").refused(2, "READY, REJECTED and UNKNOWN");
        terminal.run("retry", "--all", "--state", "PENDING").refused(2, "READY, REJECTED and UNKNOWN");
        terminal.run("retry", "--all", "--state", "nonsense").refused(2, "no state nonsense");
        assertThat(fiscalBox.requests()).isEmpty();
    }

    @Test
    void allAreKeptWithoutFiscalBox() {
        fiscalBox.close();
        assertThat(terminal.run("retry", "--all").code()).isEqualTo(4);
        assertThat(states()).containsExactly("READY", "READY", "READY");
    }

    @Test
    void aConfirmedPaymentIsNotRetried() {
        terminal.run("retry", Payments.FIRST).done();
        terminal.run("retry", Payments.FIRST).refused(2, "Practice");
        assertThat(fiscalBox.requests()).hasSize(1);
    }

    @Test
    void aHangingRequestDoesNotDelayOthers() {
        fiscalBox.play(Scenario.confirming().with(Payments.FIRST, Behaviour.hang()));
        Terminal.Run run = terminal.run("retry", "--all", "--timeout", "0.5");
        assertThat(run.code()).isEqualTo(3);
        assertThat(states()).containsExactly("CONFIRMED", "CONFIRMED", "UNKNOWN");
    }

    @Test
    void aFailureAfterAnUnknownOutcomeStaysUnknown() {
        fiscalBox.play(Scenario.of(Behaviour.closeAfterBooking()));
        terminal.run("retry", Payments.FIRST);
        fiscalBox.close();
        Terminal.Run run = terminal.run("retry", Payments.FIRST);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("still without an answer");
        // There is no automatic retry while the first attempt may have been booked.
        assertThat(run.err()).doesNotContain("by itself").contains("same receipt", "fiskaldesk retry");
    }

    @Test
    void aDoubtfulImportedReceiptWaitsForAcceptance() throws Exception {
        Path file = Files.writeString(
                folder.resolve("doubtful.csv"),
                "transaction_id,amount,receipt\n" + DOUBTED + ",125000," + Payments.DOUBTFUL + "\n");
        terminal.run("import", file.toString());
        assertThat(terminal.run("retry", "--all").err()).contains(DOUBTED).contains("doubtful");
        terminal.run("retry", DOUBTED).refused(2, "doubtful");
        terminal.run("confirm", DOUBTED, "--receipt", Payments.DOUBTFUL).refused(2, "--yes");
        assertThat(fiscalBox.requests()).noneMatch(seen -> DOUBTED.equals(seen.transactionId()));

        assertThat(terminal.run("confirm", DOUBTED, "--receipt", Payments.DOUBTFUL, "--yes")
                        .code())
                .isZero();
        assertThat(terminal.run("show", DOUBTED, "--json").out()).contains("\"kind\":\"WARNINGS_ACCEPTED\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry --all", "retry --all --state READY", "shift --close"})
    void paymentsThatMayBeBookedAreNotSentAlongWithOthers(String command) {
        new LedgerFile(SqliteLedger.urlOf(folder.resolve("ledger.db"))).backUpDaily(terminal.clock.instant());
        terminal.run("retry", Payments.FIRST).done();
        terminal.run("restore");
        assertThat(states()).containsExactly("READY", "READY", "READY");

        Terminal.Run run = terminal.run(command.split(" "));

        assertThat(fiscalBox.requests()).hasSize(1);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(Payments.FIRST + ": it may have gone through already");
        assertThat(terminal.run("list").out()).contains("It may have gone through already");
        terminal.run("retry", Payments.SECOND).done();
    }
}
