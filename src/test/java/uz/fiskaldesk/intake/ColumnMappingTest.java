package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.intake.ColumnMemory.Use;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;

/** Columns that are not recognised by their names are named by a person, once for all files with these columns. */
class ColumnMappingTest extends ImportFixture {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";

    private Import.Summary take(String text, String mapping) throws ImportFileException, IOException {
        Path file = Files.writeString(folder.resolve("payments"), text);
        return imports.importFile(
                file, _ -> mapping.isEmpty() ? ColumnMapping.NONE : ColumnMapping.parse(mapping), reports::add);
    }

    private Payment payment() {
        return ledger.find(TransactionId.of(ID)).orElseThrow().payment();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ref;Paid (x);Comment\nID;1250000;hello\n",
                "[{\"Ref\": \"ID\", \"Paid (x)\": 1250000, \"Comment\": \"hello\"}]",
                "{\"ref\": \"ID\", \"PAID X\": \"1250000\", \"comment\": \"hello\"}\n"
            })
    void mappedColumnsHaveTheStatedMeaningInEveryFormat(String text) throws Exception {
        String file = text.replace("ID", ID).replace("PA" + ID, "PAID");
        assertThat(take(file, "Ref=transaction_id,Paid (x)=amount_tiyin,Comment=ignore")
                        .taken())
                .isOne();
        assertThat(payment().amount()).isEqualTo(new Amount(1_250_000));
        assertThat(payment().note()).isNull();
    }

    @Test
    void sheetsAreMappedToo() throws Exception {
        Path sheet = Path.of(getClass().getResource("strict.xlsx").toURI());
        assertThat(FilePreview.of(sheet).columns()).startsWith("transaction_id", "amount", "paid_at");
        assertThat(FilePreview.of(sheet).values().get("transaction_id"))
                .contains("00000001-1111-4222-8333-444455550001");
        imports.importFile(sheet, _ -> ColumnMapping.parse("amount=ignore"), reports::add);
        assertThat(ledger.find(TransactionId.of("00000001-1111-4222-8333-444455550001"))
                        .orElseThrow()
                        .payment()
                        .amount())
                .isNull();
    }

    @Test
    void mappedFieldHasNoOtherColumn() throws Exception {
        assertThat(take("transaction_id,amount,real amount\n" + ID + ",1,2\n", "real amount=amount")
                        .ignoredColumns())
                .containsExactly("amount");
        assertThat(payment().amount()).isEqualTo(new Amount(200));
    }

    @Test
    void nameWithACommaIsQuoted() {
        Map<String, Optional<Column>> columns =
                Map.of("Сумма, \"тыс\"", Optional.of(new Column(PaymentField.AMOUNT, true)));
        ColumnMapping mapping = ColumnMapping.of(columns);
        assertThat(ColumnMapping.parse(mapping.text())).isEqualTo(mapping);
        assertThat(ColumnMapping.parse("\"Сумма, тыс=ignore\",a=b=note").text())
                .isEqualTo("\"Сумма, тыс=ignore\",a=b=note");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x=", "=note", "x=nothing", "x=amount y", "\"x=note", ",", "x=note,"})
    void wrongMappingIsRefused(String text) {
        assertThatThrownBy(() -> ColumnMapping.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transaction_id,x | y=note | NO_SUCH_COLUMN",
                "a,b | a=amount | NO_ID_COLUMN",
                "a,b | a=transaction_id,b=transaction_id | COLUMN_TWICE",
                "transaction_id,Сумма (USD) | '' | UNCLEAR_AMOUNT"
            })
    void headerThatDoesNotFitIsRefused(String header, String mapping, Reason reason) {
        assertThatThrownBy(() -> take(header + "\n" + ID + ",1\n", mapping))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(reports).isEmpty();
    }

    @Test
    void unclearAmountMayBeIgnoredByAPerson() throws Exception {
        assertThat(take("transaction_id,Сумма (USD)\n" + ID + ",1\n", "Сумма (USD)=ignore")
                        .taken())
                .isOne();
        assertThat(payment().amount()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a12f0000-0000-4000-8000-00000000", "a12f0000-0000-40", "a12f0000-…", "a12f0000-0000..."})
    void cutIdIsRefusedWithThatReason(String id) throws Exception {
        take("transaction_id\n" + id + "\n", "");
        assertThat(reports)
                .containsExactly(new RowReport(
                        2,
                        RowReport.Result.REFUSED,
                        id,
                        List.of(new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.CUT))));
    }

    @Test
    void mappingIsRememberedForTheSetOfNames() throws Exception {
        Path file = folder.resolve("data").resolve("columns.json");
        ColumnMapping mapping = ColumnMapping.parse("Номер=transaction_id,Сумма (?)=amount_tiyin");
        ColumnMemory memory = new ColumnMemory(file);
        assertThat(memory.mappingFor(Use.IMPORT, List.of("Номер", "Сумма (?)"))).isEqualTo(ColumnMapping.NONE);
        memory.remember(Use.IMPORT, List.of("Номер", "Сумма (?)"), mapping);

        ColumnMemory later = new ColumnMemory(file);
        assertThat(later.mappingFor(Use.IMPORT, List.of("СУММА (?)", " номер"))).isEqualTo(mapping);
        assertThat(later.mappingFor(Use.IMPORT, List.of("Номер"))).isEqualTo(ColumnMapping.NONE);
        later.remember(Use.IMPORT, List.of("Номер", "Сумма (?)"), ColumnMapping.NONE);
        assertThat(later.mappingFor(Use.IMPORT, List.of("Номер", "Сумма (?)"))).isEqualTo(ColumnMapping.NONE);
    }

    @Test
    void memoryThatCannotBeReadIsPutAside() throws Exception {
        Path file = Files.writeString(folder.resolve("columns.json"), "{\"a\": ");
        ColumnMemory memory = new ColumnMemory(file);
        assertThat(memory.mappingFor(Use.IMPORT, List.of("a"))).isEqualTo(ColumnMapping.NONE);
        assertThat(folder.resolve("columns.json.bad")).exists();
        memory.remember(Use.IMPORT, List.of("a"), ColumnMapping.parse("a=note"));
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("a=note");
    }

    @Test
    void aMappingForAStatementIsNoneForAnImport(@TempDir Path folder) throws Exception {
        ColumnMemory memory = new ColumnMemory(folder.resolve("columns.json"));
        List<String> columns = List.of("Ref", "Сумма");
        ColumnMapping statement = ColumnMapping.parse("Ref=transaction_id");
        memory.remember(Use.STATEMENT, columns, statement);
        assertThat(memory.mappingFor(Use.STATEMENT, columns)).isEqualTo(statement);
        assertThat(memory.mappingFor(Use.IMPORT, columns)).isEqualTo(ColumnMapping.NONE);
        assertThat(memory.useOf(columns)).contains(Use.STATEMENT);

        ColumnMapping imported = ColumnMapping.parse("Ref=payment_id");
        memory.remember(Use.IMPORT, columns, imported);
        assertThat(memory.mappingFor(Use.STATEMENT, columns)).isEqualTo(statement);
        assertThat(memory.mappingFor(Use.IMPORT, columns)).isEqualTo(imported);
        assertThat(memory.useOf(columns)).isEmpty();
        memory.remember(Use.STATEMENT, columns, ColumnMapping.NONE);
        assertThat(memory.mappingFor(Use.STATEMENT, columns)).isEqualTo(imported);
        assertThat(memory.useOf(columns)).contains(Use.IMPORT);
        assertThat(memory.useOf(List.of("Ref"))).isEmpty();
    }
}
