package uz.fiskaldesk.scan.picture;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * Draws the pages of one PDF file with limits for all of them together: a file of a few hundred bytes can ask for more
 * work than any computer does. Also ends when its thread is interrupted.
 */
final class LimitedRenderer extends PDFRenderer {
    /** A receipt has some hundreds, a page of a plan some ten thousand. */
    private static final int MAX_OPERATORS = 150_000;

    /** Forms within forms. */
    private static final int MAX_DEPTH = 12;

    /** Pixels of all pictures that are drawn, each as often as it is. */
    private static final long MAX_PIXELS = 60_000_000;

    private final long end;
    private int operators;
    private long pixels;

    /** Thrown where the limits are reached. Unchecked: PDFBox passes over checked exceptions of forms. */
    static final class LimitException extends RuntimeException {
        LimitException(String limit) {
            super(limit, null, false, false);
        }
    }

    /** @param end the moment by {@link System#nanoTime()} after which nothing more is drawn */
    LimitedRenderer(PDDocument document, long end) {
        super(document);
        this.end = end;
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        return new LimitedDrawer(parameters);
    }

    private void spendOperator(int depth) {
        operators++;
        if (operators > MAX_OPERATORS) {
            throw new LimitException("more than " + MAX_OPERATORS + " operators");
        }
        if (depth > MAX_DEPTH) {
            throw new LimitException("forms nested deeper than " + MAX_DEPTH);
        }
        if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
            throw new LimitException("too much work");
        }
    }

    private void spendPixels(PDImage image) {
        pixels += (long) image.getWidth() * image.getHeight();
        if (pixels > MAX_PIXELS) {
            throw new LimitException("pictures of more than " + MAX_PIXELS + " pixels");
        }
    }

    private final class LimitedDrawer extends PageDrawer {
        LimitedDrawer(PageDrawerParameters parameters) throws IOException {
            super(parameters);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            spendOperator(getLevel());
            super.processOperator(operator, operands);
        }

        @Override
        public void drawImage(PDImage image) throws IOException {
            spendPixels(image);
            super.drawImage(image);
        }
    }
}
