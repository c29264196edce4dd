package uz.fiskaldesk.scan.picture;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.LoadedPicture.Ready;
import uz.fiskaldesk.scan.picture.LoadedPicture.Reason;
import uz.fiskaldesk.scan.picture.LoadedPicture.Refused;

/**
 * Renders the pages of a PDF file. The decompressed size of its streams and the size of its images are checked before
 * rendering, so that a crafted file cannot exhaust the memory.
 */
final class PdfPages {
    /** A hundred times the size of a typical receipt. */
    static final int MAX_BYTES = 8 << 20;

    static final int MAX_PAGES = 10;

    /** Bytes of all streams together. */
    static final long MAX_DECOMPRESSED = 200L << 20;

    /** Dots per inch; a code of 2 cm with 45 modules has 3.5 pixels per module. */
    private static final float RESOLUTION = 200;

    private static final double MAX_PAGE_PIXELS = 8_000_000;

    /** Declared pixels of one image; more than the photos that are usually embedded in documents. */
    private static final long MAX_IMAGE_PIXELS = 24_000_000;

    /** For opening and rendering; ten typical pages take less than a second on a slow computer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    private PdfPages() {}

    static boolean isPdf(byte[] bytes) {
        // Some programs write some bytes before the header.
        for (int i = 0; i < Math.min(1024, bytes.length - 4); i++) {
            if (bytes[i] == '%' && bytes[i + 1] == 'P' && bytes[i + 2] == 'D' && bytes[i + 3] == 'F') {
                return true;
            }
        }
        return false;
    }

    static LoadedPicture load(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Refused(Reason.TOO_LARGE, "a PDF of " + bytes.length + " bytes");
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            String excess = excess(document, end);
            return excess.isEmpty() ? render(document, end) : new Refused(Reason.TOO_LARGE, excess);
        } catch (InvalidPasswordException e) {
            return new Refused(Reason.LOCKED, "a PDF with a password");
        } catch (StackOverflowError | OutOfMemoryError e) {
            return new Refused(Reason.TOO_LARGE, "a PDF, " + e.getClass().getSimpleName());
        } catch (IOException | RuntimeException e) {
            // PDFBox throws various runtime exceptions for damaged files.
            return new Refused(Reason.UNREADABLE, "a PDF, " + e.getClass().getSimpleName());
        }
    }

    /** The reason why the document is too large; empty if it is not. */
    private static String excess(PDDocument document, long end) throws IOException {
        DecompressionLimit limit = new DecompressionLimit(MAX_DECOMPRESSED);
        for (COSObjectKey key :
                List.copyOf(document.getDocument().getXrefTable().keySet())) {
            if (System.nanoTime() - end > 0) {
                return "a PDF whose objects take too long to check";
            }
            COSBase object = document.getDocument().getObjectFromPool(key).getObject();
            if (object instanceof COSStream stream) {
                long pixels = pixels(stream);
                if (pixels > MAX_IMAGE_PIXELS) {
                    return "an image of " + pixels + " pixels in a PDF";
                }
                if (!limit.allows(stream)) {
                    return "a PDF that decompresses to more than " + MAX_DECOMPRESSED + " bytes";
                }
            }
        }
        return "";
    }

    /** The size declared by the image or by the parameters of its fax filter, whichever is larger. */
    private static long pixels(COSStream stream) {
        long own = (long) stream.getInt(COSName.WIDTH, 0) * stream.getInt(COSName.HEIGHT, 0);
        COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        long largest = Math.abs(own);
        for (COSBase part : parameters instanceof COSArray array ? array.toList() : List.of(parameters(parameters))) {
            if ((part instanceof COSObject reference ? reference.getObject() : part) instanceof COSDictionary fax) {
                long declared = (long) fax.getInt(COSName.COLUMNS, 0) * fax.getInt(COSName.ROWS, 0);
                largest = Math.max(largest, Math.abs(declared));
            }
        }
        return largest;
    }

    private static COSBase parameters(@Nullable COSBase one) {
        return one == null ? new COSDictionary() : one;
    }

    /** The pages before the one at which a limit was exceeded. */
    private static LoadedPicture render(PDDocument document, long end) throws IOException {
        LimitedRenderer renderer = new LimitedRenderer(document, end);
        renderer.setSubsamplingAllowed(true);
        List<Luminance> pages = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_PAGES, document.getNumberOfPages()); i++) {
            float resolution = resolution(document.getPage(i).getCropBox());
            try {
                pages.add(Luminance.of(renderer.draw(i, resolution)));
            } catch (LimitedRenderer.LimitException e) {
                return pages.isEmpty() ? new Refused(Reason.TOO_LARGE, "a PDF: " + e.getMessage()) : new Ready(pages);
            }
        }
        return pages.isEmpty() ? new Refused(Reason.UNREADABLE, "a PDF without pages") : new Ready(pages);
    }

    /** Lower for large pages, to limit the pixels. */
    private static float resolution(PDRectangle page) {
        double inches = Math.max(1, page.getWidth() / 72.0) * Math.max(1, page.getHeight() / 72.0);
        return (float) Math.min(RESOLUTION, Math.sqrt(MAX_PAGE_PIXELS / inches));
    }
}
