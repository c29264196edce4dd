package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Tests responses that arrive after another user has changed the payment, and the resolution of conflicts. */
@NullUnmarked
class LateAnswerCommandTest {
    private static final String YES = "{\"data\":{\"message\":null,\"error_code\":null,\"payment_id\":null,"
            + "\"transaction_id\":null},\"error\":null,\"is_success\":true}";
    private static final String NO =
            "{\"data\":null,\"error\":{\"code\":24,\"message\":\"Chek  allaqachon YUBORILGAN\",\"data\":null},"
                    + "\"is_success\":false}";
    private static final String BROKEN = "oops";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(9);
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer fiscalBox;
    private Terminal terminal;

    @BeforeEach
    void setUp() throws IOException {
        fiscalBox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        fiscalBox.setExecutor(threads);
        fiscalBox.createContext("/payment/", exchange -> {
            boolean first = asked.getCount() > 0;
            asked.countDown();
            byte[] answer = (first ? firstAnswer.join() : answers.remove()).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        fiscalBox.start();
        terminal = new Terminal(folder)
                .with(URI.create("http://127.0.0.1:" + fiscalBox.getAddress().getPort()));
        terminal.run("add", Payments.FIRST, "--amount", "125000").done();
    }

    private final CompletableFuture<String> firstAnswer = new CompletableFuture<>();

    /** Ends the paused till before its folder is deleted. */
    @AfterEach
    void tearDown() {
        firstAnswer.complete(BROKEN);
        threads.close();
        fiscalBox.stop(0);
    }

    /** Simulates a till that sends the first receipt and pauses until other tills consider its process dead. */
    private CompletableFuture<Terminal.Run> stoppedTill() throws InterruptedException {
        CompletableFuture<Terminal.Run> run = CompletableFuture.supplyAsync(
                () -> terminal.run("confirm", Payments.FIRST, "--receipt", Payments.RECEIPT), threads);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        PostgresServer.run(
                SqliteLedger.urlOf(folder.resolve("ledger.db")),
                "UPDATE attempt SET kind = 'UNKNOWN', reason = 'INTERRUPTED', finished_at = started_at",
                "UPDATE payment SET state = 'UNKNOWN', owner = NULL, sender = NULL, in_doubt = 1, version = version + 1");
        return run;
    }

    private String list() {
        return terminal.run("list", "--json").done().out();
    }

    @Test
    void aLateConfirmationOverridesARejection() throws Exception {
        CompletableFuture<Terminal.Run> first = stoppedTill();
        answers.add(NO);
        Terminal.Run refused = terminal.run("retry", Payments.FIRST);
        assertThat(refused.out()).contains("FiscalBox refuses it now; the earlier attempt may have gone through");
        assertThat(refused.err()).contains("Ask the FiscalBox service centre");
        assertThat(refused.code()).isEqualTo(3);

        firstAnswer.complete(YES);

        assertThat(first.join().out()).contains("Done. The payment is fiscalized");
        assertThat(first.join().code()).isZero();
        assertThat(list()).contains("\"state\":\"CONFIRMED\"");
        assertThat(terminal.run("retry", Payments.FIRST).code()).isEqualTo(2);
    }

    @Test
    void aConfiguredRefusalCountsAsConfirmed() throws Exception {
        CompletableFuture<Terminal.Run> _ = stoppedTill();
        terminal.run("answers", "--add", "--code", "24").refused(2, "both --code and --message");
        assertThat(terminal.run("answers", "--add", "--code", "24", "--message", "allaqachon yuborilgan")
                        .out())
                .contains("Dilnoza  24  allaqachon yuborilgan");
        answers.add(NO);

        assertThat(terminal.run("retry", Payments.FIRST).done().out()).contains("Done. Receipt 2421");

        assertThat(terminal.run("show", Payments.FIRST).done().out())
                .contains("by a rule of this list: 24: allaqachon yuborilgan (Dilnoza)");
        assertThat(terminal.run("answers", "--remove", "--code", "24", "--message", "ALLAQACHON")
                        .code())
                .isEqualTo(2);
        assertThat(terminal.run("answers", "--remove", "--code", "24", "--message", "allaqachon yuborilgan")
                        .out())
                .contains("No refusal counts");
        assertThat(terminal.run("show").done().out())
                .contains("Dilnoza  From now on this refusal counts as fiscalized: 24: allaqachon yuborilgan")
                .contains("Dilnoza  This refusal counts as a refusal again: 24: allaqachon yuborilgan");
        assertThat(terminal.run("show", "--json").done().out())
                .startsWith("{\"history\":[{\"kind\":\"ANSWER_RULE_ADDED\",\"who\":\"Dilnoza\",\"at\":\"");
    }

    @Test
    void changingAnswersNeedsThePinIfGuarded() throws Exception {
        Path pin = folder.resolve("pin");
        java.nio.file.Files.writeString(pin, "4711\n");
        assertThat(terminal.run(
                                "supervisor",
                                "--set",
                                "--name",
                                "Gulnora",
                                "--guards",
                                "by-hand",
                                "--new-pin-file",
                                pin.toString())
                        .code())
                .isZero();

        String[] rule = {"answers", "--add", "--code", "24", "--message", "yuborilgan"};
        assertThat(terminal.run(rule).code()).isEqualTo(2);
        assertThat(terminal.run("answers").done().out()).contains("No refusal counts");

        assertThat(terminal.run(
                                "answers",
                                "--add",
                                "--code",
                                "24",
                                "--message",
                                "yuborilgan",
                                "--pin-file",
                                pin.toString())
                        .out())
                .contains("Dilnoza / Gulnora  24  yuborilgan");
    }

    @Test
    void twoPossiblyBookedReceiptsAreAConflict() throws Exception {
        CompletableFuture<Terminal.Run> first = stoppedTill();
        answers.add(BROKEN);
        assertThat(terminal.run("confirm", Payments.FIRST, "--receipt", Payments.ANOTHER, "--replace", "--yes")
                        .code())
                .isEqualTo(3);

        firstAnswer.complete(YES);

        assertThat(first.join().out()).contains("Conflict: two receipts").doesNotContain("Done");
        assertThat(first.join().code()).isEqualTo(3);
        assertThat(list()).contains("\"state\":\"UNKNOWN\"", "\"conflict\":true");
        assertThat(terminal.run("list").done().out()).contains("Two receipts", "Conflict");
        terminal.run("retry", Payments.FIRST).refused(2, "Two receipts are in conflict");
        terminal.run("confirm", Payments.FIRST, "--receipt", Payments.ANOTHER)
                .refused(2, "Two receipts are in conflict");
        terminal.run("resolve", Payments.FIRST, "--receipt", "1", "--reason", "x")
                .refused(2, "2421, 2422");
        terminal.run("resolve", Payments.FIRST, "--receipt", "2421").refused(2, "reason");

        terminal.run("resolve", Payments.FIRST, "--receipt", "2421", "--reason", "the service centre said so")
                .done();

        assertThat(list()).contains("\"state\":\"CONFIRMED\"", "\"conflict\":false", "r=2421");
        assertThat(terminal.run("show", Payments.FIRST).done().out())
                .contains("Which of two receipts holds: " + Payments.RECEIPT, "the service centre said so");
        terminal.run("resolve", Payments.FIRST, "--receipt", "2421", "--reason", "again")
                .refused(2, "no two receipts in conflict");
    }
}
