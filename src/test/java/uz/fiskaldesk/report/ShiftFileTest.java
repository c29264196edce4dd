package uz.fiskaldesk.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.shift.Total;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/**
 * Tests that the saved report on a shift says everything when it is opened again, in each format and language. The files of
 * each language are left in {@code target/reports}, to be looked at.
 */
class ShiftFileTest {
    private static final Instant MORNING = Instant.parse("2026-11-25T03:00:00Z");
    private static final String NOTE = "Спросить Азизу про чек 2101; =СУММ(A1) — это не формула";
    private static final int OPEN = 60;

    @TempDir
    Path folder;

    private Ledger ledger;
    private ShiftReport report;

    @BeforeEach
    void makeAReport() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), MORNING);
        for (int n = 1; n <= OPEN; n++) {
            Payment payment = new Payment(
                    Samples.id(n),
                    null,
                    n % 10 == 0 ? null : new Amount(n == 1 ? 1_250_000_050L : n * 38_500_00L),
                    null,
                    null,
                    MORNING.plus(Duration.ofMinutes(7L * n)),
                    null);
            ledger.add(payment, n % 3 == 0 ? Samples.receipt(n) : null, Samples.act(Act.Kind.ADDED));
        }
        List<LedgerEntry> open = new ArrayList<>(ledger.page(LedgerQuery.ALL.fromTheOldest(), null, 100));
        List<ShiftReport.Hour> hours = IntStream.range(0, 12)
                .mapToObj(hour ->
                        new ShiftReport.Hour(MORNING.plus(Duration.ofHours(hour)), 40 - hour, 3L * hour, hour % 2))
                .toList();
        report = new ShiftReport(
                MORNING,
                MORNING.plus(Duration.ofHours(12)),
                new Act(Act.Kind.SHIFT_CLOSED, "Малика", MORNING, NOTE),
                new Act(Act.Kind.SHIFT_CLOSED, "Азиза", MORNING.plus(Duration.ofHours(12)), "Ключ у охраны"),
                new Total(414, 5_175_000_050L, 6),
                new Total(348, 4_350_000_000L, 0),
                new Total(6, 75_000_00L, 0),
                Total.NONE,
                hours,
                new Total(OPEN, 1_250_000_050L, 6),
                open,
                "5d41402abc4b2a76b9719d911017c592");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path saved(Language language, ShiftFile format) throws IOException {
        Path files = Files.createDirectories(Path.of("target", "reports", language.tag()));
        Path file = files.resolve("shift." + format.name().toLowerCase(java.util.Locale.ROOT));
        format.write(tables(language), file, true);
        return file;
    }

    private ShiftTables tables(Language language) {
        Clock clock = Clock.fixed(report.to(), java.time.ZoneOffset.UTC);
        return new ShiftTables(
                report,
                new Messages(Translations.in(language), clock, true),
                new Operator("Касса 3", "Oʻgʻiloy Gʻaniyeva", clock));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePagesHaveAllOfItWithinTheirMargins(Language language) throws IOException {
        try (PDDocument pages = Loader.loadPDF(saved(language, ShiftFile.PDF).toFile())) {
            Positions positions = new Positions();
            String text = positions.getText(pages).replace('\u00a0', ' ');
            assertThat(text)
                    .contains(
                            "Спросить Азизу",
                            "51 750 000,50",
                            "12 500 000,50",
                            "Oʻgʻiloy Gʻaniyeva",
                            report.historyHead())
                    .doesNotContain("?")
                    .doesNotContain("shift.", "column.", "{0}");
            assertThat(text.replaceAll("\\s", ""))
                    .contains(Stream.of(1, OPEN)
                            .map(n -> Samples.id(n).toString())
                            .toList());
            assertThat(pages.getNumberOfPages()).isGreaterThan(1);
            assertThat(positions.rightmost).isLessThan(595 - 40 + 1);
            String title = Translations.in(language).get("shift.column.payment");
            for (int page = 2; page < pages.getNumberOfPages(); page++) {
                PDFTextStripper one = new PDFTextStripper();
                one.setStartPage(page);
                one.setEndPage(page);
                assertThat(one.getText(pages))
                        .as("page %d repeats the titles", page)
                        .contains(title);
            }
        }
    }

    /** Notes where the text of a document ends at the right. */
    private static final class Positions extends PDFTextStripper {
        private float rightmost;

        @Override
        protected void processTextPosition(TextPosition text) {
            rightmost = Math.max(rightmost, text.getXDirAdj() + text.getWidthDirAdj());
            super.processTextPosition(text);
        }

        @Override
        public void writeText(PDDocument document, Writer out) throws IOException {
            super.writeText(document, out);
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theSheetHasNumbersAndTimesToCalculateWith(Language language) throws IOException {
        try (ReadableWorkbook workbook =
                new ReadableWorkbook(saved(language, ShiftFile.XLSX).toFile())) {
            Translations texts = Translations.in(language);
            assertThat(workbook.getFirstSheet().getName()).isEqualTo(texts.get("shift.sheet"));
            List<Row> rows = workbook.getFirstSheet().read();
            Row arrived = row(rows, texts.get("shift.arrived"));
            assertThat(number(arrived, 1)).isEqualByComparingTo("414");
            assertThat(number(arrived, 2)).isEqualByComparingTo("51750000.50");
            assertThat(number(arrived, 3)).isEqualByComparingTo("6");
            Row first = rows.stream()
                    .filter(row -> row.getCellCount() > 2
                            && row.getOptionalCell(2)
                                    .filter(cell -> Samples.id(1).toString().equals(cell.getRawValue()))
                                    .isPresent())
                    .findFirst()
                    .orElseThrow();
            assertThat(first.getCellAsDate(0)).contains(LocalDateTime.of(2026, 11, 25, 8, 7));
            assertThat(number(first, 1)).isEqualByComparingTo("12500000.50");
            assertThat(rows)
                    .noneMatch(row -> row.stream()
                            .anyMatch(cell ->
                                    cell != null && cell.getType() == org.dhatim.fastexcel.reader.CellType.FORMULA));
        }
    }

    private static Row row(List<Row> rows, String title) {
        return rows.stream()
                .filter(row ->
                        row.getCellCount() > 0 && title.equals(row.getCell(0).getRawValue()))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal number(Row row, int column) {
        Cell cell = row.getCell(column);
        assertThat(cell.getType()).isEqualTo(org.dhatim.fastexcel.reader.CellType.NUMBER);
        return cell.asNumber();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theTextFileHasPlainNumbers(Language language) throws IOException {
        String text = Files.readString(saved(language, ShiftFile.CSV));
        assertThat(text).startsWith("\ufeff");
        List<CSVRecord> records =
                CSVFormat.RFC4180.parse(new StringReader(text.substring(1))).getRecords();
        String arrived = Translations.in(language).get("shift.arrived");
        assertThat(records)
                .filteredOn(line -> line.get(0).equals(arrived))
                .singleElement()
                .satisfies(line -> assertThat(line.toList()).containsExactly(arrived, "414", "51750000.50", "6"));
        assertThat(records)
                .filteredOn(line -> line.size() == 5)
                .hasSize(OPEN + 1)
                .last()
                .satisfies(
                        line -> assertThat(line.get(1)).as("no amount is known").isEmpty());
    }
}
