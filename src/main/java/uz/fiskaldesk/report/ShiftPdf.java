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

    /** The shares of the width of the columns, by the number of columns. */
    private static final float[][] SHARES = {
        {1}, {1}, {0.45f, 0.55f}, {}, {0.25f, 0.25f, 0.25f, 0.25f}, {0.14f, 0.15f, 0.2f, 0.13f, 0.38f}
    };

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
            for (ShiftTables.Table table : report.tables()) {
                row(List.of(table.title()), bold, TITLE);
                y -= GAP;
                table(table);
                y -= 2 * GAP;
            }
            for (String line : report.footer()) {
                row(List.of(line), regular, TEXT);
            }
            page.close();
            document.save(out);
        }
    }

    private void table(ShiftTables.Table table) throws IOException {
        if (!table.header().isEmpty()) {
            row(table.header(), bold, TEXT);
        }
        for (List<String> cells : table.rows()) {
            if (!fits(cells, regular, TEXT) && !table.header().isEmpty()) {
                breakPage();
                row(table.header(), bold, TEXT);
            }
            row(cells, regular, TEXT);
        }
    }

    private boolean fits(List<String> cells, PDFont font, float size) throws IOException {
        return y - height(wrapped(cells, font, size), size) >= MARGIN;
    }

    private void breakPage() throws IOException {
        page.close();
        page = newPage();
    }

    private void row(List<String> cells, PDFont font, float size) throws IOException {
        List<List<String>> columns = wrapped(cells, font, size);
        if (!fits(cells, font, size)) {
            breakPage();
        }
        float x = MARGIN;
        for (int i = 0; i < columns.size(); i++) {
            float lineY = y - size;
            for (String line : columns.get(i)) {
                page.beginText();
                page.setFont(font, size);
                page.newLineAtOffset(x, lineY);
                page.showText(line);
                page.endText();
                lineY -= size * LEADING;
            }
            x += WIDTH * SHARES[cells.size()][i];
        }
        y -= height(columns, size);
        page.setLineWidth(0.3f);
        page.moveTo(MARGIN, y);
        page.lineTo(MARGIN + WIDTH, y);
        page.stroke();
        y -= 2;
    }

    private static float height(List<List<String>> columns, float size) {
        int lines = columns.stream().mapToInt(List::size).max().orElse(1);
        return lines * size * LEADING + 3;
    }

    private List<List<String>> wrapped(List<String> cells, PDFont font, float size) throws IOException {
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            columns.add(wrapped(cells.get(i), font, size, WIDTH * SHARES[cells.size()][i] - GAP));
        }
        return columns;
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
