package uz.fiskaldesk.scan.soliq.template;

import com.google.zxing.common.reedsolomon.GenericGF;
import com.google.zxing.common.reedsolomon.ReedSolomonEncoder;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Version;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The error correction of one version and level: its blocks and their Reed–Solomon parity (ISO/IEC 18004, 7.5). */
final class ErrorCorrection {
    final ErrorCorrectionLevel level;
    /** Parity bytes of each block. */
    final int parity;
    /** Data bytes of each block. */
    final int[] data;

    private final ReedSolomonEncoder encoder = new ReedSolomonEncoder(GenericGF.QR_CODE_FIELD_256);
    /** The parity that a single bit causes, by its distance from the end of the data. */
    private final Map<Integer, int[]> parityOfBit = new HashMap<>();

    ErrorCorrection(int version, ErrorCorrectionLevel level) {
        this.level = level;
        Version.ECBlocks table = Version.getVersionForNumber(version).getECBlocksForLevel(level);
        parity = table.getECCodewordsPerBlock();
        data = new int[table.getNumBlocks()];
        int block = 0;
        for (Version.ECB kind : table.getECBlocks()) {
            for (int i = 0; i < kind.getCount(); i++) {
                data[block++] = kind.getDataCodewords();
            }
        }
    }

    int dataBytes() {
        return Arrays.stream(data).sum();
    }

    /** The parity bytes of a block. */
    int[] parity(int[] bytes) {
        int[] block = Arrays.copyOf(bytes, bytes.length + parity);
        encoder.encode(block, parity);
        return Arrays.copyOfRange(block, bytes.length, block.length);
    }

    /**
     * The parity bytes of a block in which a single data bit is 1. As the code is linear, the parity of any block is the
     * sum of the parities of its bits. Leading zeros do not change it.
     *
     * @param fromEnd bits between this one and the end of the data
     */
    int[] parityOfBit(int fromEnd) {
        return parityOfBit.computeIfAbsent(fromEnd, _ -> {
            int[] bytes = new int[fromEnd / 8 + 1];
            bytes[0] = 1 << fromEnd % 8;
            return parity(bytes);
        });
    }

    /** For each block and each of its bytes, data before parity, its index in the interleaved sequence of codewords. */
    int[][] interleaved() {
        int[][] places = new int[data.length][];
        int longest = 0;
        for (int b = 0; b < data.length; b++) {
            places[b] = new int[data[b] + parity];
            longest = Math.max(longest, data[b]);
        }
        int place = 0;
        for (int i = 0; i < longest; i++) {
            for (int b = 0; b < data.length; b++) {
                if (i < data[b]) {
                    places[b][i] = place++;
                }
            }
        }
        for (int i = 0; i < parity; i++) {
            for (int b = 0; b < data.length; b++) {
                places[b][data[b] + i] = place++;
            }
        }
        return places;
    }
}
