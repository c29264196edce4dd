package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.IntakeMessages;

class ImportTest extends ImportFixture {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20261124110000&s=025561534771";

    @Test
    void rowsAreReportedAndIndependent() throws Exception {
        Import.Summary summary = take("""
                transaction_id,amount,paid_at,receipt,shop
                %s,125000,2026-11-24T10:59:00+05:00,%s,north
                no id,1,,,
                %s,"1 000,50",,,

                %s,125,50,,,x
                %s,,,https://example.com/check,
                %s,,,%s,
                %s,2,,,
                """.formatted(id(1), RECEIPT, id(2), id(3), id(4), id(5), RECEIPT, id(1)));
        assertThat(summary).isEqualTo(new Import.Summary(2, 1, 4, List.of("shop")));
        assertThat(reports)
                .containsExactly(
                        new RowReport(2, Result.TAKEN, id(1), List.of()),
                        refused(3, "no id", PaymentField.TRANSACTION_ID, FieldProblem.INVALID),
                        new RowReport(4, Result.TAKEN, id(2), List.of()),
                        new RowReport(
                                6, Result.REFUSED, null, List.of(new FieldProblem(null, FieldProblem.TOO_MANY_CELLS))),
                        refused(7, id(4), PaymentField.RECEIPT, "host"),
                        refused(8, id(5), PaymentField.RECEIPT, FieldProblem.RECEIPT_TAKEN),
                        new RowReport(
                                9,
                                Result.KNOWN,
                                id(1),
                                List.of(new FieldProblem(PaymentField.AMOUNT, FieldProblem.DIFFERS))));
        assertThat(entry(1).state()).isEqualTo(PaymentState.READY);
        assertThat(entry(1).payment().amount()).isEqualTo(new Amount(12_500_000));
        assertThat(entry(2).state()).isEqualTo(PaymentState.PENDING);
        assertThat(entry(2).payment().amount()).isEqualTo(new Amount(100_050));
        assertThat(ledger.acts(entry(1)))
                .containsExactly(new Act(Act.Kind.IMPORTED, "Aziza", CLOCK.instant(), "payments"));
    }

    @Test
    void aPaymentOfTheListThatCannotBeReadRefusesOnlyItsRow() throws Exception {
        take("transaction_id;receipt\n" + id(1) + ";" + RECEIPT + "\n");
        PostgresServer.run(SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE payment SET provider = 'zzz'");
        reports.clear();

        Import.Summary summary = take("transaction_id;receipt\n" + id(2) + ";\n" + id(1) + ";\n" + id(3) + ";" + RECEIPT
                + "\n" + id(4) + ";\n");

        assertThat(summary).isEqualTo(new Import.Summary(2, 0, 2, List.of()));
        List<FieldProblem> unreadable = List.of(new FieldProblem(null, FieldProblem.UNREADABLE));
        assertThat(reports)
                .containsExactly(
                        new RowReport(2, Result.TAKEN, id(2), List.of()),
                        new RowReport(3, Result.REFUSED, id(1), unreadable),
                        new RowReport(4, Result.REFUSED, id(3), unreadable),
                        new RowReport(5, Result.TAKEN, id(4), List.of()));
        assertThat(new IntakeMessages(Translations.in(Language.ENGLISH)).row(reports.get(1)))
                .contains("3", id(1), "cannot be read there", "administrator");
    }

    @Test
    void importingAgainChangesNothing() throws Exception {
        String file = "transaction_id;amount;receipt\n" + id(1) + ";100;" + RECEIPT + "\n" + id(2) + ";;\n";
        take(file);
        LedgerEntry before = entry(1);
        Import.Summary again = take(file);
        assertThat(again).isEqualTo(new Import.Summary(0, 2, 0, List.of()));
        assertThat(reports).allSatisfy(report -> assertThat(report.remarks()).isEmpty());
        assertThat(entry(1)).isEqualTo(before);
    }

    @Test
    void reportsWarningsOfAcceptedReceipts() throws Exception {
        take("[{\"transactionId\": \"" + id(1) + "\", \"paidAt\": \"2026-11-24T06:30:00Z\", \"receipt\": \"" + RECEIPT
                + "\"}]");
        assertThat(reports)
                .containsExactly(new RowReport(
                        1, Result.TAKEN, id(1), List.of(new FieldProblem(PaymentField.RECEIPT, "before-payment"))));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,''", "UTF-8,\ufeff", "UTF-16LE,\ufeff", "UTF-16BE,\ufeff", "windows-1251,''"})
    void readsTheEncodingsThatProgramsWrite(String charset, String mark) throws Exception {
        String text = mark + "transaction_id\tnote\r\n" + id(1) + "\tСмена Азизы\r\n";
        imports.importFile(file(text.getBytes(Charset.forName(charset))), _ -> ColumnMapping.NONE, reports::add);
        assertThat(entry(1).payment().note()).isEqualTo("Смена Азизы");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void readsQuotedCells(String separator) throws Exception {
        take(String.join(separator, "note", "Transaction ID", "amount") + "\n"
                + String.join(separator, "\"a, \"\"b\"\"; c\nd\"", "\"" + id(1) + "\"", "\"1000\"") + "\n");
        assertThat(entry(1).payment().note()).isEqualTo("a, \"b\"; c d");
        assertThat(reports).containsExactly(new RowReport(3, Result.TAKEN, id(1), List.of()));
    }

    @Test
    void readsExcelsSeparatorLineAndEscapedTexts() throws Exception {
        take("sep=;\r\ntransaction_id;note\r\n" + id(1) + ";'=1+1\r\nx;\r\n");
        assertThat(entry(1).payment().note()).isEqualTo("=1+1");
        assertThat(reports.getLast().line()).isEqualTo(4);
    }

    @Test
    void readsJsonWithNumbersNullsAndExportedReceipts() throws Exception {
        take("""
                [
                  {"transaction_id": "%s", "amount": 125000.50, "payment_id": 123456, "note": null, "extra": {"a": [1]}},
                  {"transactionId": "%s", "amountTiyin": 5005, "receipt": {"url": "%s", "terminalId": "UZ170703100597"}},
                  {"transactionId": "%s", "amount": 1, "amountTiyin": 100},
                  {"transactionId": "%s", "amount": 1e2000000000},
                  {"transactionId": true},
                  "text"
                ]""".formatted(id(1), id(2), RECEIPT, id(3), id(4)));
        assertThat(entry(1).payment().amount()).isEqualTo(new Amount(12_500_050));
        assertThat(entry(1).payment().paymentId()).isEqualTo("123456");
        assertThat(entry(2).payment().amount()).isEqualTo(new Amount(5_005));
        assertThat(entry(2).state()).isEqualTo(PaymentState.READY);
        assertThat(reports.subList(2, 6))
                .containsExactly(
                        refused(3, null, PaymentField.AMOUNT, FieldProblem.TWICE),
                        refused(4, id(4), PaymentField.AMOUNT, FieldProblem.INVALID),
                        refused(5, null, PaymentField.TRANSACTION_ID, FieldProblem.INVALID),
                        new RowReport(
                                6, Result.REFUSED, null, List.of(new FieldProblem(null, FieldProblem.NOT_AN_OBJECT))));
    }

    @Test
    void readsJsonLinesAndContinuesAfterABrokenLine() throws Exception {
        Import.Summary summary = take("{\"transaction_id\":\"" + id(1) + "\"}\n\n{\"transaction_id\":\n"
                + "{\"transaction_id\":\"" + id(2) + "\",\"state\":\"PENDING\"}\n");
        assertThat(summary).isEqualTo(new Import.Summary(2, 0, 1, List.of("state")));
        assertThat(reports.get(1).line()).isEqualTo(3);
    }

    @Test
    void readsAMultilineJsonObject() throws Exception {
        take("{\n  \"transaction_id\": \"" + id(1) + "\"\n}\n");
        assertThat(entry(1).state()).isEqualTo(PaymentState.PENDING);
    }

    @Test
    void importsNothingFromABrokenFile() throws Exception {
        String good = id(1) + ",1\n";
        assertBroken("transaction_id,amount\n" + good + "\"" + id(2), Reason.BAD_QUOTES, "3");
        assertBroken("transaction_id,amount\n" + good + "\"x\"y,1\n", Reason.BAD_QUOTES, "3");
        assertBroken("[{\"transaction_id\":\"" + id(1) + "\"},\n{\"transaction_id\"", Reason.BAD_JSON, "2");
        assertBroken("[{\"transaction_id\":\"" + id(1) + "\"}]\n]", Reason.BAD_JSON, "2");
        assertBroken("id,amount\n" + good, Reason.NO_ID_COLUMN, "");
        assertBroken("transaction_id,transactionId\n" + good, Reason.COLUMN_TWICE, "transaction_id");
        assertBroken("", Reason.EMPTY, "");
        assertBroken(" \n", Reason.NO_ID_COLUMN, "");
        assertBroken("GIF89a\0\0\0", Reason.UNKNOWN_KIND, "");
        assertThat(ledger.counts(LedgerQuery.ALL)).isEmpty();
        assertThat(reports).isEmpty();
    }

    @Test
    void refusesMissingFilesAndFolders() {
        assertThatThrownBy(() -> imports.importFile(folder, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE));
        assertThatThrownBy(
                        () -> imports.importFile(folder.resolve("missing.csv"), _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE));
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingIt() throws Exception {
        Path large = folder.resolve("large.csv");
        try (var channel = Files.newByteChannel(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(513L << 20).write(ByteBuffer.wrap(new byte[] {1}));
        }
        assertThatThrownBy(() -> imports.importFile(large, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOfSatisfying(ImportFileException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(e.detail()).isEqualTo("512");
                });
    }

    @Test
    void propagatesLedgerExceptions() throws Exception {
        Path file = file(("transaction_id\n" + id(1) + "\n").getBytes(StandardCharsets.UTF_8));
        ledger.close();
        assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOf(LedgerException.class);
    }

    private void assertBroken(String text, Reason reason, String detail) throws IOException {
        Path file = file(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .as(text)
                .isInstanceOfSatisfying(ImportFileException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.detail()).isEqualTo(detail);
                });
    }

    @Test
    void cancelledImportLeavesWholeRowsAndCanBeRepeated() throws Exception {
        StringBuilder csv = new StringBuilder("transaction_id\n");
        for (int n = 1; n <= 3_000; n++) {
            csv.append(id(n)).append('\n');
        }
        Path file = file(csv.toString().getBytes(StandardCharsets.UTF_8));
        List<String> progress = new ArrayList<>();
        int[] asked = {0};
        Import.Summary summary = imports.importFile(file, _ -> ColumnMapping.NONE, new Import.Listener() {
            @Override
            public void row(RowReport report) {
                assertThat(ledger.find(TransactionId.of(String.valueOf(report.transactionId()))))
                        .isPresent();
                reports.add(report);
            }

            @Override
            public void progress(long rows, long of) {
                progress.add(rows + "/" + of);
            }

            @Override
            public boolean isCancelled() {
                return ++asked[0] > 1_234;
            }
        });
        assertThat(summary).isEqualTo(new Import.Summary(1_234, 0, 0, List.of()));
        assertThat(reports).hasSize(1_234);
        assertThat(progress).hasSizeBetween(2, 100).last().isEqualTo("1234/3000");

        assertThat(imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .isEqualTo(new Import.Summary(1_766, 1_234, 0, List.of()));
    }

    private static RowReport refused(long line, @Nullable String id, PaymentField field, String code) {
        return new RowReport(line, Result.REFUSED, id, List.of(new FieldProblem(field, code)));
    }

    private Import.Summary take(String text) throws IOException, ImportFileException {
        reports.clear();
        return imports.importFile(
                file(text.lines().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8)),
                _ -> ColumnMapping.NONE,
                reports::add);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("payments"), bytes);
    }

    private static String id(int number) {
        return "a12f0000-0000-4000-8000-%012d".formatted(number);
    }

    private LedgerEntry entry(int number) {
        return ledger.find(TransactionId.of(id(number))).orElseThrow();
    }
}
