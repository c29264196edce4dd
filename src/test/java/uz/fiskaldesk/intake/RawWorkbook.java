package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes workbooks part by part, including invalid ones. */
public final class RawWorkbook implements AutoCloseable {
    private static final String TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private static final String STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
    private static final String MAIN = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    private final ZipOutputStream zip;

    private RawWorkbook(Path file) throws IOException {
        zip = new ZipOutputStream(Files.newOutputStream(file));
    }

    /** Creates an XLSX workbook without a sheet. Styles 1 to 5 are a date, a date with time, a time, сум and тийин. */
    public static RawWorkbook xlsx(Path file) throws IOException {
        return xlsx(file, TRANSITIONAL, "");
    }

    static RawWorkbook strict(Path file, String properties) throws IOException {
        return xlsx(file, STRICT, properties);
    }

    private static RawWorkbook xlsx(Path file, String kinds, String properties) throws IOException {
        RawWorkbook workbook = new RawWorkbook(file);
        workbook.part("[Content_Types].xml", "<Types/>");
        workbook.part("_rels/.rels", relations(kinds, "officeDocument", "/xl/workbook.xml"));
        workbook.part(
                "xl/_rels/workbook.xml.rels",
                relations(
                        kinds,
                        "worksheet",
                        "worksheets/sheet1.xml",
                        "styles",
                        "styles.xml",
                        "sharedStrings",
                        "sharedStrings.xml"));
        workbook.part(
                "xl/workbook.xml",
                "<workbook " + MAIN + " xmlns:r=\"r\"><workbookPr " + properties
                        + "/><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>");
        workbook.part("xl/styles.xml", """
                <styleSheet><numFmts>
                <numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>
                <numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy\\ h:mm"/>
                <numFmt numFmtId="166" formatCode="#\\ ##0.00&quot; сум&quot;;[Red]\\-#\\ ##0"/>
                <numFmt numFmtId="167" formatCode="#,##0 [$тийин-443]"/>
                </numFmts>
                <cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="21"/>
                <xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>""");
        return workbook;
    }

    private static String relations(String kinds, String... kindsAndTargets) {
        StringBuilder xml = new StringBuilder("<Relationships>");
        for (int i = 0; i < kindsAndTargets.length; i += 2) {
            xml.append("<Relationship Id=\"r")
                    .append(i)
                    .append("\" Type=\"")
                    .append(kinds)
                    .append(kindsAndTargets[i])
                    .append("\" Target=\"")
                    .append(kindsAndTargets[i + 1])
                    .append("\"/>");
        }
        return xml.append("</Relationships>").toString();
    }

    /** Writes a sheet whose rows are repeated. */
    public void sheet(String before, String repeated, int times, String after) throws IOException {
        sheet(before, _ -> repeated, times, after);
    }

    public void sheet(String before, IntFunction<String> repeated, int times, String after) throws IOException {
        zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
        repeat("<worksheet " + MAIN + "><sheetData>" + before, repeated, times, after + "</sheetData></worksheet>");
    }

    /** Creates an ODS workbook whose first table is hidden. */
    static RawWorkbook ods(Path file) throws IOException {
        RawWorkbook workbook = new RawWorkbook(file);
        workbook.part("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        return workbook;
    }

    void table(String before, String repeated, int times, String after) throws IOException {
        zip.putNextEntry(new ZipEntry("content.xml"));
        repeat("""
                <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
                <office:automatic-styles><style:style style:name="ta1" style:family="table">
                <style:table-properties table:display="false"/></style:style></office:automatic-styles>
                <office:body><office:spreadsheet>
                <table:table table:name="0" table:style-name="ta1"><table:table-row><table:table-cell
                  office:value-type="string"><text:p>hidden</text:p></table:table-cell></table:table-row></table:table>
                <table:table table:name="1"><table:table-column table:number-columns-repeated="16384"/>
                """ + before, _ -> repeated, times, after + """
                </table:table></office:spreadsheet></office:body></office:document-content>""");
    }

    void sharedStrings(IntFunction<String> text, int times) throws IOException {
        zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
        repeat("<sst>", number -> "<si><t>" + text.apply(number) + "</t></si>", times, "</sst>");
    }

    void part(String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(xml.getBytes(UTF_8));
    }

    private void repeat(String before, IntFunction<String> repeated, int times, String after) throws IOException {
        zip.write(before.getBytes(UTF_8));
        for (int i = 0; i < times; i++) {
            zip.write(repeated.apply(i).getBytes(UTF_8));
        }
        zip.write(after.getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
