package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import uz.fiskaldesk.fuzz.Bounded;

/**
 * Fuzzes the parts of valid archives. An input is the text of one part, selected by its first byte; the other parts are
 * valid. For two values of that byte the table is generated from the rest of the input.
 */
public final class SheetFuzz {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final int GROWN_XLSX = 254;
    private static final int GROWN_ODS = 255;
    private static final Bounded BOUNDED = new Bounded(Duration.ofSeconds(2), 500);

    private static final Map<String, String> XLSX = new TreeMap<>(Map.of(
            "[Content_Types].xml",
            "<Types/>",
            "_rels/.rels",
            "<Relationships><Relationship Id='r1' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='sheet.xml'/><Relationship Id='r2'"
                    + " Type='x/styles' Target='styles.xml'/><Relationship Id='r3' Type='x/sharedStrings'"
                    + " Target='texts.xml'/></Relationships>",
            "xl/workbook.xml",
            "<workbook><workbookPr date1904='1'/><sheets><sheet state='visible' id='r1'/></sheets></workbook>",
            "xl/styles.xml",
            "<s><numFmts><numFmt numFmtId='164' formatCode='[Red]dd.mm.yyyy\\ h:mm;@'/><numFmt numFmtId='165'"
                    + " formatCode='#,##0.00 [$сўм-443]'/></numFmts><cellXfs><xf numFmtId='164'/><xf numFmtId='165'/>"
                    + "</cellXfs></s>",
            "xl/texts.xml",
            "<sst><si><t>transaction_id</t></si><si><r><t>paid_at</t></r><rPh><t>x</t></rPh></si></sst>",
            "xl/sheet.xml",
            "<w><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='str'><v>amount</v></c></row>"
                    + "<row><c t='inlineStr'><is><t>" + ID + "</t></is></c><c s='0'><f>1</f><v>46350.5</v></c>"
                    + "<c s='1'><v>1E3</v></c></row></sheetData></w>"));

    private static final Map<String, String> ODS = new TreeMap<>(Map.of(
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml",
            "<manifest><file-entry/></manifest>",
            "content.xml",
            "<d><style name='a'><table-properties display='false'/></style><table style-name='b'><table-row"
                    + " number-rows-repeated='2'><table-cell><p>transaction_id</p></table-cell><table-cell><p>paid_at</p>"
                    + "</table-cell><table-cell><p>amount</p></table-cell></table-row><table-row><table-cell><annotation>"
                    + "<p>x</p></annotation><p>" + ID + "</p></table-cell><table-cell value-type='date'"
                    + " date-value='2026-11-24'><p>24.11.2026 0:00</p></table-cell><table-cell value-type='float'"
                    + " value='1.5' number-columns-repeated='2'><p>1,50 сум</p></table-cell></table-row></table></d>"));

    private SheetFuzz() {}

    private static List<String> parts() {
        List<String> parts = new ArrayList<>(XLSX.keySet());
        parts.addAll(ODS.keySet());
        return parts;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            int choice = Byte.toUnsignedInt(input[0]);
            byte[] workbook = switch (choice) {
                case GROWN_XLSX ->
                    workbook("xl/sheet.xml", new GrownSheet(input, 1).xlsx().getBytes(UTF_8));
                case GROWN_ODS ->
                    workbook("content.xml", new GrownSheet(input, 1).ods().getBytes(UTF_8));
                default -> workbook(parts().get(choice % parts().size()), Arrays.copyOfRange(input, 1, input.length));
            };
            BOUNDED.run(() -> ImportFuzz.read(workbook));
        }
    }

    private static byte[] workbook(String replaced, byte[] by) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            Map<String, String> whole = ODS.containsKey(replaced) ? ODS : XLSX;
            for (Map.Entry<String, String> part : whole.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getKey().equals(replaced) ? by : part.getValue().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<String> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            byte[] text =
                    (ODS.containsKey(part) ? ODS : XLSX).getOrDefault(part, "").getBytes(UTF_8);
            byte[] seed = new byte[text.length + 1];
            seed[0] = (byte) i;
            System.arraycopy(text, 0, seed, 1, text.length);
            seeds.add(seed);
        }
        for (int grown : new int[] {GROWN_XLSX, GROWN_ODS}) {
            for (int step : new int[] {1, 7, 11}) {
                byte[] seed = new byte[60];
                for (int i = 1; i < seed.length; i++) {
                    seed[i] = (byte) (i * step);
                }
                seed[0] = (byte) grown;
                seeds.add(seed);
            }
        }
        return seeds;
    }
}
