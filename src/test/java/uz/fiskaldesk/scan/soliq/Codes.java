package uz.fiskaldesk.scan.soliq;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Arrays;
import java.util.Map;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.grid.Grid;

/** Encodes QR codes and draws them. */
public final class Codes {
    private static final byte PAPER = (byte) 225;
    private static final byte INK = 40;
    private static final int QUIET = 4;

    private Codes() {}

    /** The code as ZXing's encoder creates it. */
    public static ByteMatrix encoded(String text, int version, ErrorCorrectionLevel level, int mask) {
        return encoded(text, level, Map.of(EncodeHintType.QR_VERSION, version, EncodeHintType.QR_MASK_PATTERN, mask));
    }

    public static ByteMatrix encoded(String text, ErrorCorrectionLevel level, Map<EncodeHintType, ?> hints) {
        try {
            return Encoder.encode(text, level, hints).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A flat, upright code with a quiet zone. */
    public static Luminance picture(ByteMatrix code, int pixelsPerModule) {
        int side = (code.getWidth() + 2 * QUIET) * pixelsPerModule;
        byte[] grey = new byte[side * side];
        Arrays.fill(grey, PAPER);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int u = Math.floorDiv(x, pixelsPerModule) - QUIET;
                int v = Math.floorDiv(y, pixelsPerModule) - QUIET;
                boolean inside = u >= 0 && v >= 0 && u < code.getWidth() && v < code.getHeight();
                if (inside && code.get(u, v) == 1) {
                    grey[y * side + x] = INK;
                }
            }
        }
        return new Luminance(side, side, grey);
    }

    /** A code under a grid in a square picture, drawn by projecting small pieces of the modules. */
    public static Luminance picture(ByteMatrix code, Grid grid, int size) {
        byte[] grey = new byte[size * size];
        Arrays.fill(grey, PAPER);
        double[] xy = new double[2];
        int pieces = code.getWidth() * 20;
        for (int i = 0; i < pieces * pieces; i++) {
            double u = (i % pieces + 0.5) / 20;
            double v = (Math.floorDiv(i, pieces) + 0.5) / 20;
            if (code.get((int) u, (int) v) == 1) {
                grid.locate(u, v, xy);
                grey[((int) xy[1]) * size + (int) xy[0]] = INK;
            }
        }
        return new Luminance(size, size, grey);
    }

    public static Luminance picture(String text, int pixelsPerModule) {
        return picture(encoded(text, ErrorCorrectionLevel.M, Map.of()), pixelsPerModule);
    }
}
