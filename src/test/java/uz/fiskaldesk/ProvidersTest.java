package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Payments of several providers on the command line, from the file or the argument to FiscalBox and the export. */
@NullUnmarked
class ProvidersTest {
    private static final String CLICK = "click:2354512461";
    private static final String UZQR = "uzqr:PAY12345678901234567";

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private Terminal terminal;
    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void setUp() throws Exception {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming());
        terminal = new Terminal(folder).with(fiscalBox.address());
        providers("[\"anor\", \"click\", \"uzqr\"]");
    }

    @AfterEach
    void tearDown() {
        fiscalBox.close();
    }

    private void providers(String json) throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"providers\": " + json + "}");
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void aPaymentIsAddedConfirmedAndShown() {
        assertThat(terminal.run("add", CLICK, "--amount", "125000").done().out())
                .isEqualTo("Added: " + CLICK + ".\n");
        assertThat(terminal.run("add", "2354512461", "--provider", "CLICK")
                        .done()
                        .out())
                .contains(CLICK);
        assertThat(terminal.run("add", "PAY12345678901234567", "--provider", "uzqr")
                        .done()
                        .out())
                .isEqualTo("Added: " + UZQR + ".\n");

        assertThat(terminal.run("confirm", "Click:2354512461", "--receipt", Payments.RECEIPT)
                        .done()
                        .out())
                .startsWith(CLICK + "  Done.");
        assertThat(fiscalBox.confirmations()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/payment/click_confirm");
            assertThat(request.rawBody())
                    .isEqualTo("{\"payment_id\":\"2354512461\",\"qr_code\":\"" + Payments.RECEIPT + "\"}");
        });
        assertThat(terminal.run("list").done().out()).contains(CLICK).contains(UZQR);
        assertThat(terminal.run("show", CLICK).done().out()).contains(CLICK).contains("Click\n");
        assertThat(terminal.run("show", CLICK, "--json").done().out())
                .startsWith("{\"transactionId\":\"" + CLICK + "\",\"provider\":\"click\",\"paymentId\":null,");
        assertThat(terminal.run("check").out()).contains("5 entries, unchanged");
    }

    @Test
    void aReceiptServesOnePaymentOfAllProviders() {
        terminal.run("add", CLICK).done();
        terminal.run("add", UZQR).done();
        terminal.run("confirm", CLICK, "--receipt", Payments.RECEIPT).done();
        terminal.run("confirm", UZQR, "--receipt", Payments.RECEIPT).refused(2, CLICK);
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void retryAndResolveTakeTheIds() {
        terminal.run("add", CLICK).done();
        terminal.run("retry", CLICK).refused(2, CLICK);
        terminal.run("resolve", CLICK, "--receipt", Payments.RECEIPT, "--reason", "seen")
                .refused(2, CLICK);
        terminal.run("retry", "click:7").refused(2, "click:7");
    }

    @Test
    void aProviderThatIsOffIsRefusedForNewPaymentsAndFinishedForOldOnes() throws Exception {
        terminal.run("add", CLICK).done();
        providers("[\"anor\"]");
        terminal.run("add", "click:7").refused(2, "switched off");
        terminal.run("add", "7", "--provider", "click").refused(2, "switched off");
        terminal.run("confirm", CLICK, "--receipt", Payments.RECEIPT).done();
        assertThat(terminal.run("show", CLICK).done().out()).contains("Click\n");
        Files.delete(folder.resolve("settings.json"));
        terminal.run("add", "payme:63b5282a6f47f572807fd53e").refused(2, "switched off");
    }

    @Test
    void aShopOfAnorOnlySeesNothingOfProviders() throws Exception {
        providers("[\"anor\"]");
        terminal.run("add", Payments.FIRST).done();
        assertThat(terminal.run("show", Payments.FIRST).done().out()).doesNotContain("Anor");
        terminal.run("add", "2354512461").refused(2, "UUID");
        terminal.run("show", "2354512461").refused(2, "UUID");
    }

    @Test
    void anIdWithoutItsProviderIsRefusedWithAnExample() {
        terminal.run("show", "2354512461").refused(2, "click:2354512461");
        terminal.run("show", "nobank:2354512461").refused(2, "nobank:2354512461");
        terminal.run("add", "12x", "--provider", "click").refused(2, "does not have the form");
        terminal.run("add", "2354512461").refused(2, "name the system, as in click:2354512461");
        terminal.run("add", Payments.FIRST, "--provider", "click").refused(2, "of another payment system");
        terminal.run("add", CLICK, "--provider", "anor").refused(2, "of another payment system");
    }

    @Test
    void aMessageNamesTheProviderOrTheCashierDoes() throws Exception {
        Path named = file("named.txt", "Click: to'lov ID 2354512461, 125 000 so'm");
        assertThat(terminal.run("add", "--text", named.toString()).lines())
                .containsExactly("Transaction ID: " + CLICK, "Amount: 125000");
        terminal.run("add", "--text", named.toString(), "--yes").done();

        Path open = file("open.txt", "{\"payment_id\":\"77123456\",\"transaction_id\":\"" + Payments.FIRST + "\"}");
        assertThat(terminal.run("add", "--text", open.toString(), "--yes").lines())
                .contains("Transaction ID: several or not certain: " + Payments.FIRST + ", click:77123456");
        terminal.run("add", "--text", open.toString(), "--provider", "click", "--yes")
                .done();
        assertThat(terminal.run("list", "--json").done().out())
                .contains("\"" + CLICK + "\"", "\"click:77123456\"")
                .doesNotContain(Payments.FIRST);
    }

    @Test
    void everyJsonAboutAPaymentNamesItsProvider() throws Exception {
        terminal.run("add", CLICK, "--amount", "125000", "--paid-at", "2026-11-24T11:49")
                .done();
        assertThat(terminal.run("receipt", Payments.RECEIPT, "--match", "--json")
                        .lines())
                .singleElement()
                .asString()
                .contains("\"matches\":[{\"transactionId\":\"" + CLICK + "\",\"provider\":\"click\",");
        Path statement = file("statement.csv", """
                provider,payment_id,amount,paid_at
                click,2354512461,125001,2026-11-24T11:49
                """);
        Path differences = elsewhere.resolve("differences.csv");
        Terminal.Run compared =
                terminal.run("statement", statement.toString(), "--json", "--export", differences.toString());
        assertThat(compared.err()).isEmpty();
        assertThat(compared.out()).contains("\"transactionId\":\"" + CLICK + "\",\"provider\":\"click\",");
        assertThat(Files.readString(differences)).contains("transaction_id,provider,", CLICK + ",click,");
        assertThat(terminal.run("show", CLICK, "--json").done().out()).contains("\"provider\":\"click\"");
        assertThat(terminal.run("shift", "--json").out()).contains("\"provider\":\"click\"");
    }

    @Test
    void filesNameTheProvider() throws Exception {
        Path csv = file("payments.csv", """
                provider,transaction_id,payment_id,amount,receipt
                anor,%s,77,1000,
                click,0e436d79-f100-4373-b12a-1f238b558054,2354512461,125000,%s
                uzqr,PAY12345678901234567,,500,
                ,%s,,,
                uzum,7e577908-6851-4a8d-ac1d-bdd17002f96b,,1,
                nobank,123,,1,
                Click,12345678901234567890123,,1,
                """.formatted(Payments.FIRST, Payments.RECEIPT, "uzqr:PAY7"));
        Terminal.Run run = terminal.run("import", csv.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines()).anyMatch(line -> line.contains(" 6") && line.contains("switched off"));
        assertThat(run.lines()).anyMatch(line -> line.contains(" 7") && line.contains("not known here"));
        assertThat(run.lines()).anyMatch(line -> line.contains(" 8") && line.contains("does not have the form"));
        assertThat(terminal.run("list", "--json").done().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith(
                        "{\"transactionId\":\"" + Payments.FIRST + "\",\"provider\":\"anor\",\"paymentId\":\"77\""))
                .anyMatch(line -> line.startsWith("{\"transactionId\":\"" + CLICK + "\",\"provider\":\"click\"")
                        && line.contains("\"state\":\"READY\""))
                .anyMatch(line -> line.startsWith("{\"transactionId\":\"" + UZQR + "\",\"provider\":\"uzqr\""))
                .anyMatch(line -> line.startsWith("{\"transactionId\":\"uzqr:PAY7\""));
        terminal.run("retry", "--all").done();
        assertThat(fiscalBox.booked()).containsOnlyKeys(CLICK);
    }

    @Test
    void aFileOfOneProviderNeedsNoTransactionId() throws Exception {
        Path csv = file("click.csv", "payment_id;provider\n2354512461;click\n;click\n7;\n");
        Terminal.Run run = terminal.run("import", csv.toString());
        assertThat(run.out()).contains("taken 1, known already 0, refused 2");
        assertThat(terminal.run("list", "--json").done().lines())
                .singleElement()
                .asString()
                .contains(CLICK);
        assertThat(terminal.run(
                                "import",
                                file("bad.csv", "payment_id;amount\n7;1\n").toString())
                        .err())
                .contains("transaction_id");
    }

    /** FiscalBox's own answer to the payment, with an ID that is a number, as a POS may pass it on. */
    @Test
    void jsonMayHaveTheIdAsANumber() throws Exception {
        Path json = file("click.json", """
                [{"provider": "click", "transaction_id": "0e436d79-f100-4373-b12a-1f238b558054",
                  "payment_id": 2354512461, "client_phone_number": "998946532140"},
                 {"provider": "uzqr", "payment_id": 1.5}]
                """);
        assertThat(terminal.run("import", json.toString()).out()).contains("taken 1, known already 0, refused 1");
        assertThat(terminal.run("list", "--json").done().out()).startsWith("{\"transactionId\":\"" + CLICK + "\"");
    }

    @Test
    void exportsCanBeImportedAgain(@TempDir Path exports) throws Exception {
        terminal.run("add", CLICK, "--amount", "125000").done();
        terminal.run("add", UZQR).done();
        terminal.run("add", Payments.FIRST).done();
        for (String format : new String[] {"csv", "json", "xlsx"}) {
            String file = exports.resolve("all." + format).toString();
            terminal.run("export", "--format", format, file).done();
            assertThat(terminal.run("import", file).out()).contains("taken 0, known already 3, refused 0");
            Path other = Files.createDirectory(exports.resolve(format));
            Files.copy(folder.resolve("settings.json"), other.resolve("settings.json"));
            Terminal second = new Terminal(other);
            assertThat(second.run("import", file).out()).contains("taken 3, known already 0, refused 0");
            assertThat(second.run("list", "--json").done().lines())
                    .containsExactlyInAnyOrderElementsOf(
                            terminal.run("list", "--json").done().lines());
        }
    }

    @Test
    void wrongSettingsNameTheProviders() throws Exception {
        for (String wrong : new String[] {"[\"anor\", \"nobank\"]", "[\"\"]", "[187]", "[null]"}) {
            providers(wrong);
            terminal.run("list").refused(6, "one of anor, click, ");
        }
        for (String wrong : new String[] {"[]", "\"click\"", "{}", "7"}) {
            providers(wrong);
            Terminal.Run run = terminal.run("list");
            assertThat(run.code()).as(wrong).isEqualTo(6);
            assertThat(run.err()).as(wrong).contains("providers");
        }
    }
}
