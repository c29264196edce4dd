package uz.fiskaldesk.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.SheetRows.CellHandler;

/** Reads the first visible sheet of an ODS workbook (OASIS OpenDocument 1.3, part 3, 9.1 and 19.385). */
final class OdsSheet {
    private static final String TYPE = "application/vnd.oasis.opendocument.spreadsheet";
    private static final String CONTENT = "content.xml";
    private static final int MOST_STYLES = 65_536;

    private final XmlPart xml;
    private final CellHandler cells;
    private final Set<String> hiddenStyles = new HashSet<>();
    private long row;
    private int column;

    private OdsSheet(XmlPart xml, CellHandler cells) {
        this.xml = xml;
        this.cells = cells;
    }

    static boolean isIn(Archive archive) throws IOException {
        try (InputStream in = archive.part("mimetype")) {
            return in != null && new String(in.readNBytes(TYPE.length()), US_ASCII).equals(TYPE);
        }
    }

    static void read(Archive archive, CellHandler cells) throws ImportFileException, IOException {
        if (isEncrypted(archive)) {
            throw new ImportFileException(Reason.PASSWORD, "");
        }
        InputStream in = archive.part(CONTENT);
        if (in == null) {
            throw new IOException("no content");
        }
        try (XmlPart xml = new XmlPart(in)) {
            new OdsSheet(xml, cells).read();
        }
    }

    private static boolean isEncrypted(Archive archive) throws IOException {
        InputStream in = archive.part("META-INF/manifest.xml");
        if (in == null) {
            return false;
        }
        try (XmlPart manifest = new XmlPart(in)) {
            while (manifest.next()) {
                if (manifest.starts("encryption-data")) {
                    return true;
                }
            }
        }
        return false;
    }

    private void read() throws ImportFileException, IOException {
        String style = "";
        while (xml.next()) {
            if (xml.starts("style")) {
                style = attribute("name");
            } else if (xml.starts("table-properties")
                    && attribute("display").equals("false")
                    && hiddenStyles.size() < MOST_STYLES) {
                hiddenStyles.add(style);
            } else if (xml.starts("tracked-changes")) {
                xml.skip();
            } else if (xml.starts("table")) {
                if (!hiddenStyles.contains(attribute("style-name"))) {
                    table();
                    return;
                }
                xml.skip();
            }
        }
        throw new IOException("no visible sheet");
    }

    private String attribute(String name) {
        String text = xml.attribute(name);
        return text == null ? "" : text;
    }

    private int repeated(String name) {
        try {
            String text = xml.attribute(name);
            return text == null ? 1 : Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private void table() throws ImportFileException, IOException {
        while (xml.next() && !xml.ends("table")) {
            if (xml.starts("table-row")) {
                row();
            } else if (xml.starts("shapes") || xml.starts("forms")) {
                xml.skip();
            }
        }
    }

    /** A repeated row is the same payment again and is reported once. */
    private void row() throws ImportFileException, IOException {
        int rows = repeated("number-rows-repeated");
        column = 0;
        while (xml.next() && !xml.ends("table-row")) {
            if (xml.starts("table-cell") || xml.starts("covered-table-cell")) {
                int columns = repeated("number-columns-repeated");
                SheetCell cell = cell(xml.starts("table-cell") ? "table-cell" : "covered-table-cell");
                if (!cell.text().isEmpty()) {
                    cells.cell(column, columns, cell);
                }
                column = (int) Math.min((long) column + columns, SheetRows.MOST_COLUMNS);
            }
        }
        cells.endOfRow(row + 1);
        row += rows;
    }

    private SheetCell cell(String element) throws IOException {
        String type = attribute("value-type");
        String value = attribute("value");
        String date = attribute("date-value");
        String currency = attribute("currency");
        String string = xml.attribute("string-value");
        String shown = paragraphs(element);
        return switch (type) {
            case "float", "percentage", "currency" -> SheetCell.ofNumber(value, unit(shown) + " " + currency);
            // The value omits a time of 00:00.
            case "date" -> SheetCell.ofText(date.contains("T") || !shown.contains(":") ? date : date + "T00:00");
            default -> SheetCell.ofText(string == null ? shown : string);
        };
    }

    /** Returns the letters and signs that a number is shown with. */
    private static String unit(String shown) {
        return shown.replaceAll("(?<=\\d)E[+-]?\\d+", "").replaceAll("[\\d\\s\\u00a0\\u202f.,'+-]", "");
    }

    /** Returns the lines of the cell without its comment. */
    private String paragraphs(String cell) throws IOException {
        StringBuilder text = new StringBuilder();
        while (xml.next() && !xml.ends(cell)) {
            if (xml.starts("annotation")) {
                xml.skip();
            } else if (xml.starts("p")) {
                if (!text.isEmpty()) {
                    text.append('\n');
                }
                xml.appendText(text);
            }
        }
        return text.toString();
    }
}
