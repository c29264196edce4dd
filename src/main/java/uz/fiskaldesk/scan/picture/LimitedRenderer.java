package uz.fiskaldesk.scan.picture;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * Renders the pages of one PDF file with limits for all of them together, as a file of a few hundred bytes can request an
 * unlimited amount of work. Also stops when its thread is interrupted.
 */
final class LimitedRenderer extends PDFRenderer {
    /** A receipt has some hundred operators, a complex drawing some ten thousand. */
    private static final int MAX_OPERATORS = 150_000;

    /** Nesting of form XObjects. */
    private static final int MAX_DEPTH = 12;

    /**
     * Pixels of everything drawn, 25 full pages of A4: of images, each time they are drawn; of transparency groups and soft
     * masks, which are drawn into pictures of their own; of the bounds of paths, letters and shadings.
     */
    private static final long MAX_PIXELS = 100_000_000;

    /** The pixels of a pattern or shading count so many times, as they are computed one by one. */
    private static final int PATTERN_COST = 5;

    private static final float POINTS_PER_INCH = 72;

    private final long end;
    private double pixelsPerPoint = 1;
    private int operators;
    private long pixels;

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

    private void countPixels(double width, double height) {
        pixels += (long) Math.ceil(width * height);
        if (pixels > MAX_PIXELS) {
            throw new LimitException("more than " + MAX_PIXELS + " pixels");
        }
    }

    private void countPixels(Rectangle2D box, int cost) {
        if (!box.isEmpty()) {
            countPixels(cost * box.getWidth() * pixelsPerPoint, box.getHeight() * pixelsPerPoint);
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
            Rectangle2D clip = clip();
            PDRectangle box = group.getBBox();
            countPixels(
                    box == null
                            ? clip
                            : box.transform(Matrix.concatenate(
                                            state.getCurrentTransformationMatrix(), group.getMatrix()))
                                    .getBounds2D()
                                    .createIntersection(clip),
                    1);
            super.processTransparencyGroup(group);
        }

        @Override
        public void fillPath(int windingRule) throws IOException {
            countPaint(getLinePath().getBounds2D(), getGraphicsState().getNonStrokingColor());
            super.fillPath(windingRule);
        }

        @Override
        public void strokePath() throws IOException {
            Rectangle2D line = getLinePath().getBounds2D();
            Matrix scale = getGraphicsState().getCurrentTransformationMatrix();
            double width =
                    getGraphicsState().getLineWidth() * Math.max(scale.getScalingFactorX(), scale.getScalingFactorY());
            line.setRect(
                    line.getX() - width / 2,
                    line.getY() - width / 2,
                    line.getWidth() + width,
                    line.getHeight() + width);
            countPaint(line, getGraphicsState().getStrokingColor());
            super.strokePath();
        }

        @Override
        public void shadingFill(COSName shading) throws IOException {
            countPixels(clip(), PATTERN_COST);
            super.shadingFill(shading);
        }

        @Override
        protected void showFontGlyph(Matrix placed, PDFont font, int code, Vector displacement) throws IOException {
            countPaint(
                    new Rectangle2D.Double(
                            placed.getTranslateX(),
                            placed.getTranslateY(),
                            placed.getScalingFactorX(),
                            placed.getScalingFactorY()),
                    getGraphicsState().getNonStrokingColor());
            super.showFontGlyph(placed, font, code, displacement);
        }

        private void countPaint(Rectangle2D box, PDColor color) {
            countPixels(box.createIntersection(clip()), color.isPattern() ? PATTERN_COST : 1);
        }

        private Rectangle2D clip() {
            return getGraphicsState().getCurrentClippingPath().getBounds2D();
        }

        @Override
        public void drawImage(PDImage image) throws IOException {
            countPixels(image.getWidth(), image.getHeight());
            super.drawImage(image);
        }
    }
}
