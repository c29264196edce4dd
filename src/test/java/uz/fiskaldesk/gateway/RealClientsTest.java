package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** HTTP clients as a POS may use them, with the simulator as FiscalBox. */
@Timeout(120)
class RealClientsTest {
    private static final String PYTHON = """
            import http.client, sys
            connection = http.client.HTTPConnection(sys.argv[1])
            for i in range(3):
                connection.request("POST", "/payment/anor_confirm", sys.argv[2], {"Content-Type": "application/json"})
                response = connection.getresponse()
                print(response.status, response.read().decode())
            """;

    @TempDir
    private Path folder;

    /** Those that are installed here. */
    @TestFactory
    Stream<DynamicTest> programsConfirm() {
        String json = GatewayFixture.json(GatewayFixture.ID, GatewayFixture.RECEIPT);
        return Stream.of(
                        List.of("python3", "-c", PYTHON, "{}", json),
                        List.of(
                                "curl",
                                "-sS",
                                "-H",
                                "Expect: 100-continue",
                                "-H",
                                "Content-Type: application/json",
                                "-d",
                                json,
                                "http://{}/payment/anor_confirm",
                                "http://{}/payment/anor_confirm"))
                .filter(command -> isInstalled(command.getFirst()))
                .map(command -> DynamicTest.dynamicTest(command.getFirst(), () -> confirmsWith(command)));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    private void confirmsWith(List<String> command) throws Exception {
        Path data = Files.createDirectories(folder.resolve(command.getFirst()));
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(Scenario.confirming());
                GatewayFixture shop = new GatewayFixture(data, address(box))) {
            String host = shop.address().getAuthority();
            String output =
                    run(command.stream().map(word -> word.replace("{}", host)).toList());
            assertThat(output).contains("\"is_success\":true");
            assertThat(shop.entry().state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(box.confirmations()).hasSize(1);
        }
    }

    private static FiscalBoxAddress address(FiscalBoxSimulator box) {
        return FiscalBoxAddress.parse(box.address().toString()).orElseThrow();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** It offers HTTP/2 with its first request, and keeps its connections. */
    @Test
    void javasClientConfirms() throws Exception {
        try (FiscalBoxSimulator box = FiscalBoxSimulator.start(Scenario.confirming());
                GatewayFixture shop = new GatewayFixture(folder, address(box));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(shop.address().resolve("/payment/anor_confirm"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            GatewayFixture.json(GatewayFixture.ID, GatewayFixture.RECEIPT)))
                    .build();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.body()).contains("\"is_success\":true");
            }
            HttpRequest info =
                    HttpRequest.newBuilder(shop.address().resolve("/info/")).build();
            assertThat(client.send(info, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("terminal_id");
            assertThat(box.confirmations()).hasSize(1);
        }
    }
}
