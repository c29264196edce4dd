package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.PaymentFields.Checked;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;

/** Tests the output of spreadsheets, and that amounts and times are equal in all formats. */
class SheetKindsTest {
    private static final String ID = "00000001-1111-4222-8333-444455550001";
    private static final String OTHER = "00000002-1111-4222-8333-444455550002";

    @TempDir
    private Path folder;

    /** A row as read: a payment or a problem. */
    private record Seen(long line, @Nullable Payment payment, List<FieldProblem> problems) {}

    private static List<Seen> read(Path file) throws ImportFileException {
        List<Seen> rows = new ArrayList<>();
        try (PaymentFile payments = PaymentFile.open(file)) {
            payments.rows(ColumnMapping.NONE).read(new RowSink() {
                @Override
                public void row(long line, PaymentFields fields) {
                    rows.add(
                            switch (fields.check(Providers.DEFAULT)) {
                                case Checked.Good good -> new Seen(line, good.payment(), List.of());
                                case Checked.Bad bad -> new Seen(line, null, bad.problems());
                            });
                }

                @Override
                public void broken(long line, FieldProblem why) {
                    rows.add(new Seen(line, null, List.of(why)));
                }

                @Override
                public void ignored(String column) {}
            });
        }
        return rows;
    }

    private Path sample(String name) throws Exception {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Payment payment(Seen row) {
        return Objects.requireNonNull(row.payment(), row.toString());
    }

    private static String times(List<Seen> rows) {
        return rows.stream()
                .map(row -> row.payment() == null
                        ? row.problems().toString()
                        : "" + payment(row).paidAt())
                .toList()
                .toString();
    }

    @Test
    void readsTheEpochOf1904() throws Exception {
        assertThat(times(read(sample("date1904.xlsx")))).startsWith("[2026-11-24T09:02:11Z,");
    }

    @Test
    void readsStrictWorkbooks() throws Exception {
        List<Seen> rows = read(sample("strict.xlsx"));
        assertThat(payment(rows.getFirst())).satisfies(payment -> {
            assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-11-24T09:02:11Z"));
            assertThat(Objects.requireNonNull(payment.amount()).tiyin()).isEqualTo(12_500_050);
            assertThat(payment.note()).isEqualTo("Салом ўғли");
            assertThat(payment.phone()).isEqualTo("998901234567");
        });
    }

    /** Written by LibreOffice Calc 7.4 from one table. */
    @ParameterizedTest
    @ValueSource(strings = {"libreoffice.xlsx", "libreoffice.ods", "libreoffice-1251.csv", "libreoffice-utf16.csv"})
    void readsTheFilesOfLibreOffice(String name) throws Exception {
        List<Seen> rows = read(sample(name));
        assertThat(times(rows)).isEqualTo("[2026-11-24T09:02:00Z, 2026-11-24T09:05:11Z]");
        assertThat(rows)
                .extracting(row -> Objects.requireNonNull(payment(row).amount()).tiyin())
                .containsExactly(12_500_000L, 2_000_050L);
        assertThat(rows).extracting(row -> payment(row).phone()).containsExactly("998901234567", "998901234568");
    }

    @Test
    void readsFormulasByTheirResults() throws Exception {
        List<Seen> rows = read(sample("formulas.xlsx"));
        assertThat(payment(rows.get(0)).paidAt()).isEqualTo(Instant.parse("2026-11-24T09:02:11Z"));
        assertThat(Objects.requireNonNull(payment(rows.get(0)).amount()).tiyin())
                .isEqualTo(12_500_050);
        assertThat(rows.get(1).problems()).containsExactly(new FieldProblem(PaymentField.AMOUNT, FieldProblem.INVALID));
    }

    @Test
    void refusesDatesWithoutTimeAndTimesWithoutDate() throws Exception {
        List<Seen> rows = read(sample("mixed.xlsx"));
        assertThat(payment(rows.get(0)).paidAt()).isEqualTo(Instant.parse("2026-11-24T09:02:00Z"));
        assertThat(rows.subList(1, 7))
                .extracting(Seen::problems)
                .containsExactly(
                        List.of(new FieldProblem(PaymentField.AMOUNT, FieldProblem.INVALID)),
                        List.of(new FieldProblem(PaymentField.PAID_AT, FieldProblem.NO_TIME)),
                        List.of(new FieldProblem(PaymentField.PAID_AT, FieldProblem.INVALID)),
                        List.of(new FieldProblem(PaymentField.AMOUNT, FieldProblem.INVALID)),
                        List.of(),
                        List.of(new FieldProblem(PaymentField.PAID_AT, FieldProblem.NO_DATE)));
    }

    /** The same values in all formats. Columns: what a spreadsheet shows, and the cell in XLSX and ODS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            24.11.2026 14:02 | s='2'><v>46350.5847222222</v>        | date' office:date-value='2026-11-24T14:02:00'
            24.11.2026 0:00  | s='2'><v>46350</v>                   | date' office:date-value='2026-11-24'
            24.11.2026       | s='1'><v>46350</v>                   | date' office:date-value='2026-11-24'
            24.11.2026       | t='d'><v>2026-11-24</v>              | date' office:date-value='2026-11-24'
            14:02:11         | s='3'><v>0.584849537</v>             | time' office:time-value='PT14H02M11S'
            24.11.26 14:02   | t='str'><v>24.11.26 14:02</v>        | string
            46350.5          | ><v>46350.5</v>                      | float' office:value='46350.5'
            24.11.2026 9:05  | t='inlineStr'><is><t>24.11.2026 9:05</t></is> | string
            24.11.2026 9:05  | s='2'><f>NOW()</f><v>46350.37847222</v> | date' office:date-value='2026-11-24T09:05:00'
            24.11.2026 9:05  | t='d'><v>2026-11-24T09:05:00</v>     | date' office:date-value='2026-11-24T09:05:00'
            """)
    void timesAreEqualInAllFormats(String shown, String xlsx, String ods) throws Exception {
        String expected = times(read(csv("transaction_id,paid_at\n" + ID + "," + shown + "\n")));
        assertThat(times(read(xlsx("paid_at", xlsx)))).isEqualTo(expected);
        assertThat(times(read(ods("paid_at", ods, shown)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amount         | 125000.5    | ><v>125000.5</v>              | float' office:value='125000.5
            amount         | 125000.50   | s='4'><v>125000.49999999999</v> | currency' office:currency='UZS' office:value='125000.5
            amount         | 33333.333   | ><v>33333.333333</v>          | float' office:value='33333.333333
            amount         | -1000       | ><v>-1000</v>                 | float' office:value='-1000
            amount         | 12.05.2026  | s='1'><v>46154</v>            | date' office:date-value='2026-05-12
            amount         | TRUE        | t='b'><v>1</v>                | boolean' office:boolean-value='true
            amount         | 1E+300      | ><v>1E+300</v>                | float' office:value='1E+300
            amount         | 1E+999999999 | ><v>1E+999999999</v>         | float' office:value='1E+999999999
            amount (тийин) | 12500050    | s='5'><v>12500050</v>         | float' office:value='12500050
            """)
    void amountsAreEqualInAllFormats(String header, String shown, String xlsx, String ods) throws Exception {
        String expected = amounts(read(csv("transaction_id;" + header + "\n" + ID + ";" + shown + "\n")));
        assertThat(amounts(read(xlsx(header, xlsx)))).isEqualTo(expected);
        assertThat(amounts(read(ods(header, ods + "'", shown)))).isEqualTo(expected);
    }

    private static String amounts(List<Seen> rows) {
        return rows.stream()
                .map(row -> row.payment() == null
                        ? row.problems().toString()
                        : "" + payment(row).amount())
                .toList()
                .toString();
    }

    /** The cell may contain a unit that the header lacks or contradicts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amount         | s='5'><v>125</v> | float' office:value='125'      | 125 тийин
            amount (тийин) | s='4'><v>125</v> | currency' office:currency='UZS' office:value='125' | 125 сум
            amount         | s='6'><v>0.5</v> | percentage' office:value='0.5' | 50 %
            amount         | s='7'><v>125</v> | currency' office:currency='USD' office:value='125' | 125,00
            """)
    void refusesAmountsShownInAnotherUnit(String header, String xlsx, String ods, String shown) throws Exception {
        String refused = List.of(new FieldProblem(PaymentField.AMOUNT, FieldProblem.UNCLEAR))
                .toString();
        if (!xlsx.startsWith("s='6'") && !xlsx.startsWith("s='7'")) {
            assertThat(amounts(read(xlsx(header, xlsx)))).isEqualTo("[" + refused + "]");
        }
        assertThat(amounts(read(ods(header, ods, shown)))).isEqualTo("[" + refused + "]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            General                                   | false | false | ''
            dd\\.mm\\.yyyy\\ hh:mm:ss                 | true  | true  | . .
            [$-419]d mmm yyyy "г.";@                  | true  | false | г.
            #,##0;"минус "#,##0                       | false | false | ''
            mmm                                       | true  | false | ''
            [h]:mm:ss                                 | false | true  | ''
            0.00E+00                                  | false | false | ''
            #,##0.00_ ;[Red]\\-#,##0.00\\             | false | false | ''
            #,##0.00\\ "₽"                            | false | false | ₽
            _-* #,##0.00\\ [$сўм-443]_-               | false | false | сўм
            [$$-409]#,##0.00                          | false | false | $
            0%                                        | false | false | %
            # ##0 "тийин"                             | false | false | тийин
            """)
    void parsesNumberFormats(String code, boolean date, boolean time, String unit) {
        assertThat(CellFormat.of(code)).isEqualTo(new CellFormat(date, time, unit));
    }

    @ParameterizedTest
    @CsvSource({
        "1.25E+31, TRANSACTION_ID",
        "1900000000000000000, PAYMENT_ID",
        "12345678901234500000000000000000, TRANSACTION_ID"
    })
    void refusesRoundedIds(String number, PaymentField field) throws Exception {
        FieldProblem rounded = new FieldProblem(field, FieldProblem.ROUNDED);
        boolean ofTransaction = field == PaymentField.TRANSACTION_ID;
        String row = ofTransaction
                ? "<row r='2'><c r='A2'><v>" + number + "</v></c></row>"
                : "<row r='2'><c r='A2' t='str'><v>" + ID + "</v></c><c r='B2'><v>" + number + "</v></c></row>";
        Path file = folder.resolve("ids.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.sheet(header("payment_id"), row, 1, "");
        }
        assertThat(read(file))
                .singleElement()
                .satisfies(seen -> assertThat(seen.problems()).containsExactly(rounded));
        String csv = ofTransaction ? "\"1,25E+31\"," : ID + ",\"1,9E+18\"";
        assertThat(read(csv("transaction_id,payment_id\n" + csv + "\n")))
                .singleElement()
                .satisfies(seen -> assertThat(seen.problems()).containsExactly(rounded));
    }

    @Test
    void reportsFormulasWithoutResult() throws Exception {
        assertThat(read(xlsx("amount", "><f>A1+B1</f>")))
                .singleElement()
                .satisfies(row -> assertThat(row.problems())
                        .containsExactly(new FieldProblem(PaymentField.AMOUNT, FieldProblem.NOT_COMPUTED)));
    }

    @Test
    void readsIsoDatesOfStrictWorkbooks() throws Exception {
        Path file = folder.resolve("strict.xlsx");
        try (RawWorkbook workbook = RawWorkbook.strict(file, "date1904='true'")) {
            workbook.sheet(
                    header("paid_at"),
                    "<row><c t='str'><v>" + ID + "</v></c><c s='2'><v>44888.5</v></c></row>" + "<row><c t='str'><v>"
                            + OTHER + "</v></c><c t='d'><v>2026-11-24T12:00:00</v></c></row>",
                    1,
                    "");
        }
        assertThat(times(read(file))).isEqualTo("[2026-11-24T07:00:00Z, 2026-11-24T07:00:00Z]");
        assertThat(read(file)).extracting(Seen::line).containsExactly(2L, 3L);
    }

    @Test
    void readsEmptyAndManySharedStrings() throws Exception {
        Path file = folder.resolve("texts.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.sharedStrings(
                    number -> switch (number) {
                        case 1 -> "transaction_id";
                        case 2 -> "note";
                        case 3 -> ID;
                        case 1_000 -> "the last one";
                        default -> number % 2 == 0 ? "" : "x".repeat(4_096);
                    },
                    1_001);
            workbook.sheet(
                    "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c></row>",
                    "<row><c t='s'><v>4</v></c><c t='s'><v>3</v></c><c t='s'><v>1000</v></c></row>",
                    1,
                    "");
        }
        assertThat(read(file))
                .singleElement()
                .satisfies(row -> assertThat(payment(row).note()).isEqualTo("the last one"));
    }

    @Test
    void readsRepeatedCellsCommentsAndEmptyRowsOfOds() throws Exception {
        Path file = folder.resolve("payments.ods");
        try (RawWorkbook workbook = RawWorkbook.ods(file)) {
            workbook.table(
                    "<table:table-row table:number-rows-repeated='3'><table:table-cell"
                            + " table:number-columns-repeated='16384'/></table:table-row>"
                            + odsRow(text("note"), text("transaction_id"))
                            + "<table:table-row table:number-rows-repeated='5'><table:table-cell/></table:table-row>"
                            + odsRow(
                                    "<table:table-cell office:value-type='string'><office:annotation><text:p>comment</text:p>"
                                            + "</office:annotation><text:p>first <text:span>line</text:span></text:p>"
                                            + "<text:p>second</text:p></table:table-cell>",
                                    text(ID),
                                    "<table:covered-table-cell table:number-columns-repeated='16382'/>")
                            + "<table:table-row table:number-rows-repeated='1048566'><table:table-cell"
                            + " table:number-columns-repeated='16384'/></table:table-row>",
                    "",
                    0,
                    "");
        }
        Seen row = read(file).getFirst();
        assertThat(row.line()).isEqualTo(10);
        assertThat(payment(row).note()).isEqualTo("first line second");
    }

    @Test
    void reportsWhyAWorkbookCannotBeRead() throws Exception {
        Path file = folder.resolve("file");
        byte[] compound = new byte[100_000];
        System.arraycopy(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, 0, compound, 0, 4);
        Files.write(file, compound);
        assertReason(file, Reason.OLD_EXCEL);
        byte[] encrypted = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(encrypted, 0, compound, 65_530, encrypted.length);
        Files.write(file, compound);
        assertReason(file, Reason.PASSWORD);
        try (RawWorkbook workbook = RawWorkbook.ods(file)) {
            workbook.part("META-INF/manifest.xml", "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>");
            workbook.part("content.xml", "\u0001");
        }
        assertReason(file, Reason.PASSWORD);
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>");
        }
        assertReason(file, Reason.BAD_WORKBOOK);
    }

    private static void assertReason(Path file, Reason reason) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Path csv(String text) throws Exception {
        return Files.writeString(folder.resolve("file.csv"), text);
    }

    private static String header(String second) {
        return "<row r='1'><c r='A1' t='inlineStr'><is><t>transaction_id</t></is></c><c r='B1' t='inlineStr'><is><t>"
                + second + "</t></is></c></row>";
    }

    /** @param cell from its attributes on, without its end */
    private Path xlsx(String header, String cell) throws Exception {
        Path file = folder.resolve("file.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.sheet(
                    header(header),
                    "<row r='2'><c r='A2' t='str'><v>" + ID + "</v></c><c r='B2' " + cell + "</c></row>",
                    1,
                    "");
        }
        return file;
    }

    private static String text(String text) {
        return "<table:table-cell office:value-type='string'><text:p>" + text + "</text:p></table:table-cell>";
    }

    private static String odsRow(String... cells) {
        return "<table:table-row>" + String.join("", cells) + "</table:table-row>";
    }

    /** @param type the value type, and with it the value */
    private Path ods(String header, String type, String shown) throws Exception {
        Path file = folder.resolve("file.ods");
        String whole = type.endsWith("'") ? type : type + "'";
        try (RawWorkbook workbook = RawWorkbook.ods(file)) {
            workbook.table(
                    odsRow(text("transaction_id"), text(header))
                            + odsRow(
                                    text(ID),
                                    "<table:table-cell office:value-type='" + whole + "><text:p>" + shown
                                            + "</text:p></table:table-cell>"),
                    "",
                    0,
                    "");
        }
        return file;
    }
}
