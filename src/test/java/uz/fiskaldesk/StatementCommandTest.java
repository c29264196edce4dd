package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal;
    private Path statement = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        terminal = new Terminal(folder.resolve("data"));
        terminal.run("add", Payments.FIRST, "--amount", "125000", "--paid-at", "2026-11-24T10:00:00+05:00")
                .done();
        statement = Files.writeString(folder.resolve("anor.csv"), """
                Ref;payment_id;Сумма;Время платежа
                %s;=1+1;125000;24.11.2026 10:00
                %s;77002;38000;24.11.2026 10:05
                """.formatted(Payments.FIRST, Payments.SECOND));
    }

    private Terminal.Run check(String... options) {
        String[] line = new String[options.length + 4];
        line[0] = "statement";
        line[1] = statement.toString();
        line[2] = "--columns";
        line[3] = "Ref=transaction_id";
        System.arraycopy(options, 0, line, 4, options.length);
        return terminal.run(line);
    }

    @Test
    void differencesArePrinted() {
        Terminal.Run run = check();
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines())
                .containsExactly(
                        "Rows in the statement: 2. On the list with the same amount: 1."
                                + " Period: 24.11.2026 10:00:00 – 24.11.2026 10:05:00.",
                        "Paid, but not on the list: 1",
                        "  Line 3: " + Payments.SECOND + ", 38\u00a0000, 24.11.2026 10:05:00");
    }

    @Test
    void differencesAreWrittenAndMissingPaymentsAdded() throws Exception {
        Path csv = folder.resolve("differences.csv");
        Terminal.Run run = check("--json", "--export", csv.toString(), "--add");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("{\"statement\":\"anor.csv\",\"rows\":2,\"matched\":1,\"from\":\"2026-11-24T05:00:00Z\"")
                .contains("\"difference\":\"missing\",\"line\":3,\"transactionId\":\"" + Payments.SECOND + "\"");
        assertThat(Files.readString(csv))
                .contains("missing,3," + Payments.SECOND + ",anor,77002,380.00".replace("380", "38000"));
        assertThat(run.err()).contains("Payments added to the list: 1");
        assertThat(check().code()).isZero();

        assertThat(check("--export", csv.toString()).code()).isEqualTo(2);
        assertThat(check("--export", folder.resolve("x.pdf").toString()).code()).isEqualTo(2);
        Path sheet = folder.resolve("differences.xlsx");
        check("--export", sheet.toString()).done();
        assertThat(sheet).isNotEmptyFile();
    }

    @Test
    void formulasInTheStatementAreDefused() throws Exception {
        Files.writeString(statement, "Ref,payment_id\n,=cmd|x\n");
        Path csv = folder.resolve("differences.csv");
        check("--export", csv.toString());
        assertThat(Files.readString(csv)).contains(",'=cmd|x,");
    }

    @Test
    void unusableStatementIsRefused() throws Exception {
        Files.writeString(statement, "Ref,shop\n1,2\n");
        Terminal.Run run = terminal.run("statement", statement.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("neither a column with IDs");
    }
}
