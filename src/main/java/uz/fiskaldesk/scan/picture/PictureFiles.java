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
 * Loads PNG, JPEG, BMP and GIF pictures, and the pages of PDF files. The sizes of the file and of the picture are checked
 * before decoding, so that a crafted file cannot exhaust the memory. The orientation in a JPEG file is ignored, as QR codes
 * are readable in any orientation. Thread-safe; loading may take seconds, so it must not be called on the JavaFX thread.
 */
public final class PictureFiles {
    /** Twice the size of a 48-megapixel JPEG of a phone. */
    static final int MAX_BYTES = 32 << 20;

    /** Pixels according to the header. */
    static final long MAX_PIXELS = 60_000_000;

    /** Pixels; larger pictures are subsampled, which is sufficient for the 41 modules of a code. */
    static final long MAX_DECODED_PIXELS = 24_000_000;

    /** Loads a file. */
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

    /** Loads the content of a file. */
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
                return new Refused(Reason.NOT_A_PICTURE, bytes.length + " bytes of an unknown format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        } catch (OutOfMemoryError e) {
            return new Refused(Reason.TOO_LARGE, "out of memory");
        } catch (IOException | RuntimeException e) {
            // The JDK's decoders throw various runtime exceptions for damaged files.
            return new Refused(Reason.UNREADABLE, e.getClass().getSimpleName());
        }
    }

    /** Loads an image from the clipboard or from drag and drop. */
    public LoadedPicture load(Image image) {
        int width = image.getWidth(null);
        int height = image.getHeight(null);
        if (width <= 0 || height <= 0) {
            return new Refused(Reason.UNREADABLE, "unknown size");
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
        return complete ? new Ready(Luminance.of(copy)) : new Refused(Reason.UNREADABLE, "not completely loaded");
    }

    private static LoadedPicture decode(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        long pixels = (long) width * height;
        if (pixels > MAX_PIXELS) {
            return new Refused(Reason.TOO_LARGE, width + "×" + height);
        }
        ImageReadParam parameters = reader.getDefaultReadParam();
        if (pixels > MAX_DECODED_PIXELS) {
            parameters.setSourceSubsampling(2, 2, 0, 0);
        }
        if (reader.getFormatName().equalsIgnoreCase("gif")) {
            return new Ready(GifFrames.of(reader, parameters));
        }
        return new Ready(Luminance.of(reader.read(0, parameters)));
    }
}
