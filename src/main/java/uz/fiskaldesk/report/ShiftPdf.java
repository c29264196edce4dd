package uz.fiskaldesk.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Writes the tables of a report to a PDF of A4 pages, wrapping long texts and repeating headers on each page. */
final class ShiftPdf {
    private static final String FONTS = "/uz/fiskaldesk/desk/fonts/";
    private static final float MARGIN = 40;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float TITLE = 13;
    private static final float TEXT = 9;
    private static final float LEADING = 1.35f;
    private static final float GAP = 6;
    private static final char UNKNOWN = '?';

    private static final float LONGEST_BAR = 0.5f;

    /** The widths of columns, as shares of the page. */
    private record Columns(List<Float> shares) {
        private static final Columns ONE = new Columns(List.of(1f));
        private static final Columns TOTALS = new Columns(List.of(0.46f, 0.14f, 0.22f, 0.18f));
        private static final Columns HOURS = new Columns(List.of(0.13f, 0.17f, 0.2f, 0.17f, 0.33f));
        private static final Columns OPEN = new Columns(List.of(0.14f, 0.15f, 0.2f, 0.13f, 0.38f));

        static Columns of(ShiftTables.Table table) {
            if (table.header().size() < OPEN.shares.size()) {
                return TOTALS;
            }
            return table.hasBars() ? HOURS : OPEN;
        }

        float width(int column) {
            return WIDTH * shares.get(column);
        }
    }

    private final ShiftTables report;
    private final PDDocument document = new PDDocument();
    private final PDFont regular;
    private final PDFont bold;
    private PDPageContentStream page;
    private float y;

    ShiftPdf(ShiftTables report) throws IOException {
        this.report = report;
        regular = font("NotoSans-Regular.ttf");
        bold = font("NotoSans-Bold.ttf");
        page = newPage();
    }

    private PDFont font(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ShiftPdf.class.getResourceAsStream(FONTS + name))) {
            return PDType0Font.load(document, in, true);
        }
    }

    private PDPageContentStream newPage() throws IOException {
        PDPage next = new PDPage(PDRectangle.A4);
        document.addPage(next);
        y = PDRectangle.A4.getHeight() - MARGIN;
        return new PDPageContentStream(document, next);
    }

    void write(OutputStream out) throws IOException {
        try (document) {
            titled(report.totalsTable());
            for (String line : report.notes()) {
                row(Columns.ONE, texts(List.of(line)), bold, TEXT);
            }
            for (ShiftTables.Table table : report.details()) {
                y -= 2 * GAP;
                titled(table);
            }
            y -= 2 * GAP;
            for (String line : report.footer()) {
                row(Columns.ONE, texts(List.of(line)), regular, TEXT);
            }
            page.close();
            numberPages();
            document.save(out);
        }
    }

    private void numberPages() throws IOException {
        int pages = document.getNumberOfPages();
        for (int i = 0; i < pages && pages > 1; i++) {
            String number = (i + 1) + " / " + pages;
            try (PDPageContentStream below = new PDPageContentStream(
                    document, document.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
                below.beginText();
                below.setFont(regular, TEXT);
                below.newLineAtOffset(MARGIN + WIDTH - width(number, regular, TEXT), MARGIN / 2);
                below.showText(number);
                below.endText();
            }
        }
    }

    private static List<ShiftTables.Cell> texts(List<String> texts) {
        return texts.stream().<ShiftTables.Cell>map(ShiftTables.Text::new).toList();
    }

    private void titled(ShiftTables.Table table) throws IOException {
        row(Columns.ONE, texts(List.of(table.title())), bold, TITLE);
        y -= GAP;
        Columns columns = Columns.of(table);
        row(columns, texts(table.header()), bold, TEXT);
        for (List<ShiftTables.Cell> cells : table.rows()) {
            if (!fits(columns, cells, regular, TEXT)) {
                breakPage();
                row(columns, texts(table.header()), bold, TEXT);
            }
            row(columns, cells, regular, TEXT);
        }
    }

    private boolean fits(Columns columns, List<ShiftTables.Cell> cells, PDFont font, float size) throws IOException {
        return y - height(wrapped(columns, cells, font, size), size) >= MARGIN;
    }

    private void breakPage() throws IOException {
        page.close();
        page = newPage();
    }

    private void row(Columns columns, List<ShiftTables.Cell> cells, PDFont font, float size) throws IOException {
        List<List<String>> lines = wrapped(columns, cells, font, size);
        if (!fits(columns, cells, font, size)) {
            breakPage();
        }
        float x = MARGIN;
        for (int i = 0; i < lines.size(); i++) {
            float lineY = y - size;
            for (String line : lines.get(i)) {
                page.beginText();
                page.setFont(font, size);
                page.newLineAtOffset(x, lineY);
                page.showText(line);
                page.endText();
                lineY -= size * LEADING;
            }
            if (cells.get(i) instanceof ShiftTables.Bars(double first, double second)) {
                float longest = (columns.width(i) - GAP) * LONGEST_BAR;
                bar(x, (float) (longest * first), size, 0.7f);
                bar(x + (float) (longest * first) + 1, (float) (longest * second), size, 0.3f);
            }
            x += columns.width(i);
        }
        y -= height(lines, size);
        page.setLineWidth(0.3f);
        page.moveTo(MARGIN, y);
        page.lineTo(MARGIN + WIDTH, y);
        page.stroke();
        y -= 2;
    }

    private void bar(float x, float width, float size, float grey) throws IOException {
        page.setNonStrokingColor(grey);
        page.addRect(x, y - size - 1, width, size);
        page.fill();
        page.setNonStrokingColor(0f);
    }

    private static float height(List<List<String>> columns, float size) {
        int lines = columns.stream().mapToInt(List::size).max().orElse(1);
        return lines * size * LEADING + 3;
    }

    private static List<List<String>> wrapped(Columns columns, List<ShiftTables.Cell> cells, PDFont font, float size)
            throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            lines.add(wrapped(cells.get(i).text(), font, size, columns.width(i) - GAP));
        }
        return lines;
    }

    private static List<String> wrapped(String text, PDFont font, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : printable(text, font).split(" ", -1)) {
            String rest = word;
            while (width(line + " " + rest, font, size) > width) {
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    int fitting = rest.length() - 1;
                    while (fitting > 1 && width(rest.substring(0, fitting), font, size) > width) {
                        fitting--;
                    }
                    lines.add(rest.substring(0, fitting));
                    rest = rest.substring(fitting);
                }
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private static float width(String text, PDFont font, float size) throws IOException {
        return font.getStringWidth(text.strip()) / 1000 * size;
    }

    /** Replaces what the font has no glyph for; notes and messages of FiscalBox may contain anything. */
    private static String printable(String text, PDFont font) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(Character.isWhitespace(c) || c == '\u00a0' ? ' ' : c);
            try {
                font.encode(one);
                printable.append(one);
            } catch (IOException | IllegalArgumentException e) {
                printable.append(UNKNOWN);
            }
        });
        return printable.toString();
    }
}
