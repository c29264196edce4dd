package uz.fiskaldesk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.intake.ColumnMapping;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;

class ExportTest {
    private static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final FiscalReceipt RECEIPT = new FiscalReceipt(
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20261124110000&s=025561534771",
            "UZ170703100597",
            "6013",
            Instant.parse("2026-11-24T06:00:00Z"),
            "025561534771");

    @TempDir
    private Path folder;

    private SqliteLedger ledger;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOON);
        Payment first = new Payment(
                id(1),
                "@SUM(A1)",
                new Amount(12_500_050),
                "998946532140",
                "860014******3145",
                Instant.parse("2026-11-24T05:59:00Z"),
                "=HYPERLINK(\"http://example.com\";\"Смена\")");
        ledger.add(first, RECEIPT, act());
        ledger.add(Payment.of(id(2)), null, act());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void escapesFormulasInCsv() throws IOException {
        Path file = folder.resolve("out.csv");
        assertThat(export(ExportFormat.CSV, file)).isEqualTo(2);
        String text = Files.readString(file);
        assertThat(text)
                .startsWith("\ufefftransaction_id,provider,payment_id,amount,")
                .contains("\r\n");
        List<CSVRecord> records = csv(text);
        assertThat(records).hasSize(2);
        assertThat(records.getFirst().toMap())
                .containsEntry("transaction_id", id(1).text())
                .containsEntry("payment_id", "'@SUM(A1)")
                .containsEntry("amount", "125000.50")
                .containsEntry("phone", "998946532140")
                .containsEntry("paid_at", "2026-11-24T10:59:00+05:00")
                .containsEntry("note", "'=HYPERLINK(\"http://example.com\";\"Смена\")")
                .containsEntry("state", "READY")
                .containsEntry("receipt", RECEIPT.url())
                .containsEntry("fiscal_sign", "025561534771")
                .containsEntry("attempts", "0")
                .containsEntry("outcome", "");
    }

    @Test
    void writesAWorkbookWithNumbersAndDates() throws IOException {
        Path file = folder.resolve("out.xlsx");
        assertThat(export(ExportFormat.XLSX, file)).isEqualTo(2);
        try (InputStream in = Files.newInputStream(file);
                ReadableWorkbook workbook = new ReadableWorkbook(in)) {
            List<Row> rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSize(3);
            Row row = rows.get(1);
            assertThat(row.getCellText(0)).isEqualTo(id(1).text());
            assertThat(row.getCellAsNumber(3).orElseThrow()).isEqualByComparingTo("125000.50");
            assertThat(row.getCellAsDate(6)).contains(LocalDateTime.of(2026, 11, 24, 10, 59));
            assertThat(row.getCellText(7)).startsWith("'=HYPERLINK");
        }
    }

    @Test
    void writesAWorkbookThatCanBeReadWhateverATextContains() throws IOException {
        Payment hostile = new Payment(
                id(3), null, null, null, null, null, "a\u0001\uffff\ud800b\u202e<&>\ud83d\ude00" + "x".repeat(40_000));
        ledger.add(hostile, null, act());
        Path file = folder.resolve("out.xlsx");
        export(ExportFormat.XLSX, file);
        try (InputStream in = Files.newInputStream(file);
                ReadableWorkbook workbook = new ReadableWorkbook(in)) {
            assertThat(workbook.getFirstSheet().read().stream().map(row -> row.getCellText(7)))
                    .anyMatch(note -> note.startsWith("a") && note.contains("<&>\ud83d\ude00"));
        }
    }

    @Test
    void writesOneJsonArray() throws IOException {
        Path file = folder.resolve("out.json");
        export(ExportFormat.JSON, file);
        JsonNode array = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(array.size()).isEqualTo(2);
        assertThat(array.get(0).toString())
                .isEqualTo(PaymentJson.line(ledger.find(id(1)).orElseThrow()));
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource
    void exportsCanBeImported(ExportFormat format) throws Exception {
        Path file = folder.resolve("out");
        export(format, file);
        try (Ledger other = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("other.db")), NOON)) {
            List<RowReport> reports = new ArrayList<>();
            new Import(other, new ReceiptReader(CLOCK), new Operator("Till 2", "Aziza", CLOCK), Providers.DEFAULT)
                    .importFile(file, _ -> ColumnMapping.NONE, reports::add);
            assertThat(reports).allSatisfy(report -> assertThat(report.result()).isEqualTo(RowReport.Result.TAKEN));
            LedgerEntry there = other.find(id(1)).orElseThrow();
            LedgerEntry here = ledger.find(id(1)).orElseThrow();
            assertThat(there.receipt()).isEqualTo(here.receipt());
            assertThat(there.payment().amount()).isEqualTo(here.payment().amount());
            assertThat(there.payment().paidAt()).isEqualTo(here.payment().paidAt());
            assertThat(there.payment().phone()).isEqualTo(here.payment().phone());
            assertThat(there.payment().note())
                    .isEqualTo(
                            format == ExportFormat.JSON ? null : here.payment().note());
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesAValidFileWithoutPayments(ExportFormat format) throws IOException {
        Path file = folder.resolve("out");
        LedgerQuery never = LedgerQuery.ALL.between(NOON.plusSeconds(1), null);
        assertThat(new Export(ledger).write(format, never, file, false)).isZero();
        switch (format) {
            case CSV -> assertThat(csv(Files.readString(file))).isEmpty();
            case JSON -> assertThat(Files.readString(file)).isEqualTo("[]\n");
            case XLSX -> {
                try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
                    assertThat(workbook.getFirstSheet().read()).hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheExistingFileIfTheLedgerFails(ExportFormat format) throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "before");
        ledger.close();
        assertThatThrownBy(() -> export(format, file)).isInstanceOf(LedgerException.class);
        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".export-"));
        }
    }

    @Test
    void replacesAFileOnlyOnRequest() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "before");

        assertThatThrownBy(() -> new Export(ledger).write(ExportFormat.CSV, LedgerQuery.ALL, file, false))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("before");
        new Export(ledger).write(ExportFormat.JSON, LedgerQuery.ALL, file, true);
        assertThat(Files.readString(file)).startsWith("[");
    }

    @Test
    void failsIfTheFolderIsMissing() {
        assertThatThrownBy(() -> export(ExportFormat.CSV, folder.resolve("no/out.csv")))
                .isInstanceOf(IOException.class);
    }

    private long export(ExportFormat format, Path file) throws IOException {
        return new Export(ledger).write(format, LedgerQuery.ALL.fromTheOldest(), file, true);
    }

    private static List<CSVRecord> csv(String text) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text.replaceFirst("^\ufeff", ""), format)) {
            return parser.getRecords();
        }
    }

    private static TransactionId id(int number) {
        return TransactionId.of("a12f0000-0000-4000-8000-%012d".formatted(number));
    }

    private static Act act() {
        return new Act(Act.Kind.ADDED, "Aziza", NOON, null);
    }
}
