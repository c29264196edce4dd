package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests the commands that run until they are stopped: {@code inbox}, {@code gateway} and {@code simulator}. */
class ServersTest {
    @TempDir
    private Path folder;

    private Terminal terminal;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    private Terminal.Run run(Host.Waiting meanwhile, String... words) {
        terminal.meanwhile(meanwhile);
        List<String> line = new ArrayList<>(List.of("--data-dir", folder.toString()));
        line.addAll(List.of(words));
        return terminal.into(new PrintWriter(out), line.toArray(String[]::new));
    }

    /** Runs the gateway in front of this FiscalBox. */
    private Terminal.Run gateway(FiscalBoxSimulator box, Host.Waiting meanwhile) {
        Terminal.Run run =
                run(meanwhile, "gateway", "--port", "0", "--api", box.address().toString());
        assertThat(run.code()).isZero();
        return run;
    }

    /** Returns the first line of output, which is printed as soon as the server runs. */
    private URI address() {
        return URI.create(out.toString().lines().findFirst().orElseThrow());
    }

    private static String post(URI address, String token, String body) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theInboxAddsAndPrintsPayments() {
        Terminal.Run run = run(
                () -> {
                    String token = read(folder.resolve("inbox-token")).strip();
                    post(address(), token, "{\"transaction_id\":\"" + Payments.FIRST + "\",\"amount\":5}");
                },
                "inbox",
                "--port",
                "0");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("inbox-token");
        assertThat(out.toString().lines().skip(1))
                .containsExactly("{\"line\":1,\"result\":\"TAKEN\",\"transactionId\":\"" + Payments.FIRST
                        + "\",\"provider\":\"anor\",\"remarks\":[]}");
        assertThat(terminal.run("list", "--json").done().lines()).hasSize(1);
    }

    @Test
    void theWatchedFolderImportsAndPrintsFiles() throws Exception {
        Path bank = Files.createDirectory(folder.resolve("bank"));
        Files.writeString(bank.resolve("a.csv"), "Ref\n" + Payments.FIRST + "\nnonsense\n");
        Terminal.Run run = run(
                () -> {
                    while (!Files.exists(bank.resolve("refused/a.csv.report.txt"))
                            || out.toString().isEmpty()) {
                        Thread.onSpinWait();
                    }
                },
                "watch",
                bank.toString(),
                "--columns",
                "Ref=transaction_id");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains(bank.toString());
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "{\"file\":\"a.csv\",\"accepted\":false,\"taken\":1,\"known\":0,\"refused\":1,\"movedTo\":");
        assertThat(read(bank.resolve("refused/a.csv.report.txt"))).contains("Line 3, nonsense: ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSimulatorRunsAScenarioAndPrintsRequests() throws Exception {
        Path scenario = Files.writeString(
                folder.resolve("scenario.json"),
                "{\"default\": {\"do\": \"reject\", \"code\": 106, \"message\": \"Insufficient funds\"}}");
        terminal.run("add", Payments.FIRST).done();
        Terminal cashier = new Terminal(folder);
        Terminal.Run run = run(
                () -> {
                    Terminal.Run rejected = cashier.run(
                            "confirm",
                            Payments.FIRST,
                            "--receipt",
                            Payments.RECEIPT,
                            "--api",
                            address().toString());
                    assertThat(rejected.code()).isEqualTo(1);
                },
                "simulator",
                "--scenario",
                scenario.toString());
        assertThat(run.done().code()).isZero();
        assertThat(out.toString().lines().toList()).hasSize(3);
        assertThat(out.toString().lines().toList().get(1)).contains("\"path\":\"/info\"");
        assertThat(out.toString().lines().toList().get(2))
                .contains("\"path\":\"/payment/anor_confirm\"", "\"behaviour\":\"reject\"");
    }

    @Test
    void theGatewayPassesRequestsOnAndPrintsWhatItNotices() throws Exception {
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(Scenario.confirming())) {
            Terminal.Run run = gateway(
                    box,
                    () -> assertThat(post(
                                    address().resolve("/payment/anor_confirm"),
                                    "none",
                                    "{\"transaction_id\":\"" + Payments.FIRST + "\",\"qr_code\":\"" + Payments.RECEIPT
                                            + "\"}"))
                            .contains("\"is_success\":true"));
            assertThat(run.err()).contains(box.address().toString());
            assertThat(out.toString().lines().skip(1))
                    .singleElement()
                    .asString()
                    .matches(
                            "\\{\"at\":\"[^\"]+\",\"kind\":\"confirm\",\"transactionId\":\"" + Payments.FIRST
                                    + "\",\"provider\":\"anor\",\"result\":\"CONFIRMED\",\"receipt\":\"https:[^\"]+\",\"phone\":null,\"card\":null}");
            assertThat(terminal.run("list", "--json").done().out()).contains("\"CONFIRMED\"");
        }
    }

    /** As the developer of a POS tries it, with the simulator as FiscalBox. */
    @Test
    void aSaleIsTriedThroughTheGatewayWithTheSimulator() throws Exception {
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(Scenario.confirming(), 0, terminal.clock, _ -> {})) {
            gateway(box, () -> {
                String id = textOf(ask("/payment/anor", "{\"amount\":125000}"), "transaction_id");
                String order = ask(
                        "/order/create/",
                        "{\"received_card\":12500000,\"extra_info\":{\"qr_payment_id\":\"" + id + "\"}}");
                String pair = "{\"transaction_id\":\"" + id + "\",\"qr_code\":\"" + textOf(order, "qr_url") + "\"}";
                assertThat(ask("/payment/anor_confirm", pair)).contains("\"is_success\":true", id);
            });
            assertThat(out.toString().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"payment\"", "\"ADDED\""),
                            line -> assertThat(line).contains("\"receipt\"", "\"ATTACHED\""),
                            line -> assertThat(line).contains("\"confirm\"", "\"CONFIRMED\""));
        }
    }

    private String ask(String path, String body) throws InterruptedException {
        return post(address().resolve(path), "none", body);
    }

    private static String textOf(String json, String field) {
        return json.replaceFirst(".*\"" + field + "\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void theGatewayDoesNotForwardToItself() {
        terminal.run("gateway", "--port", "8792", "--api", "http://localhost:8792")
                .refused(2, "is the gateway itself");
    }

    @Test
    void aPortInUseIsReported() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String port = Integer.toString(taken.getLocalPort());
            terminal.run("inbox", "--port", port).refused(2, port);
            terminal.run("simulator", "--port", port).refused(2, port);
            terminal.run("gateway", "--port", port).refused(2, port);
        }
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        terminal.run("inbox", "--port", "65536").refused(2, "The port 65536");
        terminal.run("simulator", "--port", "http").refused(2, "The port http");
        terminal.run("simulator", "--scenario", folder.resolve("none.json").toString())
                .refused(2, "none.json");
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"default\": \"explode\"}");
        terminal.run("simulator", "--scenario", wrong.toString()).refused(2, "explode");
    }
}
