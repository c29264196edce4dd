package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import}: what is taken, known already and refused, row by row. */
class ImportCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder.resolve("data"));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void columnsAreNamedByAnOption() throws Exception {
        Path file = file("bank.csv", "Ref;Итого\n" + Payments.FIRST + ";12500000\n");
        Terminal.Run run = terminal.run("import", file.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("transaction_id");
        terminal.run("import", file.toString(), "--columns", "Ref=transaction_id,Итого=amount_tiyin")
                .done();
        assertThat(list()).singleElement().asString().contains("\"amountTiyin\":12500000");

        Terminal.Run wrong = terminal.run("import", file.toString(), "--columns", "Ref=id");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("Ref=id");
    }

    private List<String> list() {
        return terminal.run("list", "--json").done().lines();
    }

    @Test
    void rowsWithRemarksAreReportedWithLineAndReason() throws Exception {
        terminal.run("add", Payments.SECOND, "--amount", "1000").done();
        Path file =
                file("payments.csv", """
                transaction_id,amount,receipt
                %s,125000.50,%s
                %s,1000,
                not an id,5,
                %s,125000,hello
                """.formatted(Payments.FIRST, Payments.RECEIPT, Payments.SECOND, Payments.THIRD));
        Terminal.Run run = terminal.run("import", file.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(file + ", line 3: " + Payments.SECOND)
                                .contains("on the list already"),
                        line -> assertThat(line)
                                .startsWith(file + ", line 4: not an id was refused: ")
                                .contains("ransaction ID"),
                        line -> assertThat(line)
                                .startsWith(file + ", line 5: " + Payments.THIRD + " was refused: ")
                                .contains("not a fiscal receipt"),
                        line -> assertThat(line).isEqualTo(file + ": taken 1, known already 1, refused 2."));
        assertThat(list())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                Payments.FIRST,
                                "\"amountTiyin\":12500050",
                                "\"state\":\"READY\"",
                                Payments.RECEIPT_JSON));
    }

    @Test
    void theSameFileTwiceChangesNothing() throws Exception {
        String file = file("p.csv", "transaction_id,amount\n" + Payments.FIRST + ",5000\n")
                .toString();
        terminal.run("import", file).done();
        List<String> before = list();
        assertThat(terminal.run("import", file).done().out()).contains("taken 0, known already 1, refused 0");
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void jsonJsonLinesAndExportsAreImported() throws Exception {
        String array = file("a.json", "[{\"transaction_id\":\"" + Payments.FIRST + "\",\"amount\":125000.5}]")
                .toString();
        String lines = file(
                        "b.jsonl",
                        "{\"transactionId\":\"" + Payments.SECOND
                                + "\",\"amountTiyin\":700}\n\n{\"transaction_id\":1}\nnonsense\n")
                .toString();
        Terminal.Run run = terminal.run("import", array, lines);
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out())
                .contains(array + ": taken 1, known already 0, refused 0.")
                .contains(lines + ", line 3: 1 was refused", lines + ", line 4: — was refused")
                .contains(lines + ": taken 1, known already 0, refused 2.");
        Terminal other = new Terminal(folder.resolve("other"));
        String exported = elsewhere.resolve("export.json").toString();
        terminal.run("export", "--format", "json", exported).done();
        assertThat(other.run("import", exported).out()).contains("taken 2, known already 0, refused 0");
        assertThat(other.run("list", "--json").lines()).containsExactlyInAnyOrderElementsOf(list());
    }

    @Test
    void aWorkbookIsImported() throws Exception {
        Path file = folder.resolve("payments.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Excel", "16.0")) {
            Worksheet sheet = workbook.newWorksheet("payments");
            sheet.value(0, 0, "transaction_id");
            sheet.value(0, 1, "amount");
            sheet.value(1, 0, Payments.FIRST);
            sheet.value(1, 1, 125000.5);
            // Excel converts an ID of digits to a number.
            sheet.value(2, 0, 1.25E31);
        }
        Terminal.Run run = terminal.run("import", file.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().getFirst()).contains("line 3", "refused");
        assertThat(list()).hasSize(1).first().asString().contains("\"amountTiyin\":12500050");
    }

    @Test
    void allSpreadsheetFormatsAreRead() throws Exception {
        String semicolons =
                "\ufefftransaction_id;amount;note\r\n" + Payments.FIRST + ";\"125 000,50\";\"a;b \"\"c\"\"\"\r\n";
        terminal.run("import", file("bom.csv", semicolons).toString()).done();
        Path utf16 = Files.write(
                folder.resolve("utf16.csv"),
                ("\ufefftransaction_id\tamount\n" + Payments.SECOND + "\t125 000,50\n")
                        .getBytes(StandardCharsets.UTF_16LE));
        terminal.run("import", utf16.toString()).done();
        Path cyrillic = Files.write(
                folder.resolve("1251.csv"),
                ("transaction_id;note\n" + Payments.THIRD + ";Хлеб\n").getBytes(Charset.forName("windows-1251")));
        terminal.run("import", cyrillic.toString()).done();
        assertThat(list()).hasSize(3);
        assertThat(terminal.run("show", Payments.THIRD).out()).contains("Хлеб");
        assertThat(terminal.run("show", Payments.FIRST).out()).contains("a;b \"c\"", "125\u00a0000,50");
    }

    @Test
    void theHeaderDeterminesTheUnitOfAmounts() throws Exception {
        terminal.run(
                        "import",
                        file("p.csv", "transaction_id;amount (тийин)\n" + Payments.FIRST + ";12500000\n")
                                .toString())
                .done();
        assertThat(list()).singleElement().asString().contains("\"amountTiyin\":12500000");
        refused(file("q.csv", "transaction_id;Сумма (тыс. сум)\n" + Payments.SECOND + ";125\n"), "“Сумма (тыс. сум)”");
        Terminal.Run json = terminal.run(
                "import",
                file("q.json", "[{\"transaction_id\":\"" + Payments.SECOND + "\",\"amountUsd\":125}]")
                        .toString());
        assertThat(json.code()).isEqualTo(2);
        assertThat(json.out()).contains("under a name that is not understood", "refused 1");
        assertThat(list()).hasSize(1);
    }

    @Test
    void anUnknownColumnIsReported() throws Exception {
        Terminal.Run run = terminal.run(
                "import",
                file("p.csv", "transaction_id,colour\n" + Payments.FIRST + ",red\n")
                        .toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("colour");
    }

    @Test
    void aFileWithoutPaymentsIsRefused() throws Exception {
        refused(folder.resolve("missing.csv"), "cannot be read");
        refused(folder, "cannot be read");
        refused(file("empty.csv", ""), "no rows");
        refused(file("p1.csv", "id,amount\n1,2\n"), "transaction_id");
        refused(file("p2.csv", "transaction_id,transaction_id\n1,2\n"), "twice");
        refused(file("p3.csv", "transaction_id,note\n" + Payments.FIRST + ",\"open\n"), "quotation marks");
        refused(file("p4.json", "[{\"transaction_id\":\"" + Payments.FIRST + "\"},\n{oops}]"), "line 2");
        refused(
                Files.write(folder.resolve("p5.csv"), new byte[] {0, 1, 2, 0, 0, 9}),
                "neither CSV, JSON, XLSX nor ODS");
        refused(Files.write(folder.resolve("p6.xlsx"), new byte[] {'P', 'K', 3, 4, 0, 0, 1}), "damaged");
        assertThat(list()).isEmpty();
    }

    private void refused(Path file, String words) {
        terminal.run("import", file.toString()).refused(2, words);
    }

    @Test
    void aBrokenFileDoesNotAffectOthers() throws Exception {
        String good =
                file("good.csv", "transaction_id\n" + Payments.FIRST + "\n").toString();
        Terminal.Run run = terminal.run("import", folder.resolve("missing.csv").toString(), good);
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("missing.csv");
        assertThat(list()).hasSize(1);
    }

    @Test
    void aReceiptOfAnotherPaymentIsRefused() throws Exception {
        String file = file(
                        "p.csv",
                        "transaction_id,receipt\n" + Payments.FIRST + "," + Payments.RECEIPT + "\n" + Payments.SECOND
                                + "," + Payments.RECEIPT + "\n")
                .toString();
        Terminal.Run run = terminal.run("import", file);
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines().getFirst()).contains("line 3", Payments.SECOND, "refused");
        assertThat(list()).hasSize(1);
    }

    @Test
    void theExitCodeTellsWhetherAnythingWasImported() throws Exception {
        String good =
                file("good.csv", "transaction_id\n" + Payments.FIRST + "\n").toString();
        String bad = file("bad.csv", "transaction_id\nx\n").toString();
        String mixed =
                file("mixed.csv", "transaction_id\n" + Payments.FIRST + "\nx\n").toString();
        assertThat(terminal.run("import", bad).code()).as("nothing was changed").isEqualTo(2);
        assertThat(terminal.run("import", bad, good).code()).isEqualTo(7);
        assertThat(terminal.run("import", mixed).code())
                .as("known ones are in, too")
                .isEqualTo(7);
        assertThat(terminal.run("import", good).code()).isZero();
    }

    /** The list keeps its values, so the file was not imported as it is. */
    @Test
    void aKnownPaymentWithOtherValuesIsRefused() throws Exception {
        terminal.run(
                        "import",
                        file(
                                        "p.csv",
                                        "transaction_id,amount,receipt\n" + Payments.FIRST + ",1000," + Payments.RECEIPT
                                                + "\n")
                                .toString())
                .done();
        List<String> before = list();
        String receipt = file("r.csv", "transaction_id,receipt\n" + Payments.FIRST + "," + Payments.ANOTHER + "\n")
                .toString();
        String amount = file("a.csv", "transaction_id,amount\n" + Payments.FIRST + ",1001\n")
                .toString();
        String both = file(
                        "b.csv", "transaction_id,amount\n" + Payments.FIRST + ",1001\n" + Payments.SECOND + ",1001\n")
                .toString();
        assertThat(terminal.run("import", receipt).code()).isEqualTo(2);
        assertThat(terminal.run("import", amount).code()).isEqualTo(2);
        assertThat(list()).isEqualTo(before);
        assertThat(terminal.run("import", both).code()).isEqualTo(7);
    }
}
