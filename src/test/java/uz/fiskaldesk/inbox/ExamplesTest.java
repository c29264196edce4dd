package uz.fiskaldesk.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Scenario;

/** The examples for developers of a POS do what they say. */
@Timeout(120)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("packaging/docs/examples").toAbsolutePath();

    @TempDir
    private Path folder;

    /** The program that runs an example, and the example. */
    private static Stream<List<String>> examples() {
        return Stream.of(
                List.of("sh", "curl", "pos.sh"),
                List.of("python3", "python3", "pos.py"),
                List.of("node", "node", "pos.js"));
    }

    /** Those whose programs are installed here. */
    @TestFactory
    Stream<DynamicTest> examplesConfirm() {
        return examples()
                .filter(example -> isInstalled(example.get(1)))
                .map(example -> DynamicTest.dynamicTest(example.get(2), () -> confirms(example)));
    }

    @Test
    void curlIsInstalledWhereTheTestsRun() {
        assertThat(isInstalled("curl")).isTrue();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    private void confirms(List<String> example) throws Exception {
        try (InboxFixture shop = new InboxFixture(Files.createDirectories(folder.resolve(example.get(2))))) {
            List<String> command = List.of(
                    example.getFirst(),
                    EXAMPLES.resolve(example.get(2)).toString(),
                    shop.services.token().file().toString(),
                    InboxFixture.ID,
                    InboxFixture.RECEIPT,
                    "http://127.0.0.1:" + shop.port());
            shop.box.play(Scenario.confirming().withInfo(Scenario.InfoAnswer.NOT_INITIALISED));
            assertThat(run(command, 1)).contains("Wait until FiscalBox has started");
            shop.clock.tick(Readiness.VALID);
            shop.box.play(Scenario.confirming());
            assertThat(run(command, 0)).contains("TAKEN").contains("confirmed");
            assertThat(run(command, 0)).contains("KNOWN").contains("confirmed");
            assertThat(shop.entry(InboxFixture.ID).state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(shop.box.confirmations()).hasSize(1);
        }
    }

    private static String run(List<String> command, int code) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(code);
        return output;
    }
}
