package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.StatementReport.Kind;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.report.ExportFormat;
import uz.fiskaldesk.report.StatementFile;

/** Statements and column mappings that somebody has made to do harm, or that a program has damaged. */
class HostileStatementTest extends StatementFixture {
    private StatementReport check(Path file) throws ImportFileException {
        return check(file, ColumnMapping.NONE);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aBombIsRefusedWithItsReason() throws Exception {
        Path wide = folder.resolve("far-column.xlsx");
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("far-column.xlsx"))) {
            Files.copy(sample, wide);
        }
        Path deep = file("deep.json", "[".repeat(1 << 20));
        Path long1 = file("line.csv", "transaction_id,note\n" + id(1) + "," + "x".repeat(1 << 20));
        for (Path file : List.of(wide, deep, long1)) {
            assertThatExceptionOfType(ImportFileException.class)
                    .isThrownBy(() -> check(file))
                    .matches(e -> List.of(Reason.TOO_WIDE, Reason.BAD_JSON, Reason.ROW_TOO_LONG)
                            .contains(e.reason()));
        }
    }

    @Test
    void hugeCellsAreNotKept() throws Exception {
        String huge = "x".repeat(200_000);
        StatementReport report = check(file(
                "huge.csv",
                "transaction_id,payment_id,note\n" + id(1) + ",1," + huge + "\n" + huge + ",2,\n" + id(3) + ",3,\n"));
        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.unread()).hasSize(2);
        assertThat(report.unread().getFirst().remarks())
                .contains(new FieldProblem(PaymentField.NOTE, FieldProblem.TOO_LONG));
        assertThat(report.unread().getLast().transactionId()).hasSizeLessThan(130);
    }

    @Test
    void allRowsThatAreNotUnderstoodAreCountedAndFewAreKept() throws Exception {
        Path file = folder.resolve("short.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("transaction_id\n");
            for (int block = 0; block < 20; block++) {
                out.write("1\n".repeat(10_000));
            }
        }
        StatementReport report = check(file);
        assertThat(report.unreadCount()).isEqualTo(200_000);
        assertThat(report.unread()).hasSize(1_000);
        assertThat(report.agrees()).isFalse();
    }

    @Test
    void rowsOfOneAmountAreMatchedWithTheNearestPayments() throws Exception {
        List<Ledger.NewPayment> payments = new ArrayList<>();
        StringBuilder statement = new StringBuilder("amount,paid_at\n");
        Instant start = Instant.parse("2026-11-24T05:00:00Z");
        int count = 3_000;
        for (int n = 0; n < count; n++) {
            Instant at = start.plusSeconds(n);
            payments.add(new Ledger.NewPayment(
                    new Payment(Samples.id(n), null, new Amount(500_000), null, null, at, null),
                    null,
                    List.of(),
                    Samples.act(Act.Kind.IMPORTED)));
            statement.append("5000,").append(at).append('\n');
        }
        ledger.addAll(payments);
        StatementReport report = check(file("one-price.csv", statement.toString()));
        assertThat(report.of(Kind.PROBABLE))
                .hasSize(count)
                .allSatisfy(finding -> assertThat(Objects.requireNonNull(finding.entry())
                                .payment()
                                .paidAt())
                        .isEqualTo(Objects.requireNonNull(finding.row()).paidAt()));
    }

    @Test
    void formulasOfAStatementAreTextInItsExport() throws Exception {
        StatementReport report = check(file(
                "formula.csv", "payment_id,amount,paid_at\n\"=HYPERLINK(\"\"http://evil\"\")\",5,2026-11-24T10:00\n"));
        Path csv = folder.resolve("differences.csv");
        StatementFile.write(ExportFormat.CSV, report, csv, false);
        assertThat(csv)
                .content(StandardCharsets.UTF_8)
                .contains("\"'=HYPERLINK(")
                .doesNotContain(",=HYPERLINK", "\"=HYP");
    }

    @Test
    void namesOfColumnsAreShortAndHaveNoControlCharactersInMessages() throws Exception {
        String evil = "Сумма\u001b\u202e (?) " + "y".repeat(5_000);
        assertThatExceptionOfType(ImportFileException.class)
                .isThrownBy(() -> check(file("names.csv", "transaction_id," + evil + "\n" + id(1) + ",5\n")))
                .matches(e -> e.reason() == Reason.UNCLEAR_AMOUNT)
                .matches(e -> e.detail().length() < 130)
                .matches(e -> e.detail().chars().noneMatch(c -> c == 0x1b || c == 0x202e));
        assertThat(FilePreview.of(folder.resolve("names.csv")).columns()).containsExactly("transaction_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"ref\":null}",
                "{\"ref\":{\"a\":1}}",
                "{\"ref\":\"Ref=transaction_id\"",
                "\u0000\u0001\ufffd",
                "{\"ref\":\"Ref=nonsense\"}",
                "{\"ref\":\"\\\"Ref\"}"
            })
    void aDamagedMappingMeansNoneAndTheNextChoiceIsRemembered(String content) throws Exception {
        Path file = file("columns.json", content);
        ColumnMemory memory = new ColumnMemory(file);
        List<String> names = List.of("Ref");
        assertThat(memory.mappingFor(Use.STATEMENT, names)).isEqualTo(ColumnMapping.NONE);
        ColumnMapping mapping = ColumnMapping.parse("Ref=transaction_id");
        memory.remember(Use.IMPORT, names, mapping);
        assertThat(new ColumnMemory(file).mappingFor(Use.IMPORT, names)).isEqualTo(mapping);
    }

    @Test
    void aMappingThatIsEndlessOrNestedIsPutAside() throws Exception {
        Path file = folder.resolve("columns.json");
        for (String content : List.of("{\"a\":".repeat(100_000), "{\"" + "a".repeat(5 << 20) + "\":\"b\"}")) {
            Files.writeString(file, content);
            assertThat(new ColumnMemory(file).useOf(List.of("a"))).isEmpty();
            assertThat(file).doesNotExist();
        }
    }
}
