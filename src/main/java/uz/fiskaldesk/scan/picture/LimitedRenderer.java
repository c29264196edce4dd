package uz.fiskaldesk.scan.picture;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;

/**
 * Renders the pages of one PDF file with limits for all of them together, as a file of a few hundred bytes can request an
 * unlimited amount of work. Also stops when its thread is interrupted.
 */
final class LimitedRenderer extends PDFRenderer {
    /** A receipt has some hundred operators, a complex drawing some ten thousand. */
    private static final int MAX_OPERATORS = 150_000;

    /** Nesting of form XObjects. */
    private static final int MAX_DEPTH = 12;

    /** Pixels of all images drawn; an image that is drawn repeatedly counts each time. */
    private static final long MAX_PIXELS = 60_000_000;

    /**
     * Pixels of all transparency groups and soft masks, fifteen full pages of A4: each is drawn into a picture of its own.
     */
    private static final long MAX_GROUP_PIXELS = 60_000_000;

    private static final float POINTS_PER_INCH = 72;

    private final long end;
    private double pixelsPerPoint = 1;
    private int operators;
    private long pixels;
    private long groupPixels;

    /** A limit was exceeded. Unchecked, as PDFBox ignores checked exceptions from forms. */
    static final class LimitException extends RuntimeException {
        LimitException(String limit) {
            super(limit, null, false, false);
        }
    }

    /** @param end the deadline by {@link System#nanoTime()} */
    LimitedRenderer(PDDocument document, long end) {
        super(document);
        this.end = end;
    }

    /**
     * A page in shades of grey.
     *
     * @param page from 0
     * @throws LimitException where a limit for the whole file was reached
     */
    BufferedImage draw(int page, float dotsPerInch) throws IOException {
        pixelsPerPoint = dotsPerInch / POINTS_PER_INCH;
        return renderImageWithDPI(page, dotsPerInch, ImageType.GRAY);
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        return new LimitedDrawer(parameters);
    }

    private void countOperator(int depth) {
        operators++;
        if (operators > MAX_OPERATORS) {
            throw new LimitException("more than " + MAX_OPERATORS + " operators");
        }
        if (depth > MAX_DEPTH) {
            throw new LimitException("forms nested deeper than " + MAX_DEPTH);
        }
        if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
            throw new LimitException("timeout or interrupted");
        }
    }

    private void countPixels(PDImage image) {
        pixels += (long) image.getWidth() * image.getHeight();
        if (pixels > MAX_PIXELS) {
            throw new LimitException("images of more than " + MAX_PIXELS + " pixels");
        }
    }

    private void spendGroup(Rectangle2D box) {
        if (box.isEmpty()) {
            return;
        }
        groupPixels += (long) Math.ceil(box.getWidth() * pixelsPerPoint * box.getHeight() * pixelsPerPoint);
        if (groupPixels > MAX_GROUP_PIXELS) {
            throw new LimitException("transparency groups of more than " + MAX_GROUP_PIXELS + " pixels");
        }
    }

    private final class LimitedDrawer extends PageDrawer {
        LimitedDrawer(PageDrawerParameters parameters) throws IOException {
            super(parameters);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            countOperator(getLevel());
            super.processOperator(operator, operands);
        }

        /** Of groups and of soft masks. */
        @Override
        protected void processTransparencyGroup(PDTransparencyGroup group) throws IOException {
            PDGraphicsState state = getGraphicsState();
            Rectangle2D clip = state.getCurrentClippingPath().getBounds2D();
            PDRectangle box = group.getBBox();
            spendGroup(
                    box == null
                            ? clip
                            : box.transform(Matrix.concatenate(
                                            state.getCurrentTransformationMatrix(), group.getMatrix()))
                                    .getBounds2D()
                                    .createIntersection(clip));
            super.processTransparencyGroup(group);
        }

        @Override
        public void drawImage(PDImage image) throws IOException {
            countPixels(image);
            super.drawImage(image);
        }
    }
}
