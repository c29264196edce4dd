package uz.fiskaldesk.scan.soliq;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Arrays;
import java.util.Map;
import uz.fiskaldesk.scan.picture.Luminance;

/** Real codes as pictures and as modules. */
final class Codes {
    private static final byte PAPER = (byte) 225;
    private static final byte INK = 40;
    private static final int QUIET = 4;

    private Codes() {}

    /** As ZXing's encoder makes it. */
    static ByteMatrix encoded(String text, int version, ErrorCorrectionLevel level, int mask) {
        return encoded(text, level, Map.of(EncodeHintType.QR_VERSION, version, EncodeHintType.QR_MASK_PATTERN, mask));
    }

    static ByteMatrix encoded(String text, ErrorCorrectionLevel level, Map<EncodeHintType, ?> hints) {
        try {
            return Encoder.encode(text, level, hints).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Flat, upright, with a quiet zone. */
    static Luminance picture(ByteMatrix code, int pixelsPerModule) {
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

    /** A code under a grid in a square picture, drawn by splatting small pieces of the modules to where they lie. */
    static Luminance picture(ByteMatrix code, Grid grid, int size) {
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

    static Luminance picture(String text, int pixelsPerModule) {
        return picture(encoded(text, ErrorCorrectionLevel.M, Map.of()), pixelsPerModule);
    }

    /**
     * A code of codewords that no encoder would choose.
     *
     * @param data all data bytes
     */
    static ByteMatrix ofData(int[] data, int version, ErrorCorrectionLevel level, int mask) {
        ModuleLayout layout = new ModuleLayout(version);
        Correction correction = new Correction(version, level);
        byte[] modules = layout.functionWithFormat(correction, mask);
        int[][] places = correction.interleaved();
        int start = 0;
        for (int b = 0; b < places.length; b++) {
            int[] bytes = Arrays.copyOfRange(data, start, start + correction.data[b]);
            int[] block = Arrays.copyOf(bytes, places[b].length);
            System.arraycopy(correction.parity(bytes), 0, block, bytes.length, correction.parity);
            start += correction.data[b];
            for (int i = 0; i < block.length * 8; i++) {
                int module = layout.placement[places[b][i >> 3] * 8 + (i & 7)];
                boolean one = (block[i >> 3] >> (7 - (i & 7)) & 1) == 1;
                modules[module] = one ^ layout.masked(mask, module) ? ModuleLayout.BLACK : ModuleLayout.WHITE;
            }
        }
        ByteMatrix matrix = new ByteMatrix(layout.side, layout.side);
        for (int m = 0; m < modules.length; m++) {
            matrix.set(m % layout.side, Math.floorDiv(m, layout.side), modules[m] == ModuleLayout.BLACK);
        }
        return matrix;
    }
}
