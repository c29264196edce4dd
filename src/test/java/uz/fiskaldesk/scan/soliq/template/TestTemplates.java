package uz.fiskaldesk.scan.soliq.template;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.Arrays;

/** Templates and codes for tests in other packages. */
public final class TestTemplates {
    private TestTemplates() {}

    /** The template of version 5, level M, path "check" and five digits of {@code r}. */
    public static Template receipt() {
        return new Template(
                new ModuleLayout(5),
                new ErrorCorrection(5, ErrorCorrectionLevel.M),
                new ReceiptFormat("check", 5, 2027));
    }

    /** The known modules of {@link #receipt} under a mask. */
    public static KnownModules knownModules(int mask) {
        return new KnownModules(receipt().modules(mask));
    }

    /** The number of data bytes of a code. */
    public static int dataBytes(int version, ErrorCorrectionLevel level) {
        return new ErrorCorrection(version, level).dataBytes();
    }

    /**
     * A code with arbitrary codewords, which no encoder would choose.
     *
     * @param data all data bytes, in the order of the blocks
     */
    public static ByteMatrix codeOf(int[] data, int version, ErrorCorrectionLevel level, int mask) {
        ModuleLayout layout = new ModuleLayout(version);
        ErrorCorrection correction = new ErrorCorrection(version, level);
        byte[] modules = layout.functionModulesWithFormat(correction, mask);
        int[][] places = correction.interleaved();
        int start = 0;
        for (int b = 0; b < places.length; b++) {
            int[] bytes = Arrays.copyOfRange(data, start, start + correction.data[b]);
            int[] block = Arrays.copyOf(bytes, places[b].length);
            System.arraycopy(correction.parity(bytes), 0, block, bytes.length, correction.parity);
            start += correction.data[b];
            for (int i = 0; i < block.length * 8; i++) {
                int module = layout.placement()[places[b][i >> 3] * 8 + (i & 7)];
                boolean one = (block[i >> 3] >> (7 - (i & 7)) & 1) == 1;
                modules[module] = one ^ layout.isInverted(mask, module) ? ModuleLayout.BLACK : ModuleLayout.WHITE;
            }
        }
        ByteMatrix matrix = new ByteMatrix(layout.side(), layout.side());
        for (int m = 0; m < modules.length; m++) {
            matrix.set(m % layout.side(), Math.floorDiv(m, layout.side()), modules[m] == ModuleLayout.BLACK);
        }
        return matrix;
    }
}
