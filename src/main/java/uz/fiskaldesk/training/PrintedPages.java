package uz.fiskaldesk.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Writes receipts to a PDF of A4 pages for printing, in their real size. */
final class PrintedPages {
    /** Points per millimetre. */
    private static final float MM = 72 / 25.4f;

    private static final float PAPER_WIDTH = 48 * MM;
    private static final float GAP = 10 * MM;
    private static final int ACROSS = 3;
    private static final int DOWN = 2;

    private PrintedPages() {}

    static void write(List<BufferedImage> receipts, Path file) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (int first = 0; first < receipts.size(); first += ACROSS * DOWN) {
                page(document, receipts.subList(first, Math.min(receipts.size(), first + ACROSS * DOWN)));
            }
            document.save(file.toFile());
        }
    }

    private static void page(PDDocument document, List<BufferedImage> receipts) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            for (int i = 0; i < receipts.size(); i++) {
                BufferedImage receipt = receipts.get(i);
                PDImageXObject image = LosslessFactory.createFromImage(document, receipt);
                float height = PAPER_WIDTH * receipt.getHeight() / receipt.getWidth();
                float top = PDRectangle.A4.getHeight() * (DOWN - i / ACROSS) / DOWN - GAP;
                float left = GAP + i % ACROSS * (PAPER_WIDTH + GAP);
                content.drawImage(image, left, top - height, PAPER_WIDTH, height);
            }
        }
    }
}
