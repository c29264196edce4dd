package uz.fiskaldesk.scan.picture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
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
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            String excess = excess(document);
            return excess.isEmpty() ? drawn(document) : new Refused(Reason.TOO_LARGE, excess);
        } catch (InvalidPasswordException e) {
            return new Refused(Reason.LOCKED, "a PDF with a password");
        } catch (IOException | RuntimeException e) {
            // Damaged files are answered with many kinds of runtime exceptions.
            return new Refused(Reason.UNREADABLE, "a PDF, " + e.getClass().getSimpleName());
        }
    }

    /** Why the document is too large, or nothing. */
    private static String excess(PDDocument document) throws IOException {
        Unfolding unfolding = new Unfolding(MAX_UNFOLDED);
        for (COSObjectKey key :
                List.copyOf(document.getDocument().getXrefTable().keySet())) {
            COSBase object = document.getDocument().getObjectFromPool(key).getObject();
            if (object instanceof COSStream stream) {
                long pixels = (long) stream.getInt(COSName.WIDTH, 0) * stream.getInt(COSName.HEIGHT, 0);
                if (pixels > PictureFiles.MAX_PIXELS) {
                    return "a picture of " + pixels + " pixels in a PDF";
                }
                if (!unfolding.allows(stream)) {
                    return "a PDF that unfolds to more than " + MAX_UNFOLDED + " bytes";
                }
            }
        }
        return "";
    }

    private static LoadedPicture drawn(PDDocument document) throws IOException {
        PDFRenderer renderer = new PDFRenderer(document);
        renderer.setSubsamplingAllowed(true);
        List<Luminance> pages = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_PAGES, document.getNumberOfPages()); i++) {
            float resolution = resolution(document.getPage(i).getCropBox());
            pages.add(Luminance.of(renderer.renderImageWithDPI(i, resolution, ImageType.GRAY)));
        }
        return pages.isEmpty() ? new Refused(Reason.UNREADABLE, "a PDF without pages") : new Ready(pages);
    }

    /** Less where the page is so large that it would have too many pixels. */
    private static float resolution(PDRectangle page) {
        double inches = Math.max(1, page.getWidth() / 72.0) * Math.max(1, page.getHeight() / 72.0);
        return (float) Math.min(RESOLUTION, Math.sqrt(MAX_PAGE_PIXELS / inches));
    }
}
