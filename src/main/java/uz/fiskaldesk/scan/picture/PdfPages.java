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
 * The pages of a PDF file as pictures. How much its streams unfold to and how large its pictures are is checked before
 * anything is drawn, so that a crafted file cannot fill the memory.
 */
final class PdfPages {
    /** Bytes; a receipt sent as PDF has a hundredth of it. */
    static final int MAX_BYTES = 8 << 20;

    /** A receipt is on the first pages, or it is a book. */
    static final int MAX_PAGES = 10;

    /** Bytes of all streams together. */
    static final long MAX_UNFOLDED = 200L << 20;

    /** Dots an inch: a code of 2 cm and 45 modules has three and a half pixels a module. */
    private static final float RESOLUTION = 200;

    private static final double MAX_PAGE_PIXELS = 8_000_000;

    /** Pixels of a picture in a PDF file by what it says of itself; the largest that phones take into documents. */
    private static final long MAX_PICTURE_PIXELS = 24_000_000;

    /** For opening and drawing; ten ordinary pages take less than one on a slow computer. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private PdfPages() {}

    static boolean isPdf(byte[] bytes) {
        // Some programs write a few bytes before the header.
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
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            String excess = excess(document, end);
            return excess.isEmpty() ? drawn(document, end) : new Refused(Reason.TOO_LARGE, excess);
        } catch (InvalidPasswordException e) {
            return new Refused(Reason.LOCKED, "a PDF with a password");
        } catch (StackOverflowError | OutOfMemoryError e) {
            return new Refused(Reason.TOO_LARGE, "a PDF, " + e.getClass().getSimpleName());
        } catch (IOException | RuntimeException e) {
            // Damaged files are answered with many kinds of runtime exceptions.
            return new Refused(Reason.UNREADABLE, "a PDF, " + e.getClass().getSimpleName());
        }
    }

    /** Why the document is too large, or nothing. */
    private static String excess(PDDocument document, long end) throws IOException {
        Unfolding unfolding = new Unfolding(MAX_UNFOLDED);
        for (COSObjectKey key :
                List.copyOf(document.getDocument().getXrefTable().keySet())) {
            if (System.nanoTime() - end > 0) {
                return "a PDF whose objects take too long to look at";
            }
            COSBase object = document.getDocument().getObjectFromPool(key).getObject();
            if (object instanceof COSStream stream) {
                long pixels = pixels(stream);
                if (pixels > MAX_PICTURE_PIXELS) {
                    return "a picture of " + pixels + " pixels in a PDF";
                }
                if (!unfolding.allows(stream)) {
                    return "a PDF that unfolds to more than " + MAX_UNFOLDED + " bytes";
                }
            }
        }
        return "";
    }

    /** By its own size or by the one that its fax filter is told, whichever is larger. */
    private static long pixels(COSStream stream) {
        long own = (long) stream.getInt(COSName.WIDTH, 0) * stream.getInt(COSName.HEIGHT, 0);
        COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        long most = Math.abs(own);
        for (COSBase part : parameters instanceof COSArray array ? array.toList() : List.of(parameters(parameters))) {
            if ((part instanceof COSObject reference ? reference.getObject() : part) instanceof COSDictionary fax) {
                long told = (long) fax.getInt(COSName.COLUMNS, 0) * fax.getInt(COSName.ROWS, 0);
                most = Math.max(most, Math.abs(told));
            }
        }
        return most;
    }

    private static COSBase parameters(@Nullable COSBase one) {
        return one == null ? new COSDictionary() : one;
    }

    /** The pages up to the one at which a limit was reached. */
    private static LoadedPicture drawn(PDDocument document, long end) throws IOException {
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

    /** Less where the page is so large that it would have too many pixels. */
    private static float resolution(PDRectangle page) {
        double inches = Math.max(1, page.getWidth() / 72.0) * Math.max(1, page.getHeight() / 72.0);
        return (float) Math.min(RESOLUTION, Math.sqrt(MAX_PAGE_PIXELS / inches));
    }
}
