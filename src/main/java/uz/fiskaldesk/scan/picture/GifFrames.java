package uz.fiskaldesk.scan.picture;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.w3c.dom.Element;

/** Composes the frames of an animated GIF, as a frame may contain only the changes to the previous one. */
final class GifFrames {
    private static final int MAX_FRAMES = 40;

    /** Pixels of all frames together. */
    private static final long MAX_PIXELS = 48_000_000;

    private static final String METADATA = "javax_imageio_gif_image_1.0";

    private GifFrames() {}

    /** The distinct frames, at least one; frames from a damaged one on are omitted. */
    static List<Luminance> of(ImageReader reader, ImageReadParam parameters) throws IOException {
        BufferedImage first = reader.read(0, parameters);
        Rectangle screen = screen(reader, first);
        long each = (long) screen.width * screen.height;
        if (parameters.getSourceXSubsampling() > 1 || each > PictureFiles.MAX_DECODED_PIXELS) {
            return List.of(Luminance.of(first));
        }
        BufferedImage canvas = new BufferedImage(screen.width, screen.height, BufferedImage.TYPE_INT_ARGB);
        Set<Luminance> shown = new LinkedHashSet<>();
        long most = Math.clamp(MAX_PIXELS / each, 1, MAX_FRAMES);
        for (int i = 0; i < most; i++) {
            try {
                if ((long) reader.getWidth(i) * reader.getHeight(i) > each) {
                    break;
                }
                BufferedImage frame = i == 0 ? first : reader.read(i, parameters);
                shown.add(compose(frame, (Element) reader.getImageMetadata(i).getAsTree(METADATA), canvas));
            } catch (IndexOutOfBoundsException | IIOException end) {
                // The number of frames is unknown until all have been read.
                break;
            }
        }
        return shown.isEmpty() ? List.of(Luminance.of(first)) : new ArrayList<>(shown);
    }

    private static Rectangle screen(ImageReader reader, BufferedImage first) throws IOException {
        Element root = (Element) reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0");
        Element screen =
                (Element) root.getElementsByTagName("LogicalScreenDescriptor").item(0);
        return new Rectangle(
                Math.max(first.getWidth(), Integer.parseInt(screen.getAttribute("logicalScreenWidth"))),
                Math.max(first.getHeight(), Integer.parseInt(screen.getAttribute("logicalScreenHeight"))));
    }

    /** Draws a frame on the canvas, and then disposes of it as its metadata requires. */
    private static Luminance compose(BufferedImage frame, Element metadata, BufferedImage canvas) {
        Element place =
                (Element) metadata.getElementsByTagName("ImageDescriptor").item(0);
        Element control = (Element)
                metadata.getElementsByTagName("GraphicControlExtension").item(0);
        String disposal = control == null ? "none" : control.getAttribute("disposalMethod");
        Rectangle area = new Rectangle(
                Integer.parseInt(place.getAttribute("imageLeftPosition")),
                Integer.parseInt(place.getAttribute("imageTopPosition")),
                frame.getWidth(),
                frame.getHeight());
        BufferedImage before = disposal.equals("restoreToPrevious") ? copy(canvas) : canvas;
        draw(canvas, frame, area);
        Luminance shown = Luminance.of(canvas);
        if (disposal.equals("restoreToPrevious")) {
            Graphics2D graphics = canvas.createGraphics();
            graphics.setComposite(AlphaComposite.Src);
            graphics.drawImage(before, 0, 0, null);
            graphics.dispose();
        } else if (disposal.equals("restoreToBackgroundColor")) {
            Graphics2D graphics = canvas.createGraphics();
            graphics.setComposite(AlphaComposite.Clear);
            graphics.fill(area);
            graphics.dispose();
        }
        return shown;
    }

    private static void draw(BufferedImage canvas, BufferedImage frame, Rectangle area) {
        Graphics2D graphics = canvas.createGraphics();
        graphics.drawImage(frame, area.x, area.y, null);
        graphics.dispose();
    }

    private static BufferedImage copy(BufferedImage picture) {
        BufferedImage copy = new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType());
        draw(copy, picture, new Rectangle());
        return copy;
    }
}
