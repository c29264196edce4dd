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
import uz.fiskaldesk.intake.BrokenFileException.Reason;
import uz.fiskaldesk.intake.SheetRows.Cells;

/** The first visible sheet of an XLSX workbook (ECMA-376, part 1, 18). */
final class XlsxSheet {
    private static final int MOST_STYLES = 65_536;

    /** The last day that spreadsheets know, in the year 9999. */
    private static final int LAST_DAY = 2_958_465;

    private static final int SECONDS_IN_DAY = 86_400;

    /** Where days are counted from; Excel's 29 February 1900 makes it a day earlier than the documents say. */
    private static final LocalDate EPOCH_1900 = LocalDate.of(1899, 12, 30);

    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);

    private final Archive archive;
    private final Cells cells;
    private final List<NumberLook> looks = new ArrayList<>();
    private final SharedTexts texts = new SharedTexts();
    private LocalDate epoch = EPOCH_1900;

    private XlsxSheet(Archive archive, Cells cells) {
        this.archive = archive;
        this.cells = cells;
    }

    static void read(Archive archive, Cells cells) throws BrokenFileException, IOException {
        new XlsxSheet(archive, cells).read();
    }

    /** One relationship of a part (ECMA-376, part 2, 9.3): of which kind, and the name of the part that it leads to. */
    private record Relation(String kind, String part) {}

    private void read() throws BrokenFileException, IOException {
        String workbook = relations("").values().stream()
                .filter(relation -> relation.kind().equals("officeDocument"))
                .map(Relation::part)
                .findFirst()
                .orElse("");
        if (workbook.endsWith(".bin")) {
            throw new BrokenFileException(Reason.OLD_EXCEL, "");
        }
        Map<String, Relation> parts = relations(workbook);
        String sheet = sheet(workbook, parts);
        for (Relation relation : parts.values()) {
            switch (archive.has(relation.part()) ? relation.kind() : "") {
                case "styles" -> readStyles(relation.part());
                case "sharedStrings" -> readTexts(relation.part());
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
            throw new IOException("no part " + part);
        }
        return new XmlPart(in);
    }

    /** By their ids; strict and transitional workbooks have the same kinds with other beginnings. */
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

    /** The part of the first visible sheet with cells; charts are sheets of another kind. */
    private String sheet(String workbook, Map<String, Relation> parts) throws BrokenFileException, IOException {
        String sheet = null;
        try (XmlPart xml = open(workbook)) {
            if (!xml.next() || !xml.starts("workbook")) {
                // A text document or a presentation, which are archives of the same form.
                throw new BrokenFileException(Reason.UNKNOWN_KIND, "");
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
        Map<String, NumberLook> own = new HashMap<>();
        try (XmlPart xml = open(part)) {
            boolean ofCells = false;
            while (xml.next()) {
                if (xml.starts("cellXfs") || xml.ends("cellXfs")) {
                    ofCells = xml.starts("cellXfs");
                } else if (xml.starts("numFmt") && own.size() < MOST_STYLES) {
                    own.put(text(xml, "numFmtId"), NumberLook.of(text(xml, "formatCode")));
                } else if (ofCells && xml.starts("xf") && looks.size() < MOST_STYLES) {
                    String id = text(xml, "numFmtId");
                    NumberLook look = own.get(id);
                    looks.add(look == null ? NumberLook.builtIn(number(id, 0)) : look);
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

    private void readTexts(String part) throws IOException {
        try (XmlPart xml = open(part)) {
            while (xml.next()) {
                if (xml.starts("si")) {
                    texts.add(richText(xml, "si"));
                }
            }
        }
    }

    /** The text in the element that starts here, without how it is pronounced. */
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

    /** Reads rows and cells; both may leave out where they are, and then follow the ones before. */
    private final class SheetReader {
        private final XmlPart xml;
        private long row;
        private int column;

        SheetReader(XmlPart xml) {
            this.xml = xml;
        }

        void read() throws BrokenFileException, IOException {
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

        private void cell() throws BrokenFileException, IOException {
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
                case "s" -> SheetCell.ofText(texts.get(number(value.strip(), -1)));
                case "b" -> SheetCell.ofText(isTrue(value.strip()) ? "TRUE" : "FALSE");
                case "", "n" -> ofNumber(value.strip(), style < looks.size() ? looks.get(style) : NumberLook.PLAIN);
                default -> SheetCell.ofText(value);
            };
        }

        /** Column and row as in {@code AB12}; from 0. */
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

    private SheetCell ofNumber(String value, NumberLook look) {
        if (!look.isMoment()) {
            return SheetCell.ofNumber(value, look.unit());
        }
        try {
            BigDecimal days = value.length() > 40 ? BigDecimal.TEN.negate() : new BigDecimal(value);
            if (days.signum() < 0 || days.compareTo(BigDecimal.valueOf(LAST_DAY)) > 0 || days.scale() > 40) {
                return SheetCell.ofText(value);
            }
            long seconds = days.multiply(BigDecimal.valueOf(SECONDS_IN_DAY))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            return SheetCell.ofText(moment(seconds, look));
        } catch (NumberFormatException e) {
            return SheetCell.ofText(value);
        }
    }

    /** With a time only where the cell shows one, or has one. */
    private String moment(long seconds, NumberLook look) {
        LocalDateTime moment = epoch.atStartOfDay().plusSeconds(seconds);
        if (seconds < SECONDS_IN_DAY) {
            return moment.toLocalTime().toString();
        }
        boolean timed = look.time() || seconds % SECONDS_IN_DAY != 0;
        return timed ? moment.toString() : moment.toLocalDate().toString();
    }
}
