package uz.fiskaldesk.intake;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.SheetRows.CellHandler;

/** Reads the first visible sheet of an XLSX workbook (ECMA-376, part 1, 18). */
final class XlsxSheet {
    private static final int MOST_STYLES = 65_536;

    /** The last date that spreadsheets support, in the year 9999. */
    private static final int LAST_DAY = 2_958_465;

    private static final int SECONDS_IN_DAY = 86_400;

    /** Day 0. Excel's nonexistent 29 February 1900 makes it a day earlier than documented. */
    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);

    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);

    private final Archive archive;
    private final CellHandler cells;
    private final List<CellFormat> formats = new ArrayList<>();
    private final SharedStrings sharedStrings = new SharedStrings();
    private LocalDate epoch = EPOCH_1900;

    private XlsxSheet(Archive archive, CellHandler cells) {
        this.archive = archive;
        this.cells = cells;
    }

    static void read(Archive archive, CellHandler cells) throws ImportFileException, IOException {
        new XlsxSheet(archive, cells).read();
    }

    /** A relationship of a part (ECMA-376, part 2, 9.3): its type and the name of the target part. */
    private record Relation(String kind, String part) {}

    private void read() throws ImportFileException, IOException {
        String workbook = relations("").values().stream()
                .filter(relation -> relation.kind().equals("officeDocument"))
                .map(Relation::part)
                .findFirst()
                .orElse("");
        if (workbook.endsWith(".bin")) {
            throw new ImportFileException(Reason.OLD_EXCEL, "");
        }
        Map<String, Relation> parts = relations(workbook);
        String sheet = sheet(workbook, parts);
        for (Relation relation : parts.values()) {
            switch (archive.has(relation.part()) ? relation.kind() : "") {
                case "styles" -> readStyles(relation.part());
                case "sharedStrings" -> readSharedStrings(relation.part());
                default -> {}
            }
        }
        try (XmlPart xml = open(sheet)) {
            new SheetReader(xml).read();
        }
    }

    private XmlPart open(String part) throws IOException {
        InputStream in = archive.part(part);
        if (in == null) {
            throw new IOException("Missing part " + part);
        }
        return new XmlPart(in);
    }

    /**
     * Returns the relationships by ID. Strict and transitional workbooks use the same types with different prefixes.
     */
    private Map<String, Relation> relations(String part) throws IOException {
        int slash = part.lastIndexOf('/') + 1;
        String folder = part.substring(0, slash);
        Map<String, Relation> relations = new HashMap<>();
        try (XmlPart xml = open(folder + "_rels/" + part.substring(slash) + ".rels")) {
            while (xml.next()) {
                if (xml.starts("Relationship") && relations.size() < Archive.MOST_PARTS) {
                    String type = text(xml, "Type");
                    String target = text(xml, "Target");
                    relations.put(
                            text(xml, "Id"),
                            new Relation(
                                    type.substring(type.lastIndexOf('/') + 1),
                                    target.startsWith("/") ? target.substring(1) : folder + target));
                }
            }
        }
        return relations;
    }

    private static String text(XmlPart xml, String attribute) {
        String text = xml.attribute(attribute);
        return text == null ? "" : text;
    }

    private static boolean isTrue(@Nullable String text) {
        return "1".equals(text) || "true".equals(text);
    }

    /** Returns the part of the first visible worksheet; chart sheets are skipped. */
    private String sheet(String workbook, Map<String, Relation> parts) throws ImportFileException, IOException {
        String sheet = null;
        try (XmlPart xml = open(workbook)) {
            if (!xml.next() || !xml.starts("workbook")) {
                // A text document or a presentation in the same container format.
                throw new ImportFileException(Reason.UNKNOWN_KIND, "");
            }
            while (xml.next()) {
                if (xml.starts("workbookPr") && isTrue(xml.attribute("date1904"))) {
                    epoch = EPOCH_1904;
                }
                if (sheet == null && xml.starts("sheet") && !text(xml, "state").endsWith("idden")) {
                    Relation relation = parts.get(text(xml, "id"));
                    sheet = relation != null && relation.kind().equals("worksheet") ? relation.part() : null;
                }
            }
        }
        if (sheet == null) {
            throw new IOException("no visible sheet");
        }
        return sheet;
    }

    private void readStyles(String part) throws IOException {
        Map<String, CellFormat> own = new HashMap<>();
        try (XmlPart xml = open(part)) {
            boolean inCellFormats = false;
            while (xml.next()) {
                if (xml.starts("cellXfs") || xml.ends("cellXfs")) {
                    inCellFormats = xml.starts("cellXfs");
                } else if (xml.starts("numFmt") && own.size() < MOST_STYLES) {
                    own.put(text(xml, "numFmtId"), CellFormat.of(text(xml, "formatCode")));
                } else if (inCellFormats && xml.starts("xf") && formats.size() < MOST_STYLES) {
                    String id = text(xml, "numFmtId");
                    CellFormat format = own.get(id);
                    formats.add(format == null ? CellFormat.builtIn(number(id, 0)) : format);
                }
            }
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private void readSharedStrings(String part) throws IOException {
        try (XmlPart xml = open(part)) {
            while (xml.next()) {
                if (xml.starts("si")) {
                    sharedStrings.add(richText(xml, "si"));
                }
            }
        }
    }

    /** Returns the text of the current element without phonetic annotations. */
    private static String richText(XmlPart xml, String element) throws IOException {
        StringBuilder text = new StringBuilder();
        while (xml.next() && !xml.ends(element)) {
            if (xml.starts("rPh")) {
                xml.skip();
            } else if (xml.starts("t")) {
                xml.appendText(text);
            }
        }
        return text.toString();
    }

    /** Reads rows and cells. Both may omit their position and then follow the previous one. */
    private final class SheetReader {
        private final XmlPart xml;
        private long row;
        private int column;

        SheetReader(XmlPart xml) {
            this.xml = xml;
        }

        void read() throws ImportFileException, IOException {
            while (xml.next() && !xml.ends("sheetData")) {
                if (xml.starts("row")) {
                    row = number(xml.attribute("r"), (int) Math.min(row + 1, Integer.MAX_VALUE));
                    column = -1;
                } else if (xml.ends("row")) {
                    cells.endOfRow(row);
                } else if (xml.starts("c")) {
                    cell();
                }
            }
        }

        private void cell() throws ImportFileException, IOException {
            String place = xml.attribute("r");
            column = place == null ? column + 1 : column(place);
            String type = text(xml, "t");
            int style = number(xml.attribute("s"), 0);
            String value = null;
            boolean formula = false;
            while (xml.next() && !xml.ends("c")) {
                if (xml.starts("f")) {
                    formula = true;
                    xml.skip();
                } else if (xml.starts("v")) {
                    StringBuilder text = new StringBuilder();
                    xml.appendText(text);
                    value = text.toString();
                } else if (xml.starts("is")) {
                    value = richText(xml, "is");
                }
            }
            if (value != null && !value.isEmpty()) {
                cells.cell(column, 1, cell(type, value, style));
            } else if (formula && !type.equals("str")) {
                cells.cell(column, 1, new SheetCell(SheetCell.Kind.NOT_COMPUTED, "", ""));
            }
        }

        private SheetCell cell(String type, String value, int style) throws IOException {
            return switch (type) {
                case "s" -> SheetCell.ofText(sharedStrings.get(number(value.strip(), -1)));
                case "b" -> SheetCell.ofText(isTrue(value.strip()) ? "TRUE" : "FALSE");
                case "", "n" -> ofNumber(value.strip(), format(style));
                default -> SheetCell.ofText(value);
            };
        }

        private CellFormat format(int style) {
            return style >= 0 && style < formats.size() ? formats.get(style) : CellFormat.PLAIN;
        }

        /** Parses the column of a reference such as {@code AB12}; from 0. */
        private static int column(String place) {
            int column = 0;
            for (int i = 0; i < place.length() && column <= SheetRows.MOST_COLUMNS; i++) {
                char c = place.charAt(i);
                if (c < 'A' || c > 'Z') {
                    break;
                }
                column = column * 26 + (c - 'A' + 1);
            }
            return Math.max(0, column - 1);
        }
    }

    private SheetCell ofNumber(String value, CellFormat format) {
        if (!format.isDateOrTime()) {
            return SheetCell.ofNumber(value, format.unit());
        }
        try {
            BigDecimal days = value.length() > 40 ? BigDecimal.TEN.negate() : new BigDecimal(value);
            if (days.signum() < 0 || days.compareTo(BigDecimal.valueOf(LAST_DAY)) > 0 || days.scale() > 40) {
                return SheetCell.ofText(value);
            }
            long seconds = days.multiply(BigDecimal.valueOf(SECONDS_IN_DAY))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            return SheetCell.ofText(moment(seconds, format));
        } catch (NumberFormatException e) {
            return SheetCell.ofText(value);
        }
    }

    /** Formats a date; with a time only if the format shows one or the value has one. */
    private String moment(long seconds, CellFormat format) {
        LocalDateTime moment = epoch.atStartOfDay().plusSeconds(seconds);
        if (seconds < SECONDS_IN_DAY) {
            return moment.toLocalTime().toString();
        }
        boolean timed = format.time() || seconds % SECONDS_IN_DAY != 0;
        return timed ? moment.toString() : moment.toLocalDate().toString();
    }
}
