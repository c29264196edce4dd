package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.RowReport.Result;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;

class XlsxImportTest extends ImportFixture {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";

    @Test
    void readsNumbersDatesAndTextsOfTheFirstVisibleSheet() throws Exception {
        Path file = folder.resolve("payments.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Excel", "16.0")) {
            workbook.newWorksheet("hidden").setVisibilityState(VisibilityState.HIDDEN);
            Worksheet sheet = workbook.newWorksheet("payments");
            texts(sheet, 1, "amount", "transaction_id", "paid_at", "card", "payment_id", "remark");
            sheet.value(2, 0, 125000.1);
            sheet.value(2, 1, ID);
            sheet.value(2, 2, LocalDateTime.of(2026, 11, 24, 14, 2, 11));
            sheet.style(2, 2).format("dd.mm.yyyy hh:mm:ss").set();
            sheet.value(2, 3, 8600141234563145L);
            sheet.value(2, 4, 123456);
            sheet.value(3, 1, "no id");
        }
        Import.Summary summary = imports.importFile(file, _ -> ColumnMapping.NONE, reports::add);
        assertThat(summary).isEqualTo(new Import.Summary(1, 0, 1, List.of("remark")));
        assertThat(reports.get(0).line()).isEqualTo(3);
        assertThat(reports.get(1))
                .isEqualTo(new RowReport(
                        4,
                        Result.REFUSED,
                        "no id",
                        List.of(new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.INVALID))));
        Payment payment = ledger.find(TransactionId.of(ID)).orElseThrow().payment();
        assertThat(payment.amount()).isEqualTo(new Amount(12_500_010));
        assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-11-24T09:02:11Z"));
        assertThat(payment.card()).isEqualTo("860014******3145");
        assertThat(payment.paymentId()).isEqualTo("123456");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "7", "99999999999", "x", ""})
    void anUnknownStyleMeansAPlainNumber(String style) throws Exception {
        Path file = folder.resolve("style.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.sheet(
                    "<row><c t='str'><v>transaction_id</v></c><c t='str'><v>amount</v></c></row><row><c t='str'><v>"
                            + ID + "</v></c><c s='" + style + "'><v>125000.5</v></c></row>",
                    "",
                    0,
                    "");
        }
        imports.importFile(file, _ -> ColumnMapping.NONE, reports::add);
        assertThat(ledger.find(TransactionId.of(ID)).orElseThrow().payment().amount())
                .isEqualTo(new Amount(12_500_050));
    }

    @Test
    void refusesAZipBomb() throws Exception {
        Path file = folder.resolve("bomb.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(file)) {
            workbook.sheet("", "<row/>".repeat(1 << 16), 200, "");
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertBroken(file, Reason.TOO_LARGE, "512");
    }

    @Test
    void refusesTooManyParts() throws Exception {
        assertBroken(
                zip(zip -> {
                    for (int i = 0; i < 2_001; i++) {
                        entry(zip, "part" + i);
                    }
                }),
                Reason.TOO_LARGE,
                "512");
    }

    /** Attacks with document types: external entities and entity expansion. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
                "<!ENTITY b 'lolololololololololol'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
                        + "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"
                        + "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>"
                        + "<!ENTITY a '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'>"
            })
    void entitiesAreNeitherLoadedNorExpanded(String entities) throws Exception {
        Path plain = folder.resolve("plain.xlsx");
        try (OutputStream out = Files.newOutputStream(plain);
                Workbook workbook = new Workbook(out, "Excel", "16.0")) {
            Worksheet sheet = workbook.newWorksheet("payments");
            texts(sheet, 0, "transaction_id", "note");
            texts(sheet, 1, ID, "PLACE");
        }
        assertThat(imports.importFile(withEach(plain, ""), _ -> ColumnMapping.NONE, reports::add)
                        .taken())
                .isOne();

        Path file = withEach(plain, "<!DOCTYPE x [" + entities + "]>");

        assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOf(ImportFileException.class);
    }

    /** Creates a workbook whose parts start with a prologue and contain an entity. */
    private Path withEach(Path workbook, String first) throws IOException {
        Path file = folder.resolve("with-each.xlsx");
        try (ZipFile parts = new ZipFile(workbook.toFile());
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry part : Collections.list(parts.entries())) {
                String xml = new String(parts.getInputStream(part).readAllBytes(), UTF_8)
                        .replaceFirst("(<\\?xml[^>]*>)?", "$1" + Matcher.quoteReplacement(first))
                        .replace("PLACE", first.isEmpty() ? "PLACE" : "&a;");
                entry(zip, part.getName());
                write(zip, xml.getBytes(UTF_8));
            }
        }
        return file;
    }

    @Test
    void pathsInAnArchiveAreNotFollowed() throws Exception {
        Path file = zip(zip -> {
            entry(zip, "../outside.txt");
            write(zip, "mine".getBytes(UTF_8));
            entry(zip, "/tmp/fiskaldesk-outside.txt");
            write(zip, "mine".getBytes(UTF_8));
        });

        assertBroken(file, Reason.UNKNOWN_KIND, "");

        assertThat(folder.resolveSibling("outside.txt")).doesNotExist();
        assertThat(Path.of("/tmp/fiskaldesk-outside.txt")).doesNotExist();
    }

    @Test
    void refusesOtherArchives() throws Exception {
        assertBroken(zip(zip -> entry(zip, "readme.txt")), Reason.UNKNOWN_KIND, "");
    }

    @Test
    void refusesDamagedWorkbooks() throws Exception {
        Path file = folder.resolve("payments.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Excel", "16.0")) {
            texts(workbook.newWorksheet("payments"), 0, "transaction_id");
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length : List.of(30, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                    .isInstanceOf(ImportFileException.class);
        }
    }

    @Test
    void refusesTheWorkbooksOfOldExcelVersions() throws Exception {
        Path file = Files.write(
                folder.resolve("old.xls"), new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0, 0, 0});
        assertBroken(file, Reason.OLD_EXCEL, "");
    }

    @Test
    void ledgerFailuresAreNotReportedAsFileErrors() throws Exception {
        Path file = folder.resolve("payments.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "Excel", "16.0")) {
            Worksheet sheet = workbook.newWorksheet("payments");
            texts(sheet, 0, "transaction_id");
            texts(sheet, 1, ID);
        }
        ledger.close();
        assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOf(LedgerException.class);
    }

    private void assertBroken(Path file, Reason reason, String detail) {
        assertThatThrownBy(() -> imports.importFile(file, _ -> ColumnMapping.NONE, reports::add))
                .isInstanceOfSatisfying(ImportFileException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.detail()).isEqualTo(detail);
                });
        assertThat(ledger.counts(LedgerQuery.ALL)).isEmpty();
    }

    private static void texts(Worksheet sheet, int row, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            sheet.value(row, i, texts[i]);
        }
    }

    private Path zip(Consumer<ZipOutputStream> content) throws IOException {
        Path file = folder.resolve("archive.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            content.accept(zip);
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name) {
        try {
            zip.putNextEntry(new ZipEntry(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(ZipOutputStream zip, byte[] bytes) {
        try {
            zip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
