package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;

/**
 * Tests files that decompress, or grow, to more than the available memory: each is refused with its reason, or read.
 */
class BombsTest {
    private static final String ID = "00000001-1111-4222-8333-444455550001";
    private static final String HEADER = "<row><c t='str'><v>transaction_id</v></c><c t='str'><v>note</v></c></row>";
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final Map<Path, String> expected = new LinkedHashMap<>();

    private Path expect(String name, String outcome) {
        Path file = folder.resolve(name);
        expected.put(file, outcome);
        return file;
    }

    @Test
    void noFileExhaustsTheMemory() throws Exception {
        workbooks();
        xmlWithoutEnd();
        texts();
        List<String> heap = List.of("-Xmx128m", "-XX:+UseSerialGC");
        try (ChildJvm child = ChildJvm.start(
                BombsChild.class,
                heap,
                expected.keySet().stream().map(Path::toString).toArray(String[]::new))) {
            for (Map.Entry<Path, String> bomb : expected.entrySet()) {
                String name = bomb.getKey().getFileName() + ":";
                assertThat(child.await(name)).as(name).isEqualTo(bomb.getValue());
            }
            assertThat(child.waitFor()).isZero();
        }
    }

    private void workbooks() throws IOException {
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("far-column.xlsx"))) {
            Files.copy(sample, expect("far-column.xlsx", "TOO_WIDE"));
        }
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect("long-cell.xlsx", "CELL_TOO_LONG"))) {
            workbook.sheet(HEADER + "<row><c t='str'><v>", "x".repeat(MEGABYTE), 60, "</v></c></row>");
        }
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect("last-column.xlsx", "400000 rows"))) {
            workbook.sheet(
                    HEADER,
                    number -> "<row><c t='str'><v>%s%06d</v></c><c r='XFD2' t='str'><v>x</v></c></row>"
                            .formatted(ID.substring(0, 30), number),
                    400_000,
                    "");
        }
        Random random = new Random(1);
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect("texts.xlsx", "TOO_LARGE"))) {
            workbook.sheet(HEADER, "", 0, "");
            workbook.sharedStrings(
                    _ -> "x".repeat(30_000)
                            + Stream.generate(() -> Long.toHexString(random.nextLong()))
                                    .limit(20)
                                    .collect(Collectors.joining()),
                    3_000);
        }
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect("empty-rows.xlsx", "TOO_LARGE"))) {
            workbook.sheet(HEADER, ("<row><!-- " + "y".repeat(1_000) + " --></row>").repeat(100), 1_000, "");
        }
        try (RawWorkbook workbook = RawWorkbook.ods(expect("repeated.ods", "1 rows"))) {
            workbook.table(
                    "<table:table-row><table:table-cell office:value-type='string'><text:p>transaction_id</text:p>"
                            + "</table:table-cell></table:table-row>"
                            + "<table:table-row table:number-rows-repeated='2000000000'><table:table-cell"
                            + " office:value-type='string'><text:p>" + ID + "</text:p></table:table-cell>"
                            + "</table:table-row>",
                    "",
                    0,
                    "");
        }
        try (RawWorkbook workbook = RawWorkbook.ods(expect("wide.ods", "TOO_WIDE"))) {
            workbook.table(
                    "<table:table-row><table:table-cell table:number-columns-repeated='2000000000'"
                            + " office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>",
                    "",
                    0,
                    "");
        }
    }

    private void xmlWithoutEnd() throws IOException {
        xml("attribute.xlsx", "<row><c t='", "'/></row>", "CELL_TOO_LONG");
        xml("comment.xlsx", "<row><!-- ", " --></row>", "CELL_TOO_LONG");
        xml("section.xlsx", "<row><c t='str'><v><![CDATA[", "]]></v></c></row>", "CELL_TOO_LONG");
        xml("instruction.xlsx", "<row><?x ", "?></row>", "CELL_TOO_LONG");
        xml("name.xlsx", "<row><", "/></row>", "BAD_WORKBOOK");
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect("deep.xlsx", "BAD_WORKBOOK"))) {
            workbook.sheet(HEADER, "<row>".repeat(MEGABYTE), 5, "");
        }
    }

    /** What lies between is such that brackets in it mean nothing. */
    private void xml(String name, String before, String after, String outcome) throws IOException {
        String filling = name.startsWith("name") ? "x" : name.startsWith("attribute") ? "x>" : "<x>- ] ?";
        try (RawWorkbook workbook = RawWorkbook.xlsx(expect(name, outcome))) {
            workbook.sheet(HEADER + before, filling.repeat(MEGABYTE), 10, after);
        }
    }

    private void texts() throws IOException {
        text("line.csv", "transaction_id\n" + ID + "\n", "x".repeat(MEGABYTE), 60, "ROW_TOO_LONG");
        text("header.csv", "", "transaction_id,".repeat(MEGABYTE / 16), 60, "ROW_TOO_LONG");
        text("cells.csv", "transaction_id\n" + ID, ",".repeat(MEGABYTE), 60, "ROW_TOO_LONG");
        text("quotes.csv", "transaction_id\n\"", "x\n".repeat(MEGABYTE / 2), 60, "ROW_TOO_LONG");
        text("string.json", "[{\"transaction_id\":\"", "x".repeat(MEGABYTE), 60, "ROW_TOO_LONG");
        text("object.json", "{\"transaction_id\":\"x\"", ",\"a\":1".repeat(MEGABYTE / 8), 60, "ROW_TOO_LONG");
        text("deep.json", "[", "[".repeat(MEGABYTE), 60, "BAD_JSON");
        text("line.jsonl", "{}\n{", " ".repeat(MEGABYTE), 60, "ROW_TOO_LONG");
        text("many.csv", "transaction_id\n", (ID + "\n").repeat(10_000), 40, "400000 rows");
    }

    private void text(String name, String before, String repeated, int times, String outcome) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(expect(name, outcome))) {
            out.write(before);
            for (int i = 0; i < times; i++) {
                out.write(repeated);
            }
        }
    }
}
