package uz.fiskaldesk.scan.picture;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * A greyscale picture: one unsigned byte per pixel, rows from the top, 0 black to 255 white. Immutable by convention, so
 * that threads can share it: the array must not be written to.
 */
public final class Luminance {
    private static final int STRIP_ROWS = 64;

    private final int width;
    private final int height;
    private final byte[] grey;

    /** Uses the array without copying it; the caller must not write to it afterwards. */
    public Luminance(int width, int height, byte[] grey) {
        if (width <= 0 || height <= 0 || grey.length != width * height) {
            throw new IllegalArgumentException(width + "×" + height + " does not fit " + grey.length + " bytes");
        }
        this.width = width;
        this.height = height;
        this.grey = grey;
    }

    /** Rec. 601 luma, on a white background. */
    public static Luminance of(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        // getRGB would treat grey samples as linear light and brighten them.
        if (colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY && image.getSampleModel() != null) {
            return ofGrey(image);
        }
        return ofColour(image);
    }

    private static Luminance ofGrey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        int shift = image.getColorModel().getComponentSize(0) - 8;
        boolean alpha = image.getColorModel().hasAlpha() && raster.getNumBands() > 1;
        byte[] grey = new byte[width * height];
        int[] row = new int[width];
        int[] opacity = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            if (alpha) {
                raster.getSamples(0, y, width, 1, raster.getNumBands() - 1, opacity);
            }
            for (int x = 0; x < width; x++) {
                int value = toByte(row[x], shift);
                grey[y * width + x] = (byte) (alpha ? overWhite(value, toByte(opacity[x], shift)) : value);
            }
        }
        return new Luminance(width, height, grey);
    }

    private static int toByte(int sample, int shift) {
        return shift >= 0 ? sample >> shift : sample * 255 / ((1 << (8 + shift)) - 1);
    }

    private static Luminance ofColour(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] grey = new byte[width * height];
        // Java2D's loops convert a strip many times faster than the colour model converts single pixels.
        BufferedImage strip = new BufferedImage(width, Math.min(height, STRIP_ROWS), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = strip.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (y % STRIP_ROWS == 0) {
                graphics.drawImage(image, 0, -y, null);
            }
            strip.getRaster().getDataElements(0, y % STRIP_ROWS, width, 1, row);
            for (int x = 0; x < width; x++) {
                int argb = row[x];
                int value = luma(argb >> 16 & 255, argb >> 8 & 255, argb & 255);
                grey[y * width + x] = (byte) (argb >>> 24 == 255 ? value : overWhite(value, argb >>> 24));
            }
        }
        graphics.dispose();
        return new Luminance(width, height, grey);
    }

    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    private static int overWhite(int value, int opacity) {
        return (value * opacity + 255 * (255 - opacity) + 127) / 255;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The bytes, not a copy; must not be written to. */
    public byte[] grey() {
        return grey;
    }

    /** 0 black to 255 white. */
    public int at(int x, int y) {
        return grey[y * width + x] & 255;
    }

    /**
     * Bilinear interpolation between pixels, 0 black to 255 white. Integer coordinates are the centres of pixels; places
     * outside the picture have the value of the nearest edge.
     */
    public float interpolate(double x, double y) {
        float px = (float) Math.max(0, Math.min(width - 1.001, x));
        float py = (float) Math.max(0, Math.min(height - 1.001, y));
        int left = (int) px;
        int top = (int) py;
        int k = top * width + left;
        int below = k + width;
        float u = px - left;
        float upper = (grey[k] & 255) + u * ((grey[k + 1] & 255) - (grey[k] & 255));
        float lower = (grey[below] & 255) + u * ((grey[below + 1] & 255) - (grey[below] & 255));
        return upper + (py - top) * (lower - upper);
    }

    /** The part of a rectangle that lies inside the picture; must not be empty. */
    public Luminance crop(int left, int top, int right, int bottom) {
        int x0 = Math.max(0, left);
        int y0 = Math.max(0, top);
        int x1 = Math.min(width, right);
        int y1 = Math.min(height, bottom);
        byte[] part = new byte[Math.multiplyExact(Math.max(0, x1 - x0), Math.max(0, y1 - y0))];
        for (int y = y0; y < y1; y++) {
            System.arraycopy(grey, y * width + x0, part, (y - y0) * (x1 - x0), x1 - x0);
        }
        return new Luminance(x1 - x0, y1 - y0, part);
    }

    /** The picture at half its size, each pixel the mean of four; a last odd row or column is dropped. */
    public Luminance half() {
        int w = Math.max(1, width / 2);
        int h = Math.max(1, height / 2);
        byte[] small = new byte[w * h];
        for (int y = 0; y < h; y++) {
            int upper = 2 * y * width;
            int lower = Math.min(2 * y + 1, height - 1) * width;
            int step = width > 1 ? 1 : 0;
            for (int x = 0; x < w; x++) {
                int sum = (grey[upper + 2 * x] & 255)
                        + (grey[upper + 2 * x + step] & 255)
                        + (grey[lower + 2 * x] & 255)
                        + (grey[lower + 2 * x + step] & 255);
                small[y * w + x] = (byte) ((sum + 2) >> 2);
            }
        }
        return new Luminance(w, h, small);
    }

    /** The picture with black and white exchanged. */
    public Luminance inverted() {
        byte[] other = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            other[i] = (byte) ~grey[i];
        }
        return new Luminance(width, height, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Luminance that
                && width == that.width
                && height == that.height
                && Arrays.equals(grey, that.grey);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(grey);
    }

    @Override
    public String toString() {
        return "Luminance[" + width + "×" + height + "]";
    }
}
