package uz.fiskaldesk.scan.picture;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import uz.fiskaldesk.scan.picture.LoadedPicture.Ready;
import uz.fiskaldesk.scan.picture.LoadedPicture.Reason;
import uz.fiskaldesk.scan.picture.LoadedPicture.Refused;

/**
 * Loads PNG, JPEG, BMP and GIF pictures, and the pages of PDF files. Sizes are checked on the file and on the picture's header, before anything is
 * decoded, so that a crafted file cannot fill the memory. The orientation noted in a JPEG file is not needed: a QR code
 * reads the same whichever way up. Safe for any thread, and slow enough to be kept off the window's.
 */
public final class PictureFiles {
    /** Bytes; a 48-megapixel JPEG of a phone has about half of it. */
    static final int MAX_BYTES = 32 << 20;

    /** Pixels by the header. */
    static final long MAX_PIXELS = 60_000_000;

    /** Pixels; larger pictures are decoded with rows and columns left out, which is plenty for a code of 41 modules. */
    static final long MAX_DECODED_PIXELS = 24_000_000;

    public LoadedPicture load(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                return new Refused(Reason.TOO_LARGE, size + " bytes");
            }
            return load(Files.readAllBytes(file));
        } catch (IOException e) {
            return new Refused(Reason.UNREADABLE, e.getClass().getSimpleName());
        }
    }

    public LoadedPicture load(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Refused(Reason.TOO_LARGE, bytes.length + " bytes");
        }
        if (PdfPages.isPdf(bytes)) {
            return PdfPages.load(bytes);
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new Refused(Reason.NOT_A_PICTURE, bytes.length + " bytes of no known kind");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        } catch (OutOfMemoryError e) {
            return new Refused(Reason.TOO_LARGE, "more than there is memory for");
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK answer damaged files with many kinds of runtime exceptions.
            return new Refused(Reason.UNREADABLE, e.getClass().getSimpleName());
        }
    }

    /** A picture from the clipboard or from a drag. */
    public LoadedPicture load(Image image) {
        int width = image.getWidth(null);
        int height = image.getHeight(null);
        if (width <= 0 || height <= 0) {
            return new Refused(Reason.UNREADABLE, "no size");
        }
        if ((long) width * height > MAX_PIXELS) {
            return new Refused(Reason.TOO_LARGE, width + "×" + height);
        }
        if (image instanceof BufferedImage buffered) {
            return new Ready(Luminance.of(buffered));
        }
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = copy.createGraphics();
        boolean complete = g.drawImage(image, 0, 0, null);
        g.dispose();
        return complete ? new Ready(Luminance.of(copy)) : new Refused(Reason.UNREADABLE, "not loaded yet");
    }

    private static LoadedPicture decode(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        long pixels = (long) width * height;
        if (pixels > MAX_PIXELS) {
            return new Refused(Reason.TOO_LARGE, width + "×" + height);
        }
        ImageReadParam how = reader.getDefaultReadParam();
        if (pixels > MAX_DECODED_PIXELS) {
            how.setSourceSubsampling(2, 2, 0, 0);
        }
        if (reader.getFormatName().equalsIgnoreCase("gif")) {
            return new Ready(GifFrames.of(reader, how));
        }
        return new Ready(Luminance.of(reader.read(0, how)));
    }
}
