package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code receipt} and {@code read}, which use neither the ledger nor FiscalBox. */
class ReceiptAndReadCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder.resolve("data"));
    }

    @Test
    void printsAnAcceptedReceiptExactly() {
        assertThat(terminal.run("receipt", " " + Payments.RECEIPT + "\r\n", "--json")
                        .done()
                        .out())
                .isEqualTo("{\"verdict\":\"accept\",\"text\":\"" + Payments.RECEIPT + "\",\"reasons\":[],\"receipt\":"
                        + Payments.RECEIPT_JSON + "}\n");
        assertThat(terminal.run("receipt", Payments.RECEIPT).done().out())
                .isEqualTo("A receipt: " + Payments.RECEIPT + "\n");
    }

    @Test
    void printsWarningsExactly() {
        assertThat(terminal.run("receipt", "--json", Payments.DOUBTFUL).done().out())
                .isEqualTo("{\"verdict\":\"warn\",\"text\":\"" + Payments.DOUBTFUL
                        + "\",\"reasons\":[\"test-receipt\"],\"receipt\":{\"url\":\"" + Payments.DOUBTFUL
                        + "\",\"terminalId\":\"ZZ210317214371\",\"receiptNumber\":\"7\","
                        + "\"issuedAt\":\"2026-11-24T06:55:00Z\",\"fiscalSign\":\"000000000007\"}}\n");
        assertThat(terminal.run("receipt", Payments.DOUBTFUL).done().lines()).hasSize(2);
    }

    @Test
    void printsARefusalExactly() {
        Terminal.Run json = terminal.run("receipt", "--json", "https://example.uz/");
        assertThat(json.code()).isEqualTo(5);
        assertThat(json.out())
                .isEqualTo("{\"verdict\":\"refuse\",\"text\":\"https://example.uz/\",\"reasons\":[\"host\"],"
                        + "\"receipt\":null}\n");
        Terminal.Run words = terminal.run("receipt", "https://example.uz/");
        assertThat(words.code()).isEqualTo(5);
        assertThat(words.out()).startsWith("Not a receipt that may be sent: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                                       | empty
            hello                                                                                    | no-link
            https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20261124115000                      | missing-s
            https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20260230115000&s=514343190161       | bad-c
            https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20261124115000&s=150000.00          | bad-s
            https://ofd.soliq.uz.evil.uz/check?t=UZ170703100597&r=1&c=20261124115000&s=514343190161  | host
            """)
    void namesTheReason(String text, String reason) {
        Terminal.Run run = terminal.run("receipt", "--json", text);
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("\"reasons\":[\"" + reason + "\"]");
    }

    @Test
    void theLastReceiptOfTheTillIsPrintedWithThePaymentsThatItMayBelongTo() throws Exception {
        terminal.run("add", Payments.FIRST, "--amount", "125000", "--paid-at", "2026-11-24T11:48:00+05:00")
                .done();
        terminal.run("add", Payments.SECOND, "--amount", "99000", "--paid-at", "2026-11-24T11:49:00+05:00")
                .done();
        Scenario scenario = Scenario.parse(
                        "{\"lastReceiptFields\": {\"order\": {\"received_card\": 12500000, \"received_cash\": 0}}}")
                .withLastReceipt(Payments.RECEIPT, Scenario.LastReceiptIn.WRAPPED);
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(scenario)) {
            String api = fiscalBox.address().toString();
            assertThat(terminal.run("receipt", "--last", "--match", "--api", api)
                            .done()
                            .lines())
                    .containsExactly(
                            "A receipt: " + Payments.RECEIPT,
                            "Sum of the receipt: 125\u00a0000\u00a0soʻm",
                            "Payment " + Payments.FIRST + ", 125\u00a0000\u00a0soʻm, 24.11.2026 11:48:00:"
                                    + " same amount, 2 min after the payment, this till",
                            "Payment " + Payments.SECOND + ", 99\u00a0000\u00a0soʻm, 24.11.2026 11:49:00:"
                                    + " another amount, 1 min after the payment, this till");
            assertThat(terminal.run("receipt", "--last", "--match", "--json", "--api", api)
                            .done()
                            .out())
                    .contains("\"sumTiyin\":12500000,\"cardTiyin\":12500000,\"matches\":[{\"transactionId\":\""
                            + Payments.FIRST
                            + "\",\"provider\":\"anor\",\"sameId\":false,\"amount\":\"SAME\",\"secondsAfterPayment\":120,"
                            + "\"till\":\"SAME\"},{");
            fiscalBox.play(Scenario.parse("{\"lastReceiptFields\": {\"isRefund\": true}}"));
            Terminal.Run refund = terminal.run("receipt", "--last", "--api", api);
            assertThat(refund.code()).isEqualTo(5);
            assertThat(refund.err()).contains("is a refund");
            fiscalBox.play(Scenario.parse("{\"lastReceiptIn\": \"nowhere\"}"));
            assertThat(terminal.run("receipt", "--last", "--api", api).code()).isEqualTo(1);
            assertThat(fiscalBox.confirmations()).isEmpty();
        }
        assertThat(terminal.run("receipt", "--last", "--api", "http://127.0.0.1:1")
                        .code())
                .isEqualTo(4);
        assertThat(terminal.run("receipt").code()).isEqualTo(2);
        assertThat(terminal.run("receipt", "--last", Payments.RECEIPT).code()).isEqualTo(2);
    }

    @Test
    void textAfterTwoHyphensIsNoOption() {
        assertThat(terminal.run("receipt", "--json", "--", "--nonsense").code()).isEqualTo(5);
        terminal.run("receipt", "--nonsense").refused(2, "no option --nonsense");
    }

    @Test
    void imagesAreReadIndividually() throws Exception {
        String receipt = Payments.picture(folder.resolve("receipt.png"), Payments.RECEIPT)
                .toString();
        String menu = Payments.picture(folder.resolve("menu.png"), "https://example.uz/menu")
                .toString();
        String white = Payments.picture(folder.resolve("white.png")).toString();
        Terminal.Run run = terminal.run("read", "--json", receipt, menu, white);
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).isEmpty();
        assertThat(withoutMillis(run))
                .containsExactly(
                        "{\"file\":\"" + receipt + "\",\"text\":\"" + Payments.RECEIPT + "\",\"receipt\":"
                                + Payments.RECEIPT_JSON + ",\"millis\":N}",
                        "{\"file\":\"" + menu
                                + "\",\"text\":\"https://example.uz/menu\",\"receipt\":null,\"millis\":N}",
                        "{\"file\":\"" + white + "\",\"text\":null,\"receipt\":null,\"millis\":N}");
        assertThat(terminal.run("read", receipt).done().out()).contains(receipt, Payments.RECEIPT);
        assertThat(terminal.run("read", white).code()).isEqualTo(5);
        assertThat(folder.resolve("data").resolve("ledger.db")).doesNotExist();
    }

    @Test
    void bothReceiptsInAnImageArePrinted() throws Exception {
        Path two = Payments.picture(folder.resolve("two.png"), Payments.RECEIPT, Payments.ANOTHER);

        assertThat(terminal.run("read", two.toString()).done().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains(Payments.RECEIPT))
                .anyMatch(line -> line.contains(Payments.ANOTHER));
    }

    private static List<String> withoutMillis(Terminal.Run run) {
        return run.lines().stream()
                .map(line -> line.replaceAll("\"millis\":\\d+", "\"millis\":N"))
                .toList();
    }

    @Test
    void aFileThatIsNoImageDoesNotAffectOthers() throws Exception {
        String receipt = Payments.picture(folder.resolve("receipt.png"), Payments.RECEIPT)
                .toString();
        String binary =
                Files.write(folder.resolve("x.png"), new byte[] {0, 1, 2, 3}).toString();
        String missing = folder.resolve("missing.png").toString();
        Terminal.Run run = terminal.run("read", "--json", binary, missing, receipt);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(binary),
                        line -> assertThat(line).contains(missing));
        assertThat(withoutMillis(run)).hasSize(3);
        assertThat(withoutMillis(run).get(1))
                .isEqualTo("{\"file\":\"" + missing + "\",\"text\":null,\"receipt\":null,\"millis\":N}");
    }

    @Test
    void aSingleFileThatIsNoImageIsRefused() {
        terminal.run("read", "").refused(2, "");
        terminal.run("read").refused(2, "Missing: IMAGE");
    }
}
